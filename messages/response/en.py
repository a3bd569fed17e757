"""What is said of the response clock, in English."""

TEXTS: dict[str, str] = {
    "anchor.customer_spoke": "the customer spoke",
    "event.response_awaited": "The customer is waiting for an answer, due {due}.",
    "event.response_given": "The customer had an answer {responded_at}.",
    "event.response_not_needed": "What the customer said last needs no answer.",
    "brief.response_not_needed": "no answer needed",
    "event.response_overdue": "The answer to the customer is overdue; it was due {due}.",
    "brief.response_awaited": "customer awaits an answer",
    "brief.response_given": "customer answered",
    "brief.response_overdue": "answer overdue",
    "deadline.response": "Answer to the customer by {owner}, due {due}",
    "notice.response_overdue.title": "{number}: the answer is overdue",
    "notice.response_overdue.body": (
        "“{title}”: the customer was to hear from {owner} by {due} and is still waiting. A short"
        " word now is better than a full answer later."
    ),
    "about.response_overdue": "answer overdue",
    "details.clock.response": "- **Response clock** {state}",
    "owed.response": "Answer {customer}, who has written again.",
    "owed.response.first_answer": "Give {customer} a first answer.",
    "owed.response.first_answer_and_who": (
        "Give {customer} a first answer, and say whether it is the person we know under that number or address."
    ),
}
