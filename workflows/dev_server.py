"""Dynamic configuration of a dev server, `key=value` each."""

DYNAMIC = (
    # stories and the demo skip time
    "frontend.WorkflowTimeSkippingEnabled=true",
    "system.workflowTimeSkippingEnabled=true",
    # how exactly timers fire; by default to the second, and every one skipped on the way takes that long
    'history.timerProcessorMaxTimeShift="50ms"',
    # a dev server has one shard, and by default looks twenty times a second for what is to be handed to a
    # worker: whoever came between two looks waited up to 50 ms
    "history.transferProcessorMaxPollRPS=1000",
)
