"""What is said of revisits, in English."""

TEXTS: dict[str, str] = {
    "revisit_outcome.content": "content",
    "revisit_outcome.trouble": "trouble again",
    "revisit_outcome.no_answer": "no answer",
    "early.customer_asked": "the customer asked for it",
    "command.record_revisit": "record the revisit",
    "refusal.revisit_needs_outcome.title": "This is the revisit",
    "refusal.revisit_needs_outcome.detail": (
        "The promise {promise} of case {number} is the revisit; it ends with the call itself. Record a revisit, with how the customer feels now."
    ),
    "refusal.revisit_before_resolution.title": "A revisit comes after the resolution",
    "refusal.revisit_before_resolution.detail": (
        "{at} lies before case {number} was resolved ({since}); check the time, or log that"
        " conversation as a contact."
    ),
    "refusal.revisit_no_conversation.title": "A revisit is a conversation",
    "refusal.revisit_no_conversation.detail": (
        "How the customer of case {number} feels is asked in person, not in writing ({channel}). It takes one of:"
        " {channels}."
    ),
    "refusal.revisit_too_early.title": "Too early to know",
    "refusal.revisit_too_early.detail": (
        "The customer of case {number} needs some time with it before anybody asks, until {until}; {at} is sooner."
        " Only if the customer asked for the call may it come earlier: say so with the revisit."
    ),
    "field.early": "why it comes early",
    "refusal.revisit_at_night.title": "Nobody is called at that hour",
    "refusal.revisit_at_night.detail": (
        "At {at} the customer of case {number} need not pick up, so that is no try. Please call when people are"
        " awake, next {window}; whoever does talk to you at another hour is heard all the same."
    ),
    "refusal.revisit_too_soon_again.title": "Tried today already",
    "refusal.revisit_too_soon_again.detail": (
        "Tries to reach the customer of case {number} count on different days ({tries} so far, one of them on that day); try again on another day."
    ),
    "event.revisit_held.content": "The revisit, by {by}: the customer is content.",
    "event.revisit_held.trouble": "The revisit, by {by}: the customer says that there is trouble again.",
    "event.revisit_held.no_answer": "{by} called to ask how the customer feels; nobody answered.",
    "brief.revisit_held": "revisit: {outcome}",
    "owed.promise.revisit": "Call {customer}: does the solution hold?",
}
