"""Dynamic configuration of a dev server on which stories and the demo skip time, `key=value` each."""

TIME_SKIPPING = (
    "frontend.WorkflowTimeSkippingEnabled=true",
    "system.workflowTimeSkippingEnabled=true",
    # how exactly timers fire; by default to the second, and every one skipped on the way takes that long
    'history.timerProcessorMaxTimeShift="50ms"',
)
