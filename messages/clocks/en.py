"""What is said of clocks, in English."""

TEXTS: dict[str, str] = {
    "sla_state.on_track": "on track",
    "sla_state.warned": "getting close",
    "sla_state.overdue": "overdue",
    "sla_state.paused": "paused",
    "sla_state.ended": "ended",
    "details.clocks": "### Clocks",
    "details.clock.running": "due {due}",
    "details.clock.warned": "due {due}, getting close",
    "details.clock.overdue": "overdue since {due}",
    "details.clock.paused": "standing still since {since}",
}
