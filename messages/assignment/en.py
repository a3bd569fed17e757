"""What is said of assignment, in English."""

TEXTS: dict[str, str] = {
    "command.assign": "hand over the case",
    "event.owner_assigned": "{by} handed the case to {owner}: {reason}.",
    "event.owner_assigned.taken": "{by} has taken the case on: {reason}.",
    "brief.owner_assigned": "handed to {owner}",
    "notice.handover": (
        "It stands in “{stage}”, and the customer was last {emotion}. Promised and still open:"
        " {promised}; the next by {due}."
    ),
    "notice.standing": "It stands in “{stage}”, and the customer was last {emotion}.",
    "notice.handed": "Promised and still open: {handed}.",
    "handover.promise": "“{subject}” by {due}",
    "handover.promise.other": "“{subject}” by {due}, which {owner} keeps",
    "handover.visit": "“{subject}” in the window {window} (the address is on the case)",
    "handover.visit.other": "“{subject}” in the window {window}, to which {owner} goes",
    "notice.waiting": "What else is waiting: {waiting}.",
    "handover.answer": "the customer, for an answer by {due}",
    "handover.answer.late": "the customer, for an answer that was due {due}",
    "handover.mark": "a message on the closed case, to be marked by {due}",
    "handover.stage": "this stage, to be done by {due}",
    "handover.stage.late": "this stage, which was to be done by {due}",
    "handover.pause": "the case pauses until {due}",
    "handover.window": "the repair is being watched until {due}",
    "handover.report": "{who}'s report on a visit, due {due}",
    "handover.report.late": "{who}'s report on a visit, which was due {due}",
    "handover.call": "a call for help of {due} ({cause}), which is with {who}",
    "notice.case_taken_over.title": "{number}: you have taken this case over",
    "notice.case_taken_over.body": (
        "“{title}” is in your hands now. Before you call, this is what the customer has been told."
    ),
    "notice.case_passed_on.title": "{number}: {successor} has this case now",
    "notice.case_passed_on.body": (
        "“{title}” went from you to {successor}; {by} decided it: {because}. What you promised the customer went"
        " along. If there is something that isn't written down, please tell {successor} today."
    ),
    "notice.case_assigned.title": "{number}: this case is yours",
    "notice.case_assigned.body": (
        "“{title}” is in your hands now, from {by}. Please read what has happened and what was promised before you call; the customer shouldn't have to tell it twice."
    ),
    "about.case_assigned": "a case to take on",
    "about.case_taken_over": "a case taken over",
    "about.case_passed_on": "a case passed on",
}
