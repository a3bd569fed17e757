"""What is said of time that passes, and what any command may be refused for, in English."""

TEXTS: dict[str, str] = {
    "command.tick": "notice that time has passed",
    "refusal.case_not_open.title": "The case has not been opened",
    "refusal.case_not_open.detail": "Case {number} has not been opened yet; open it first.",
    "refusal.case_closed.title": "The case is closed",
    "refusal.case_closed.detail": (
        "Case {number} is closed, so that is asked for no more. A customer's message reopens it: a new one, or one"
        " that waits to be marked. If it was closed in error, a lead opens it again."
    ),
    "refusal.reason_required.title": "Something is missing that others will need",
    "refusal.reason_required.detail": (
        "This step on case {number} needs: {fields}. One sentence that others will understand in a month is enough."
    ),
    "refusal.time_in_future.title": "That time is still to come",
    "refusal.time_in_future.detail": (
        "{at} lies in the future, so it can't have happened on case {number} yet; check the time."
    ),
    "problem.our_time": "{detail} By our clock it is {our_time}.",
    "refusal.time_before_case.title": "That was before the customer spoke",
    "refusal.time_before_case.detail": (
        "{at} lies before the customer first spoke about case {number} ({since}); check the time."
    ),
    "refusal.told_too_early.title": "There was nothing yet to tell of",
    "refusal.told_too_early.detail": (
        "What this is about came up on case {number} only {since}; the customer can't have been told of it {at}. Tell them,"
        " and note when you did."
    ),
    "refusal.line_required.title": "This needs somebody further up the line",
    "refusal.line_required.detail": (
        "This step on case {number} takes a {line} or somebody further up; ask them, or escalate."
    ),
    "refusal.idempotency_key_reused.title": "The key was used for something else",
    "refusal.idempotency_key_reused.detail": (
        "The idempotency key {key} was already used for another request; repeat that request unchanged, or take a new key for a new one."
    ),
    "event.unseen": "{line} Nobody was watching since {since}, so it was noticed late.",
    "notice.late": (
        "This reaches you late: nobody was watching since {unseen_since}, because our system was"
        " not running."
    ),
}
