"""What kind of case it is: one-off, or complex by any of four traits (REQ A4, A5)."""

from typing import Literal

from domain import stages
from domain.case import Case
from domain.case.triage import Trait
from domain.command import Command
from domain.draft import Draft
from domain.escalations.calling import at_pace
from domain.event import Event
from domain.plan.terms import Priority
from domain.response import await_response
from domain.rules import Change, Rules
from domain.stages import StageCompleted


class Triage(Command):
    """Say what kind of case it is. Any trait makes it complex, none makes it one-off (REQ A5)."""

    kind: Literal["triage"] = "triage"
    priority: Priority
    reason: str = ""
    traits: tuple[Trait, ...] = ()
    yields: dict[str, str] = {}


class CaseTriaged(Event):
    kind: Literal["case_triaged"] = "case_triaged"
    priority: Priority
    reason: str
    traits: tuple[Trait, ...]


def triage(draft: Draft, command: Triage) -> None:
    case = draft.case
    stages.require_stage_taking(draft, command.name)
    if command.priority != case.priority:
        draft.require_reason(command.reason)
    whole = stages.completes_with(draft, command.name)
    given = stages.check_yields(draft, case.current, command.yields, whole=whole)
    if given:
        draft.emit(StageCompleted, stage=case.stage, yields=given)
    draft.emit(CaseTriaged, priority=command.priority, reason=command.reason, traits=command.traits)
    if case.response and command.priority != case.priority:
        await_response(draft, case.response.started_at, known=case.response.overdue)
    stages.move(draft, anew=False)


def _triaged(case: Case, event: CaseTriaged) -> Change:
    change: Change = {"priority": event.priority, "traits": event.traits}
    if case.core >= 2 and event.priority != case.priority:
        change["escalations"] = at_pace(case, event.priority)
    return change


RULES = Rules(
    handlers={Triage: triage},
    folds={CaseTriaged: _triaged},
    guards={
        "one_off": stages.when(lambda draft: not draft.case.traits),
        "complex": stages.when(lambda draft: bool(draft.case.traits)),
    },
)
Commands = Triage
Events = CaseTriaged
