"""`decide(case, command, now) -> Decision`: the only place where a command becomes events.

Pure and total: every stage × command gives a decision or a `Refusal`. What time has already made
due is not done here unless the command is `tick`; a promise is judged by when things occurred.

A change of outcome for the same input needs a new core number (DESIGN "Core number"): open cases
keep the core they were opened with, and `decide` branches on `case.core`.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from domain import commands as c
from domain import escalations, promises, resolution, sop
from domain import events as e
from domain.case import Action, Case, Contact, CustomerMessage, Notice, Pause
from domain.clocks import Clock
from domain.deadlines import fire
from domain.derivation import after
from domain.draft import Draft, to_the_minute
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


def _open(draft: Draft, command: c.OpenCase) -> None:
    if draft.case.is_opened:
        raise Refusal("case_already_open", number=draft.case.number)
    blank = tuple(
        name for name in ("title", "customer", "owner") if not getattr(command, name).strip()
    )
    if blank:
        raise Refusal("reason_required", fields=blank, number=draft.case.number)
    spoke_at = min(command.spoke_at, draft.now)
    draft.emit(
        e.CaseOpened,
        plan=command.plan,
        title=command.title,
        customer=command.customer,
        customer_level=command.customer_level,
        channel=command.channel,
        priority=command.priority,
        owner=command.owner,
        emotion=command.emotion,
        spoke_at=spoke_at,
        text=command.text,
    )
    first = draft.plan.sop.stage(draft.case.stage)
    draft.emit(
        e.StageEntered, stage=first.name, left="", on=command.name, clock=sop.clock_of(first, draft)
    )
    _await_response(draft, spoke_at)
    if command.owner != command.actor.handle:
        draft.tell(command.owner, about="case_assigned", by=command.actor.handle)


def _await_response(draft: Draft, spoke_at: datetime, *, known: bool = False) -> None:
    """The response clock runs from the customer's word and is never paused (REQ A7, B4).

    `known`: it was called overdue before, so people aren't told again if it still is.
    """
    limit = draft.plan.response[draft.case.priority]
    clock = Clock(anchor="customer_spoke", started_at=spoke_at, limit=limit)
    if known and clock.due(draft.plan)[0] <= draft.now:
        clock = clock.model_copy(update={"overdue": True})
    draft.emit(e.ResponseAwaited, clock=clock)


def _triage(draft: Draft, command: c.Triage) -> None:
    case = draft.case
    sop.require_stage_taking(draft, command.name)
    if command.priority != case.priority:
        draft.require_reason(command.reason)
    whole = sop.completes_with(draft, command.name)
    given = sop.check_yields(draft, case.current, command.yields, whole=whole)
    if given:
        draft.emit(e.StageCompleted, stage=case.stage, yields=given)
    draft.emit(
        e.CaseTriaged, priority=command.priority, reason=command.reason, traits=command.traits
    )
    if case.response and command.priority != case.priority:
        _await_response(draft, case.response.started_at, known=case.response.overdue)
    sop.move(draft)


def _confirm(draft: Draft, command: c.ConfirmComplex) -> None:
    if draft.case.is_confirmed:
        raise Refusal("already_confirmed", number=draft.case.number)
    sop.require_stage_taking(draft, command.name)
    told_at, first_at = command.told_at, command.first_feedback_at
    channel, answer = command.channel, command.answer
    if not (channel and told_at and first_at and answer):
        missing = ("channel", "told_at", "first_feedback_at", "answer")
        fields = tuple(name for name in missing if not getattr(command, name))
        raise Refusal(
            "notice_missing", fields=fields, number=draft.case.number, missing=", ".join(fields)
        )
    draft.require_past("told_at", told_at)
    promises.check_times(draft, first_at, None, "first_feedback_at")
    notice = Notice(channel=channel, told_at=told_at, first_feedback_at=first_at, answer=answer)
    draft.emit(
        e.ComplexConfirmed,
        complexity=command.complexity,
        reason=command.reason,
        notice=notice,
        plan=command.plan,
    )
    promises.check_not_too_far(draft, first_at, "first_feedback_at")
    if answer != "unreachable":
        _responded(draft, told_at)
    sop.move(draft)


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
    sop.move(draft, to=command.to)
    if draft.case.is_closed:
        resolution.close(draft, "one_off")


def _log_contact(draft: Draft, command: c.LogContact) -> None:
    draft.require_past("occurred_at", command.occurred_at)
    outbound = command.direction == "outbound"
    if outbound and (command.reached or command.left_message):
        resolution.check_four_parts(draft, command.parts)
    covers = command.covers
    if covers is None:
        covers = promises.meant(draft, command.occurred_at) if outbound else ()
    for promise_id in covers:
        promise = draft.case.promise(promise_id)
        if promise and promise.kind == "revisit":
            raise Refusal(
                "revisit_needs_outcome",
                fields=("covers",),
                number=draft.case.number,
                promise=promise_id,
            )
    contact = Contact(
        id=f"c{len(draft.case.contacts) + 1}",
        channel=command.channel,
        direction=command.direction,
        occurred_at=command.occurred_at,
        logged_at=draft.now,
        by=command.actor.handle,
        reached=command.reached,
        left_message=command.left_message,
        parts=command.parts,
        emotion=command.emotion,
        covers=covers,
        text=command.text,
    )
    draft.emit(e.ContactLogged, contact=contact)
    if contact.is_word:
        _responded(draft, command.occurred_at)
    if contact.reached and not outbound:
        _customer_answered(draft)
    promises.judge(draft, contact)
    if command.next_promise:
        promises.promise_agreed(draft, command.next_promise)
    sop.move(draft, required=False)


def _responded(draft: Draft, at: datetime) -> None:
    """The customer had word from us: the response clock stops."""
    response = draft.case.response
    if response and at >= to_the_minute(response.started_at):
        draft.emit(e.ResponseGiven, responded_at=at)


def _make_promise(draft: Draft, command: c.MakePromise) -> None:
    promises.promise_agreed(draft, command.promise)


def _renegotiate(draft: Draft, command: c.RenegotiatePromise) -> None:
    draft.require_reason(command.reason)
    draft.require_past("told_at", command.told_at)
    promise = promises.find_open(draft, command.promise)
    promises.renegotiate(
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
    promises.require_not_due(draft, promise, draft.heard_at)
    draft.emit(e.PromiseReleased, promise=promise.id, reason=command.reason)


def _escalate(draft: Draft, command: c.Escalate) -> None:
    draft.require_reason(command.reason)
    escalations.escalate(draft, "agent", command.reason, line=command.line, tier=command.tier)


def _acknowledge(draft: Draft, command: c.AcknowledgeEscalation) -> None:
    escalations.acknowledge(draft, command.escalation)


def _deescalate(draft: Draft, command: c.Deescalate) -> None:
    escalations.deescalate(draft, command.escalation, command.reason)


def _customer_said(draft: Draft, command: c.CustomerSaid) -> None:
    """Always accepted, in every state (REQ E3): it wakes the owner and starts the response clock."""
    case = draft.case
    occurred_at = min(command.occurred_at, draft.now)
    message = CustomerMessage(
        id=f"m{len(case.messages) + 1}",
        channel=command.channel,
        occurred_at=occurred_at,
        received_at=command.received_at,
        text=command.text,
    )
    draft.emit(e.MessageReceived, message=message)
    if not case.is_closed and case.response is None:
        _await_response(draft, occurred_at)
    _customer_answered(draft)
    draft.tell(case.owner, about="customer_said", ref=message.id, channel=command.channel)


def _customer_answered(draft: Draft) -> None:
    """Their word, written or spoken, ends the wait for it (REQ B4)."""
    if draft.case.pause and draft.case.pause.reason == "waiting_on_customer":
        draft.emit(e.CaseResumed, cause="customer_answered")


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
        code=command.code,
        detail=command.detail,
    )
    draft.tell(
        command.actor.handle,
        about="command_refused",
        command=command.refused,
        code=command.code,
        reason=command.detail,
    )


def _tick(draft: Draft, command: c.Tick) -> None:
    fire(draft, command.since)


AFTER_CLOSING = (c.CustomerSaid, c.FinishAction, c.NoteRefusal, c.Tick)
"""What a closed case still takes: the customer's word, and what the shell has to say."""

HANDLERS: dict[type[c.Command], Callable[[Draft, Any], None]] = {
    c.OpenCase: _open,
    c.Triage: _triage,
    c.ConfirmComplex: _confirm,
    c.Assign: _assign,
    c.CompleteStage: _complete_stage,
    c.LogContact: _log_contact,
    c.MakePromise: _make_promise,
    c.RenegotiatePromise: _renegotiate,
    c.ReleasePromise: _release,
    c.Escalate: _escalate,
    c.AcknowledgeEscalation: _acknowledge,
    c.Deescalate: _deescalate,
    c.CustomerSaid: _customer_said,
    c.StartObservation: resolution.start_observation,
    c.RecordVerification: resolution.verify,
    c.Resolve: resolution.resolve,
    c.RecordRevisit: resolution.revisit,
    c.PauseCase: _pause,
    c.ResumeCase: _resume,
    c.Withdraw: resolution.withdraw,
    c.EndWithoutAgreement: resolution.end_without_agreement,
    c.FinishAction: _finish_action,
    c.NoteRefusal: _note_refusal,
    c.Tick: _tick,
}
