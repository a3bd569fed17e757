"""What is said of taking a case up again, in English."""

TEXTS: dict[str, str] = {
    "command.note_taken_up": "take the case up again",
    "run_ending.terminated": "terminated",
    "run_ending.canceled": "cancelled",
    "run_ending.failed": "brought down by a fault",
    "run_ending.timed_out": "ended by a time limit",
    "run_ending.lost": "deleted, or lost by the server",
    "taken_up.by": " by {by}",
    "taken_up.reason": " The reason given there: “{reason}”.",
    "taken_up.no_reason": " No reason was given.",
    "taken_up.set_back": "somebody had set the run back to an earlier turn; the case goes on from what is recorded",
    "taken_up.due": "The customer is to hear from us by {at}.",
    "taken_up.late": "The customer was to hear from us by {at} and is still waiting.",
    "taken_up.nothing_promised": "No call to the customer is due at the moment.",
    "event.case_taken_up": (
        "The run that carried the case in Temporal was {ending}{by}.{reason} A new one goes on from here; nothing promised has moved."
    ),
    "brief.case_taken_up": "taken up again",
    "notice.case_taken_up.title": "{number}: its run in Temporal was {ending}, the case goes on",
    "notice.case_taken_up.body": (
        "“{title}”, which {owner} carries: its run in Temporal was {ending}{operator}.{reason} For up to a few minutes nobody watched over the case; a new run has taken it up, and nothing promised has moved. {promised} To end a case, withdraw it or end it without agreement."
    ),
    "about.case_taken_up": "its run was ended, the case goes on",
}
