"""What is said of observation, in English."""

TEXTS: dict[str, str] = {
    "command.start_observation": "start an observation window",
    "command.extend_observation": "watch the fix for longer",
    "command.end_observation": "end the observation window",
    "field.check_ins": "the check-ins",
    "anchor.observation_ended": "the observation window ended",
    "anchor.observation": "observation window",
    "let_go.observation_extended": "the observation window ends later now",
    "let_go.observation_ended": "the observation window was ended early",
    "let_go.observation_started": "the observation window has its own check-ins",
    "refusal.observation_running.title": "Being watched already",
    "refusal.observation_running.detail": (
        "An observation window of case {number} is running until {until}; wait for it, or record"
        " what the customer says of the fix."
    ),
    "refusal.observation_too_long.title": "The observation window is too long",
    "refusal.observation_too_long.detail": (
        "The fix of case {number} can be watched until {limit} at the latest, not until {until};"
        " choose an earlier end."
    ),
    "refusal.observation_too_short.title": "The observation window is too short",
    "refusal.observation_too_short.detail": (
        "A fix needs time to show whether it holds: the observation window of case {number} can end {limit} at the"
        " earliest, not {until}. If the customer says already that it works, record that instead."
    ),
    "refusal.check_ins_missing.title": "A check-in is missing",
    "refusal.check_ins_missing.detail": (
        "The observation window of case {number} is long; agree with the customer on a check-in by"
        " {limit} at the latest."
    ),
    "refusal.check_in_outside_window.title": "The check-in is outside the window",
    "refusal.check_in_outside_window.detail": (
        "The check-in {due} lies outside the observation window of case {number}, which ends {until}; choose a time within it."
    ),
    "refusal.check_in_too_soon.title": "The first check-in comes too soon",
    "refusal.check_in_too_soon.detail": (
        "A fix needs time to show whether it holds: the first check-in of case {number} can be {limit}"
        " at the earliest, not {due}. If the customer wants to hear from you before, promise a callback."
    ),
    "refusal.check_ins_too_far_apart.title": "Too long a silence between check-ins",
    "refusal.check_ins_too_far_apart.detail": (
        "Between {since} and {due} nobody would ask the customer of case {number}; agree on one more"
        " check-in by {limit} at the latest."
    ),
    "refusal.observation_not_running.title": "Nothing is being watched",
    "refusal.observation_not_running.detail": (
        "No observation window of case {number} is running; start one, or record what the customer says"
        " of the fix."
    ),
    "refusal.observation_not_longer.title": "That is no later end",
    "refusal.observation_not_longer.detail": (
        "The observation window of case {number} runs until {until} already, {due} is not later; to stop"
        " watching earlier, end the window."
    ),
    "event.observation_started": "The fix is being watched until {ends_at}.",
    "event.observation_extended": "Agreed with the customer {told_at}: the fix is being watched for longer, until {ends_at}. Reason: {reason}.",
    "event.observation_ended.run_out": "The observation window has ended.",
    "event.observation_ended.agreed": "Agreed with the customer: the observation window was ended early by {by}. Reason: {reason}.",
    "brief.observation_started": "observation until {ends_at}",
    "brief.observation_extended": "observation now until {ends_at}",
    "brief.observation_ended": "observation window ended",
    "deadline.observation_end": "Observation window ends {due}",
    "notice.observation_over.title": "{number}: the observation window has ended",
    "notice.observation_over.body": (
        "“{title}”: the time for watching the fix is over. Please ask the customer whether"
        " everything works and record the answer."
    ),
    "about.observation_over": "observation window over",
    "details.observation": "- **Watching the fix** since {since}, until {until}",
}
