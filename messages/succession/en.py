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
    "notice.work_inherited.body": (
        "“{title}” (owner {owner}): the customer has been given {former}’s word, and it is yours now. If a time doesn’t suit you, tell"
        " them before it is there, not after."
    ),
    "about.case_inherited": "a case of somebody who left",
    "about.work_inherited": "what somebody who left had promised",
}
