"""What is said of linked cases, in English."""

TEXTS: dict[str, str] = {
    "event.case_linked.goes_on_in": "The message of {message} goes on in case {number}.",
    "event.case_linked.comes_from": "This case comes from {number}: the customer wrote again after it was closed.",
    "brief.case_linked": "linked with {number}",
    "about.passed_on_message": "the customer has written again",
    "about.linked_case": "the customer's message is a new matter",
    "linked.title": "A new matter: {said}",
    "linked.title.wordless": "A new matter of the customer of {number}",
    "notice.new_matter_in": (
        "It is a new matter that the customer brought up in {new_matter_in}, which is closed; {said_by} said so."
    ),
    "notice.late_in": "The customer wrote to {late_in} long after it was closed.",
    "details.link": "- **Linked** {line}",
}
