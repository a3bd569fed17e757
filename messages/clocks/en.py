"""What is said of clocks, in English."""

TEXTS: dict[str, str] = {
    "sla_state.on_track": "on track",
    "sla_state.warned": "getting close",
    "sla_state.overdue": "overdue",
    "sla_state.broken": "promise broken, customer not heard from us",
    "sla_state.unacknowledged": "a call for help waits",
    "sla_state.unanswered": "customer unanswered",
    "sla_state.paused": "paused",
    "sla_state.ended": "ended",
    "details.clocks": "### Clocks",
    "details.clock.running": "due {due}",
    "details.clock.warned": "due {due}, getting close",
    "details.clock.overdue": "overdue since {due}",
    "details.clock.paused": "standing still since {since}",
}
