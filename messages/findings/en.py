"""What a reconciliation found: for supervisors and for whoever runs the installation."""

TEXTS: dict[str, str] = {
    "finding.none": "nothing to mend",
    "finding.left": "{count} more wait for the next reconciliation",
    "finding.look": "Compare what runs with what is recorded",
    "finding.again": "Look again at {numbers}",
    "finding.report": "Tell what was found, put quiet reconciliations away",
    "finding.lost_opening.mend": "Start {number}, whose opening got lost",
    "finding.lost_opening.mended": "{number} started: its opening had got lost on the way",
    "finding.lost_opening.found": "{number} could not be started, though it was asked for ({detail})",
    "finding.lost_opening.advice": (
        "It is tried again every minute. If this stays, the log of the worker says why."
    ),
    "finding.unwatched.mend": "Take up {number} again, which nobody carries",
    "finding.unwatched.mended": "{number} taken up again: nobody carried it ({detail})",
    "finding.unwatched.found": "{number} could not be taken up again, nobody carries it ({detail})",
    "finding.unwatched.advice": (
        "It is tried again every minute; until then its promises are not guarded. If this stays, the"
        " log of the worker says why."
    ),
    "finding.lingering.found": "{number} is closed, yet its run goes on ({detail})",
    "finding.lingering.advice": (
        "Nothing of the customer's is lost. Look at the pending activities of its run in Temporal UI:"
        " mostly a notice that can't be delivered. If none is pending, terminate the run."
    ),
    "finding.unknown.found": "{number} runs, and nothing of it is recorded ({detail})",
    "finding.unknown.advice": (
        "The database has lost it, or its opening was refused. After a database was restored from a"
        " copy: restore a newer one. If its opening was refused (GET /v1/commands/{{key}}), terminate"
        " the run."
    ),
    "finding.drift.found": "{number}: Temporal and the database disagree about {detail}",
    "finding.drift.advice": (
        "The case goes by its own state, which Temporal has. Compare its run in Temporal UI with its"
        " timeline: events missing from the timeline mean that the database was restored from a copy;"
        " attributes that are behind are put right by the next command on the case."
    ),
    "finding.stuck.found": "{number}: {detail}",
    "finding.stuck.advice": (
        "It is tried again every minute, and loses nothing. The run's pending activities in Temporal UI"
        " say what fails: the database, a channel, or a gap in the records."
    ),
    "finding.failing.found": "{number} stands still: failed turns so far, {detail}",
    "finding.failing.advice": (
        "Its promises are not guarded while it stands. The last failed event of its run says why;"
        " `followthrough replay` says what to do when it is the code. Roll back, or put the data right:"
        " it goes on by itself."
    ),
}
