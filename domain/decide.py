"""`decide(case, command, now) -> Decision`: the only place where a command becomes events.

Pure and total: every stage × command gives a decision or a `Refusal`. What time has already made
due is not done here unless the command is `tick`; a promise is judged by when things occurred.

A change of outcome for the same input needs a new core number (DESIGN "Core number"): open cases
keep the core they were opened with, and `decide` branches on `case.core`.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from domain import (
    afterwards,
    contacts,
    escalations,
    intake,
    milestones,
    observation,
    promise_ends,
    promises,
    questions,
    repairs,
    resolution,
    sop,
    visit_ends,
    visits,
)
from domain import commands as c
from domain import events as e
from domain.case import REFUSED, Action, Case, Pause
from domain.deadlines import fire
from domain.derivation import after
from domain.draft import Draft
from domain.errors import Refusal
from domain.frozen import Frozen
from domain.receipt import Receipt

CORE = 1
"""The newest core. Cases opened from now on are decided by it."""


class Decision(Frozen):
    """An accepted command: the events it gives and the case they lead to."""

    case: Case
    events: tuple[e.AnyEvent, ...]

    @property
    def actions(self) -> tuple[Action, ...]:
        """What the shell has to carry out because of it."""
        return tuple(v.action for v in self.events if isinstance(v, e.ActionRequested))

    @property
    def receipt(self) -> Receipt:
        """What the asker gets to know."""
        upcoming = self.case.next_promise
        return Receipt(
            number=self.case.number,
            version=self.case.version,
            stage=self.case.stage,
            events=tuple(v.name for v in self.events if not isinstance(v, e.ActionRequested)),
            promises=tuple(v.promise.id for v in self.events if isinstance(v, e.PromiseMade)),
            contacts=tuple(v.contact.id for v in self.events if isinstance(v, e.ContactLogged)),
            visits=tuple(v.visit.id for v in self.events if isinstance(v, e.VisitArranged)),
            escalations=tuple(v.escalation.id for v in self.events if isinstance(v, e.Escalated)),
            next_promise_due=upcoming.latest_by if upcoming else None,
        )


def decide(case: Case, command: c.Command, now: datetime) -> Decision:
    """Decide a command at `now` (aware UTC).

    Raises Refusal, and nothing has changed. An accepted command may give no events at all (a tick
    with nothing due).
    """
    opening = isinstance(command, c.OpenCase)
    if not case.is_opened and not opening:
        raise Refusal("case_not_open", number=case.number)
    if case.is_closed and not isinstance(command, AFTER_CLOSING):
        raise Refusal("case_closed", number=case.number)
    draft = Draft(case, command, now)
    HANDLERS[type(command)](draft, command)
    promises.keep_rhythm(draft)
    return Decision.model_construct(case=draft.case, events=tuple(draft.events))


def _assign(draft: Draft, command: c.Assign) -> None:
    draft.require_reason(command.reason)
    draft.require_reason(command.owner, "owner")
    draft.emit(e.OwnerAssigned, owner=command.owner, reason=command.reason)
    if command.owner != command.actor.handle:
        draft.tell(
            command.owner, about="case_assigned", by=command.actor.handle, **_handover(draft.case)
        )


def _handover(case: Case) -> dict[str, str]:
    """What a substitute has to know before the first call: where the case stands, what was promised."""
    upcoming = case.next_promise
    if upcoming is None:
        return {}
    return {
        "stage": case.stage,
        "emotion": case.emotion,
        "promised": "; ".join(p.subject or p.kind for p in case.open_promises),
        "due": upcoming.latest_by.isoformat(),
    }


def _complete_stage(draft: Draft, command: c.CompleteStage) -> None:
    names = tuple(stage.name for stage in draft.plan.sop.stages)
    common = {"number": draft.case.number, "stage": draft.case.stage}
    for field, name in (("stage", command.stage), ("to", command.to)):
        if name is not None and name not in names:
            raise Refusal(
                "unknown_stage", fields=(field,), named=name, known=", ".join(names), **common
            )
    if command.stage != draft.case.stage:
        raise sop.wrong_stage(draft, command.name)
    sop.require_stage_taking(draft, command.name)
    given = sop.check_yields(draft, draft.case.current, command.yields)
    draft.emit(e.StageCompleted, stage=command.stage, yields=given)
    milestones.tell_reached(draft, command.stage)
    sop.move(draft, to=command.to)
    if draft.case.is_closed:
        resolution.close(draft, "one_off")


def _make_promise(draft: Draft, command: c.MakePromise) -> None:
    promises.promise_agreed(draft, command.promise)


def _renegotiate(draft: Draft, command: c.RenegotiatePromise) -> None:
    draft.require_reason(command.reason)
    draft.require_past("told_at", command.told_at)
    promise = promises.find_open(draft, command.promise)
    promise_ends.renegotiate(
        draft, promise, command.latest_by, command.expected_by, command.told_at, command.reason
    )


def _release(draft: Draft, command: c.ReleasePromise) -> None:
    draft.require_reason(command.reason)
    promise = promises.find_open(draft, command.promise)
    if promise.kind == "revisit":
        raise Refusal(
            "revisit_needs_outcome",
            fields=("promise",),
            number=draft.case.number,
            promise=promise.id,
        )
    promise_ends.require_not_due(draft, promise, draft.heard_at)
    draft.emit(e.PromiseReleased, promise=promise.id, reason=command.reason)


def _escalate(draft: Draft, command: c.Escalate) -> None:
    draft.require_reason(command.reason)
    escalations.escalate(draft, "agent", command.reason, line=command.line, tier=command.tier)


def _acknowledge(draft: Draft, command: c.AcknowledgeEscalation) -> None:
    escalations.acknowledge(draft, command.escalation)


def _deescalate(draft: Draft, command: c.Deescalate) -> None:
    escalations.deescalate(draft, command.escalation, command.reason)


def _pause(draft: Draft, command: c.PauseCase) -> None:
    case = draft.case
    if not case.is_confirmed:
        raise Refusal("not_confirmed", number=case.number, command=command.name)
    if case.phase != "open":
        raise sop.wrong_stage(draft, command.name)
    if case.pause:
        raise Refusal("already_paused", number=case.number, until=case.pause.until)
    promises.check_times(draft, command.until, None, "until")
    limit = draft.plan.pause_longest
    end = after(draft.plan, draft.now, limit.limit, limit.calendar)
    if command.until > end:
        raise Refusal(
            "pause_too_long", fields=("until",), number=case.number, until=command.until, limit=end
        )
    draft.emit(
        e.CasePaused,
        pause=Pause(reason=command.reason, since=draft.now, until=command.until, note=command.note),
    )


def _resume(draft: Draft, command: c.ResumeCase) -> None:
    if not draft.case.pause:
        raise Refusal("not_paused", number=draft.case.number)
    draft.emit(e.CaseResumed, cause="asked", note=command.note)


def _finish_action(draft: Draft, command: c.FinishAction) -> None:
    """Done, or failed for good: a failure stays visible and goes up the line (issue: notifications)."""
    action = next((a for a in draft.case.actions if a.id == command.action), None)
    if action is None or action.status == "failed":
        return
    if command.error is None:
        draft.emit(e.ActionDone, action=action.id)
        if command.result and action.name == "open_linked_case":
            afterwards.link(draft, action, command.result)
        return
    draft.emit(e.ActionFailed, action=action.id, error=command.error)
    ladder = draft.plan.ladder
    line = [ladder.lead, ladder.supervisor, ladder.executive]
    further = line[line.index(action.to) + 1 :] if action.to in line else line
    if further:
        draft.tell(
            further[0],
            about="delivery_failed",
            ref=action.id,
            receiver=action.to,
            failed=action.about,
            error=command.error,
        )


def _note_refusal(draft: Draft, command: c.NoteRefusal) -> None:
    draft.emit(
        e.CommandRefused,
        command=command.refused,
        key=command.refused_key,
        problem=command.problem,
    )
    problem = command.problem
    draft.tell(
        command.actor.handle,
        about="command_refused",
        command=command.refused,
        refusal=problem.code,
        **{f"{REFUSED}fields": ", ".join(problem.fields)},
        **{f"{REFUSED}{name}": value for name, value in problem.params.items()},
    )


def _tick(draft: Draft, command: c.Tick) -> None:
    fire(draft, command.since)


AFTER_CLOSING = (c.CustomerSaid, c.MarkMessage, c.FinishAction, c.NoteRefusal, c.Tick)
"""What a closed case still takes: the customer's word, what a human makes of it, and what the shell has
to say."""

HANDLERS: dict[type[c.Command], Callable[[Draft, Any], None]] = {
    c.OpenCase: intake.open_case,
    c.Triage: intake.triage,
    c.ConfirmComplex: intake.confirm,
    c.Assign: _assign,
    c.CompleteStage: _complete_stage,
    c.LogContact: contacts.log,
    c.NameProduct: questions.name_product,
    c.AskQuestions: questions.ask,
    c.RecordAnswers: questions.record_answers,
    c.MakePromise: _make_promise,
    c.RenegotiatePromise: _renegotiate,
    c.ReleasePromise: _release,
    c.Escalate: _escalate,
    c.AcknowledgeEscalation: _acknowledge,
    c.Deescalate: _deescalate,
    c.CustomerSaid: contacts.customer_said,
    c.MarkMessage: afterwards.mark,
    c.StartObservation: observation.start,
    c.ExtendObservation: observation.extend,
    c.EndObservation: observation.end,
    c.RecordVerification: resolution.verify,
    c.Resolve: resolution.resolve,
    c.RecordRevisit: resolution.revisit,
    c.PauseCase: _pause,
    c.ResumeCase: _resume,
    c.Withdraw: resolution.withdraw,
    c.EndWithoutAgreement: resolution.end_without_agreement,
    c.ArrangeVisit: visits.arrange,
    c.ConfirmVisit: visits.confirm,
    c.RescheduleVisit: visits.reschedule,
    c.RecordVisit: visit_ends.record,
    c.ReportVisit: visit_ends.report,
    c.CancelVisit: visit_ends.cancel,
    c.OfferRemedy: repairs.offer,
    c.FinishAction: _finish_action,
    c.NoteRefusal: _note_refusal,
    c.Tick: _tick,
}
