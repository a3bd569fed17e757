"""What is said of succession, in English."""

TEXTS: dict[str, str] = {
    "command.follow_people": "go on with the people who are here",
    "succession.owner_left": "whoever had it before has left",
    "line.further": ", and further up to {people}",
    "line.gone": " Not here any more: {people}.",
    "event.line_replaced": "The case answers to {lead} from now on{further}.{gone}",
    "brief.line_replaced": "other people on the line",
    "event.work_taken_over": "{former} has left; {heir} keeps what {former} had promised in this case.",
    "brief.work_taken_over": "{heir} in the place of {former}",
    "notice.case_inherited.title": "{number}: this case comes to you from {former}, who has left",
    "notice.case_inherited.body": (
        "“{title}” is in your hands now; what {former} promised is yours to keep. Please read what has happened before you"
        " call, and tell the customer who looks after them from now on."
    ),
    "notice.work_inherited.title": "{number}: you stand in for {former}, who has left",
    "notice.work_inherited.body": ("“{title}” (owner {owner}): {inherited}"),
    "inherited.promises": (
        "the customer has been given {former}’s word, and it is yours now. If a time doesn’t suit you, tell"
        " them before it is there, not after."
    ),
    "inherited.reports": "please write the report on the visit of {windows}; {former} went there.",
    "inherited.reports.too": "The report is yours to write, too, on the visit of {windows}.",
    "notice.visit_by_another.title": "{number}: {heir} comes to the customer’s door",
    "notice.visit_by_another.body": (
        "“{title}”: {former} has left, and {heir} goes there {window}. Please tell the customer who it will be; if {heir} can’t,"
        " agree on another time before this one is there."
    ),
    "about.visit_by_another": "another engineer for a visit",
    "about.case_inherited": "a case of somebody who left",
    "about.work_inherited": "work of somebody who left",
}
