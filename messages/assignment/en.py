"""What is said of assignment, in English."""

TEXTS: dict[str, str] = {
    "command.assign": "hand over the case",
    "event.owner_assigned": "{by} handed the case to {owner}: {reason}.",
    "brief.owner_assigned": "handed to {owner}",
    "notice.handover": (
        "It stands in “{stage}”, and the customer was last {emotion}. Promised and still open:"
        " {promised}; the next by {due}."
    ),
    "notice.case_assigned.title": "{number}: this case is yours",
    "notice.case_assigned.body": (
        "“{title}” is in your hands now, from {by}. Please read what has happened and what was promised before you call; the customer shouldn't have to tell it twice."
    ),
    "about.case_assigned": "a case to take on",
}
