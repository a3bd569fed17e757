"""What is said of the confirmation as complex, in English."""

TEXTS: dict[str, str] = {
    "answer.agreed": "agreed",
    "answer.informed": "informed",
    "answer.unreachable": "could not be reached",
    "command.confirm_complex": "confirm as complex",
    "field.first_feedback_at": "when the first feedback comes",
    "field.answer": "what the customer answered",
    "anchor.confirmed_at": "the case was confirmed as complex",
    "refusal.notice_missing.title": "The customer doesn't know yet",
    "refusal.notice_missing.detail": (
        "Case {number} can be confirmed once the customer has been told that it is complex and when"
        " the first feedback comes. Still to be recorded: {fields}."
    ),
    "refusal.not_confirmed.title": "Not confirmed as complex yet",
    "refusal.not_confirmed.detail": (
        "Case {number} has not been confirmed as complex; tell the customer and confirm it first."
    ),
    "refusal.already_confirmed.title": "Confirmed already",
    "refusal.already_confirmed.detail": (
        "Case {number} is confirmed as complex already; its clocks are running, carry on from here."
    ),
    "event.complex_confirmed": (
        "{by} confirmed the case as complex (complexity {complexity}). The customer was told"
        " {told_at} by {channel}, with first feedback by {first_feedback_at}: {answer}."
    ),
    "brief.complex_confirmed": "confirmed as complex by {by}",
    "details.complex": "- **Complex** since {confirmed_at}, complexity {complexity}",
    "details.not_confirmed": "- **Not confirmed** as complex yet",
}
