"""What is said of intake, in English."""

TEXTS: dict[str, str] = {
    "customer_level.normal": "normal",
    "customer_level.vip": "VIP",
    "asks.another_name": "This number, address or account is known under another name. Is it the same person? Until you say so, nothing of what we know of them is shown here.",
    "asks.more_to_add": "The person is known, and something came along that we did not have yet. Does it belong to them?",
    "command.open_case": "open the case",
    "field.title": "a title",
    "field.customer": "the customer",
    "refusal.case_already_open.title": "The case is open already",
    "refusal.case_already_open.detail": (
        "Case {number} was opened by another request; carry on there instead of opening it again."
    ),
    "event.case_opened": "{by} opened the case “{title}” ({channel}; {priority}). It is in the hands of {owner}.",
    "event.case_opened.another_name": "The number, address or account is known under another name: whether it is the same person is asked.",
    "event.case_opened.more_to_add": "The customer is known, and something new came along: whether it belongs to them is asked.",
    "notice.who": "{who}",
    "brief.case_opened": "opened by {by}",
    "details.priority": "- **Priority** {priority}",
    "details.owner": "- **Owner** {owner}, tier L{tier}",
    "details.customer": "- **Customer** level {level}, came by {channel}, feels {emotion}",
}
