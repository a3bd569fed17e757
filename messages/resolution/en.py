"""What is said of verification and resolution, in English."""

TEXTS: dict[str, str] = {
    "verification.fixed": "it works",
    "verification.not_fixed": "it doesn't work yet",
    "basis.customer_confirmed": "the customer confirmed it",
    "basis.observed": "the observation window ran out well",
    "basis.unreachable": "the customer could not be reached, after documented attempts",
    "command.record_verification": "record the verification",
    "command.resolve": "call it resolved",
    "anchor.resolved_at": "the case was resolved",
    "let_go.resolved": "the case is resolved",
    "let_go.case_moved": "the case has moved on",
    "let_go.unreachable": "the customer could not be reached, after documented attempts",
    "refusal.observation_cut_short.title": "The window did not run out",
    "refusal.observation_cut_short.detail": (
        "The observation window of case {number} was ended early, so it shows nothing by itself; record"
        " what the customer says of the fix, or watch it again."
    ),
    "refusal.resolution_not_verified.title": "Nobody has confirmed the fix",
    "refusal.resolution_not_verified.detail": (
        "Nobody has confirmed that the fix of case {number} works; ask the customer and record the"
        " answer first."
    ),
    "refusal.confirmation_missing.title": "Which conversation confirms it?",
    "refusal.confirmation_missing.detail": (
        "Case {number} is resolved by what the customer says after the fix, and nobody has spoken with them since"
        " {since}. Call them and log the call first; if they have written that it works, name that message."
        " Possible: {possible}."
    ),
    "refusal.confirmation_overtaken.title": "The customer has written since",
    "refusal.confirmation_overtaken.detail": (
        "After the word that confirms the fix, the customer of case {number} wrote again, and nobody has answered:"
        " {waiting_words}. Please read it first; answer it, or mark it as thanks, then resolve the case."
    ),
    "refusal.confirmation_spoken_since.title": "Which word confirms it now?",
    "refusal.confirmation_spoken_since.detail": (
        "After the customer of case {number} said that it works, people have spoken with them again: {waiting_words}."
        " If they still say so, name the conversation or message that confirms it (possible: {possible}); if they"
        " don't, record that it is not fixed."
    ),
    "refusal.confirmation_unfit.title": "That can't confirm the fix",
    "refusal.confirmation_unfit.detail": (
        "That is no conversation with the customer of case {number}, nor a message from them, since the fix"
        " ({since}). Possible: {possible}; if there is none yet, call the customer and log the call first."
    ),
    "field.said_in": "where the customer says so",
    "refusal.observation_not_over.title": "The watching isn't over",
    "refusal.observation_not_over.detail": (
        "Case {number} counts as observed when its window has run out ({until}) and somebody has spoken with the"
        " customer after that; one of the two is still to come. What we wrote to them is no conversation; if they"
        " have written since, name that message."
    ),
    "refusal.attempts_missing.title": "Not enough attempts",
    "refusal.attempts_missing.detail": (
        "Case {number} has attempts to reach the customer on {days} of {needed} different days (by"
        " a call or with a word left, not at night); try again on another day and log it."
    ),
    "event.fix_verified.fixed": "The customer says that it works (recorded by {by}).",
    "event.fix_verified.not_fixed": "The customer says that it doesn't work yet (recorded by {by}).",
    "event.case_resolved": "{by} called the case resolved: {basis}.",
    "event.case_resolved.said": "{by} called the case resolved: {basis} ({channel}, {at}).",
    "brief.fix_verified": "customer on the fix: {outcome}",
    "brief.case_resolved": "resolved: {basis}",
    "details.resolved": "- **Resolved** {at}: {basis}",
}
