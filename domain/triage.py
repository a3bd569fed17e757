"""What kind of case it is, one-off or complex by any of four traits, and how urgent (REQ A4, A5)."""

from datetime import datetime
from typing import Literal

from domain import facts, pace, stages
from domain.case import Case
from domain.case.triage import Trait
from domain.command import Command
from domain.draft import Draft
from domain.escalations.calling import at_pace
from domain.event import Event
from domain.intake import CaseOpened
from domain.plan.terms import Priority
from domain.response import await_response
from domain.rules import Change, Rules
from domain.stages import StageCompleted, StageEntered


class Triage(Command):
    """Say what kind of case it is. Any trait makes it complex, none makes it one-off (REQ A5). Said again where it led, in
    the same way, it changes nothing."""

    kind: Literal["triage"] = "triage"
    priority: Priority
    reason: str = ""
    traits: tuple[Trait, ...] = ()
    yields: dict[str, str] = {}


class SetPriority(Command):
    """Judge anew how urgent it is, in whatever stage the case is, and move it nowhere (REQ A4, A6). The priority
    that it has already changes nothing."""

    kind: Literal["set_priority"] = "set_priority"
    priority: Priority
    reason: str


class CaseTriaged(Event):
    kind: Literal["case_triaged"] = "case_triaged"
    priority: Priority
    reason: str
    traits: tuple[Trait, ...]
    before: Priority | None = None
    """The priority it had, where it has another now."""


class PriorityChanged(Event):
    kind: Literal["priority_changed"] = "priority_changed"
    before: Priority
    priority: Priority
    reason: str
    heard_at: datetime | None = None
    """When we heard of it, if that was before it was decided."""


GIVING = (CaseTriaged, PriorityChanged)
"""What gives the case a priority."""


def triage(draft: Draft, command: Triage) -> None:
    case = draft.case
    stages.require_stage_taking(draft, command.name)
    if _says_the_same(draft, command):
        return
    if command.priority != case.priority:
        draft.require_reason(command.reason)
    whole = stages.completes_with(draft, command.name)
    given = facts.check(draft, case.current, command.yields, whole=whole)
    if given:
        draft.emit(StageCompleted, stage=case.stage, yields=given)
    changes = case.core >= 2 and command.priority != case.priority
    draft.emit(
        CaseTriaged,
        priority=command.priority,
        reason=command.reason,
        traits=command.traits,
        before=case.priority if changes else None,
    )
    _answer_at_pace(draft, case)
    stages.move(draft, anew=False)


def _says_the_same(draft: Draft, command: Triage) -> bool:
    """Whether the case is all that already, and where that led: saved twice, it is said once. Another reason is a word of
    its own."""
    case = draft.case
    if case.core < 2 or case.triaged_for is None:
        return False
    is_as_it_is = (command.priority, {*command.traits}) == (case.priority, {*case.traits})
    adds_words = not draft.is_nothing(command.reason) and command.reason != case.triaged_for
    given = facts.as_kept(draft, command.yields)
    return is_as_it_is and not adds_words and given.items() <= case.facts.items()


def set_priority(draft: Draft, command: SetPriority) -> None:
    case = draft.case
    draft.require_reason(command.reason)
    if command.priority == case.priority:
        return
    draft.emit(
        PriorityChanged,
        before=case.priority,
        priority=command.priority,
        reason=command.reason,
        heard_at=draft.heard_before,
    )
    _answer_at_pace(draft, case)


def _answer_at_pace(draft: Draft, before: Case) -> None:
    """Another priority is judged from the customer's word (REQ A4)."""
    response = before.response
    if response and draft.case.priority != before.priority:
        await_response(draft, response.started_at, known=response.overdue)


def _tell(draft: Draft) -> None:
    """Another priority is told to the case's owner, and where it runs round the clock, or did, to the lead; so is one that
    the case has from its opening (REQ A4, C1a)."""
    if draft.case.core < 2:
        return
    if CaseOpened in draft.kinds:
        _tell_opened(draft)
    if draft.kinds.isdisjoint(GIVING):
        return
    for event in draft.events:
        if isinstance(event, GIVING) and event.before:
            _tell_priority(draft, event.before, event.reason)


def _tell_opened(draft: Draft) -> None:
    """Nights and holidays are no time to find it among others in the morning."""
    case, plan, actor = draft.case, draft.plan, draft.command.actor.handle
    if plan.runs_round_the_clock(case.priority) and plan.ladder.lead not in (case.owner, actor):
        whose = {"kept": "yes"} if case.owner == actor else {"given": "yes"}
        told = {"by": actor, "priority": case.priority, **whose, **_how_soon(draft)}
        draft.tell(plan.ladder.lead, about="opened_pressing", **told)


def _tell_priority(draft: Draft, before: Priority, reason: str) -> None:
    case, plan, actor = draft.case, draft.plan, draft.command.actor.handle
    presses = plan.runs_round_the_clock(case.priority) or plan.runs_round_the_clock(before)
    people = (case.owner, *([plan.ladder.lead] if presses else []))
    draft.tell(
        *(person for person in people if person != actor),
        about="priority_changed",
        by=actor,
        before=before,
        priority=case.priority,
        grounds=reason,
        **_how_soon(draft),
    )


def _how_soon(draft: Draft) -> dict[str, str]:
    """What a notice says of how pressing the case is, and by when the customer is to hear from us."""
    case = draft.case
    hears_by = case.hears_by
    late = hears_by is not None and hears_by <= draft.now
    return {
        "pressing": case.priority if draft.plan.runs_round_the_clock(case.priority) else "",
        "call_by": hears_by.isoformat() if hears_by and not late else "",
        "call_late": hears_by.isoformat() if hears_by and late else "",
    }


def _triaged(case: Case, event: CaseTriaged) -> Change:
    change: Change = {
        "priority": event.priority,
        "traits": event.traits,
        "triaged_for": event.reason,
    }
    if case.core >= 2 and event.priority != case.priority:
        change["escalations"] = at_pace(case, event.priority)
    return change


def _moved(case: Case, event: StageEntered) -> Change:
    """An end that turns out to be none leads nowhere."""
    stays = stages.closes(case, event) or stages.is_back(case, event)
    return {} if stays or event.on == Triage.durable_name() else {"triaged_for": None}


def _changed(case: Case, event: PriorityChanged) -> Change:
    own_pace = event.priority in case.rules.rhythm.by_priority
    raised = own_pace and event.priority < event.before  # P0 is the most urgent
    return {
        "priority": event.priority,
        "pressed_at": (event.heard_at or event.at) if raised else case.pressed_at,
        "stage_clock": pace.at_pace(case, event.priority, event.at),
        "escalations": at_pace(case, event.priority),
    }


RULES = Rules(
    handlers={Triage: triage, SetPriority: set_priority},
    folds={CaseTriaged: _triaged, PriorityChanged: _changed, StageEntered: _moved},
    afterwards=_tell,
    guards={
        "one_off": stages.when(lambda draft: not draft.case.traits),
        "complex": stages.when(lambda draft: bool(draft.case.traits)),
    },
)
Commands = Triage | SetPriority
Events = CaseTriaged | PriorityChanged
