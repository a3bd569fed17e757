"""Answering a call: taking it on, and letting it go. Its receiver does, or somebody further up (REQ D1)."""

from domain.case.escalations import Escalation
from domain.command import SYSTEM
from domain.draft import Draft
from domain.errors import Refusal
from domain.escalations import calling
from domain.escalations.commands import AcknowledgeEscalation, Deescalate
from domain.escalations.events import Deescalated, EscalationAcknowledged


def acknowledge(draft: Draft, command: AcknowledgeEscalation) -> None:
    escalation = _find(draft, command.escalation)
    if escalation.acknowledged_at:
        raise Refusal(
            "escalation_acknowledged",
            fields=("escalation",),
            number=draft.case.number,
            escalation=escalation.id,
            by=escalation.acknowledged_by,
        )
    insists = draft.case.core >= 2 and calling.insists(draft, escalation)
    again = calling.again_clock(draft, escalation, "acknowledged") if insists else None
    draft.emit(EscalationAcknowledged, escalation=escalation.id, again=again)
    _tell_the_case(draft, "escalation_acknowledged", escalation, escalation.receiver)


def deescalate(draft: Draft, command: Deescalate) -> None:
    draft.require_reason(command.reason)
    escalation = _find(draft, command.escalation)
    if draft.case.core >= 2 and calling.insists(draft, escalation):
        raise Refusal(
            "duty_not_done",
            fields=("escalation",),
            number=draft.case.number,
            escalation=escalation.id,
            cause=escalation.cause,
        )
    draft.emit(Deescalated, escalation=escalation.id, reason=command.reason)
    _tell_the_case(draft, "deescalated", escalation, escalation.holder, reason=command.reason)


def end_all(draft: Draft, reason: str) -> None:
    """The case is over, and so is every call of it: whoever held or raised one hears so, once, unless it was
    their own doing (REQ C0)."""
    actor, heard = draft.command.actor.handle, dict[str, list[str]]()
    for escalation in draft.case.escalations:
        if escalation.deescalated_at:
            continue
        draft.emit(Deescalated, escalation=escalation.id, reason=reason)
        for person in {escalation.holder: 1, escalation.raised_by: 1}:
            if person not in (actor, SYSTEM):
                heard.setdefault(person, []).append(escalation.id)
    for person, (first, *others) in heard.items():
        more = {"others": str(len(others))} if others else {}
        draft.tell(person, about="deescalated", ref=first, by=actor, reason=reason, **more)


def _find(draft: Draft, escalation_id: str) -> Escalation:
    """The escalation of that id that has not ended, for somebody who may answer for it."""
    common = {"number": draft.case.number, "escalation": escalation_id}
    escalation = draft.case.escalation(escalation_id)
    if escalation is None:
        raise Refusal("unknown_escalation", fields=("escalation",), **common)
    if escalation.deescalated_at:
        raise Refusal("escalation_ended", fields=("escalation",), **common)
    if draft.command.actor.handle != escalation.receiver and not draft.outranks(escalation.line):
        raise Refusal(
            "not_the_receiver",
            fields=("escalation",),
            receiver=escalation.receiver,
            line=escalation.line,
            **common,
        )
    return escalation


def _tell_the_case(
    draft: Draft, about: str, escalation: Escalation, called: str, **params: str
) -> None:
    """Tell the owner, whoever raised it and whoever was `called` and has no more to do, unless they are the one
    who just acted."""
    actor = draft.command.actor.handle
    concerned = [
        draft.case.owner,
        escalation.raised_by,
        *([called] if draft.case.core >= 2 else []),
    ]
    people = (p for p in concerned if p not in (actor, "system"))
    draft.tell(*people, about=about, ref=escalation.id, by=actor, **params)
