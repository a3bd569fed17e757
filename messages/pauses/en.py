"""What is said of pauses, in English."""

TEXTS: dict[str, str] = {
    "pause_reason.waiting_on_customer": "waiting for the customer",
    "pause_reason.waiting_on_parts": "waiting for parts",
    "pause_reason.waiting_on_third_party": "waiting for a third party",
    "command.pause": "pause the case",
    "command.resume": "resume the case",
    "field.until": "until when",
    "anchor.pause": "pause",
    "let_go.paused": "the case waits until a time that the customer knows",
    "refusal.already_paused.title": "Paused already",
    "refusal.already_paused.detail": (
        "Case {number} is paused until {until}; resume it first to pause it for another reason."
    ),
    "refusal.not_paused.title": "Not paused",
    "refusal.not_paused.detail": "Case {number} is not paused; its clocks are running.",
    "refusal.pause_too_long.title": "The pause is too long",
    "refusal.pause_too_long.detail": (
        "Case {number} can be paused until {limit} at the latest, not until {until}. Choose an"
        " earlier end; it can be paused again then if the reason still holds."
    ),
    "refusal.pause_untold.title": "The customer doesn't know of the pause yet",
    "refusal.pause_untold.detail": (
        "Nobody should wait without knowing it: tell the customer why case {number} stands still and until"
        " when, then pause it. Still to be recorded: {fields}."
    ),
    "refusal.pauses_used_up.title": "The pauses add up to too much",
    "refusal.pauses_used_up.detail": (
        "With a pause until {until}, case {number} would have waited longer in all than the rules give an"
        " agent; that ends at {limit}. A lead can pause it for longer, with a reason in the note."
    ),
    "event.case_paused": "{by} paused the case until {until}: {reason}.",
    "event.case_paused.told": (
        "{by} paused the case until {until}: {reason}. The customer was told {told_at} ({channel})."
    ),
    "event.case_resumed.asked": "{by} resumed the case.",
    "event.case_resumed.limit_reached": "The pause reached its limit; the clocks are running again.",
    "event.case_resumed.customer_answered": "The customer answered, so the clocks are running again.",
    "event.case_resumed.case_moved": "The case moved on, so the clocks are running again.",
    "event.case_resumed.case_closed": "The case was closed, and the pause ended with it.",
    "event.pause_stands": (
        "The pause until {until} goes on, as the customer was told ({reason}): it had ended with a closing that was an error."
    ),
    "brief.pause_stands": "pause until {until} goes on",
    "brief.case_paused": "paused until {until}",
    "brief.case_resumed": "resumed",
    "deadline.pause_end": "Pause ends {due}",
    "notice.pause_over.title": "{number}: the pause is over",
    "notice.pause_over.body": (
        "“{title}”: the case was paused ({reason}), and the agreed time is up. The clocks are"
        " running again; ask how things stand and tell the customer."
    ),
    "about.pause_over": "pause over",
    "details.pause": "- **Paused** since {since}, until {until} at most: {reason}",
}
