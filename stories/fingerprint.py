"""The order of commands of a history as readable lines: what a replay compares, for people who review.

Left out is what falls differently each time: how commands are grouped into workflow tasks, when results
arrive, identities and times of the machine.
"""

import re

from temporalio.api.common.v1 import Payload
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import WorkflowHistory
from temporalio.converter import DataConverter


async def fingerprint(history: WorkflowHistory, converter: DataConverter) -> str:
    """One line for each message that came and each command that went, with names and summaries."""
    lines = [f"{history.workflow_id}"]
    timers: dict[int, str] = {}
    for event in history.events:
        what = _what(event)
        if not what:
            continue
        summary = _in_order(await _summary(event, converter))
        if event.event_type == EventType.EVENT_TYPE_TIMER_STARTED:
            timers[event.event_id] = summary
        summary = summary or timers.get(_started_timer(event), "")
        lines.append(f"  {what:<28}{summary}".rstrip())
    return "\n".join(lines) + "\n"


def _what(event: HistoryEvent) -> str:
    """What an event says of the order of commands; empty when nothing."""
    match event.event_type:
        case EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED:
            return f"start {event.workflow_execution_started_event_attributes.workflow_type.name}"
        case EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED:
            name = event.workflow_execution_signaled_event_attributes.signal_name
            return f"→ signal {name}"
        case EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED:
            accepted = event.workflow_execution_update_accepted_event_attributes
            return f"→ update {accepted.accepted_request.input.name}"
        case EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED:
            name = event.activity_task_scheduled_event_attributes.activity_type.name
            return f"activity {name}"
        case EventType.EVENT_TYPE_MARKER_RECORDED:
            return f"marker {event.marker_recorded_event_attributes.marker_name}"
        case _:
            return PLAIN.get(event.event_type, "")


PLAIN: dict[int, str] = {
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED: "answer",
    EventType.EVENT_TYPE_TIMER_STARTED: "timer",
    EventType.EVENT_TYPE_TIMER_FIRED: "→ timer",
    EventType.EVENT_TYPE_TIMER_CANCELED: "timer cancelled",
    EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES: "attributes",
    EventType.EVENT_TYPE_WORKFLOW_PROPERTIES_MODIFIED: "memo",
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW: "goes on in a new run",
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED: "end",
}


def _started_timer(event: HistoryEvent) -> int:
    fired = event.timer_fired_event_attributes.started_event_id
    return fired or event.timer_canceled_event_attributes.started_event_id


async def _summary(event: HistoryEvent, converter: DataConverter) -> str:
    sealed: Payload = event.user_metadata.summary
    if not sealed.data:
        return ""
    (clear,) = await converter.decode([sealed], [str])
    return str(clear)


def _in_order(summary: str) -> str:
    """Results of actions reach a record in any order; their ids are told in theirs."""
    action = r"\ba\d+\b"
    ids = iter(sorted(re.findall(action, summary), key=lambda found: int(found[1:])))
    return re.sub(action, lambda _: next(ids), summary)
