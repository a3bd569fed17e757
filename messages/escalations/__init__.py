"""Escalations: who is called, who has it, and who has not answered."""

from collections.abc import Iterator

from domain.case import Case
from domain.case.actions import Action
from domain.escalations.events import (
    Deescalated,
    Escalated,
    EscalationAcknowledged,
    EscalationJoined,
    EscalationMoved,
    EscalationPassedOn,
    EscalationRecalled,
    EscalationRenewed,
    EscalationUnanswered,
    TierChanged,
)
from messages.escalations import en, zh_cn
from messages.telling import Section, Telling, moment, person, sentence, thing, word
from messages.text import plain
from messages.voice import Voice


def _escalated(event: Escalated, voice: Voice) -> str:
    escalation = event.escalation
    return voice.say(
        "event.escalated.agent" if escalation.cause == "agent" else "event.escalated.rule",
        by=voice.person(escalation.raised_by),
        receiver=voice.person(escalation.receiver),
        line=voice.word("line", escalation.line),
        tier=escalation.tier,
        reason=voice.called_for(escalation.cause, escalation.reason),
        cause=voice.word("cause", escalation.cause),
    )


def _moved(event: EscalationMoved, voice: Voice) -> dict[str, str]:
    key = "moved.left" if event.left else "moved.owes" if event.owes else "moved.replaced"
    former, receiver = voice.person(event.former), voice.person(event.receiver)
    return {"why": voice.say(key, former=former, receiver=receiver)}


def _tier_changed(event: TierChanged, voice: Voice) -> str:
    """Where the case is worked from now on, and why: a cause, or that it has come back."""
    key = f"tier.{event.reason}"
    reason = voice.say(key) if voice.book.texts.has(key) else voice.reason(event.reason)
    return voice.say("event.tier_changed", tier=event.tier, reason=reason)


def _brief(event: Escalated, voice: Voice) -> dict[str, str]:
    return {"receiver": voice.person(event.escalation.receiver)}


def _open(case: Case, voice: Voice) -> Iterator[str]:
    for escalation in case.escalations:
        if escalation.deescalated_at:
            continue
        why = {
            "cause": voice.word("cause", escalation.cause),
            "reason": plain(voice.called_for(escalation.cause, escalation.reason)),
        }
        if escalation.acknowledged_at:
            by, at = escalation.acknowledged_by or "", voice.moment(escalation.acknowledged_at)
            yield voice.say("details.escalation.taken", by=voice.person(by), at=at, **why)
        else:
            line = voice.word("line", escalation.line)
            receiver = voice.person(escalation.receiver)
            yield voice.say("details.escalation.waiting", receiver=receiver, line=line, **why)


def _why(action: Action, voice: Voice) -> dict[str, str]:
    """Why the line was called: the cause, and the reason given; older calls brought that alone."""
    reason = voice.called_for(action.params.get("cause", "agent"), action.params["reason"])
    if "cause" not in action.params:
        return {"reason": reason}
    if by := action.params.get("by"):
        asked = voice.say("notice.escalation.asked", by=voice.person(by), reason=reason)
        return {"reason": asked}
    cause = voice.word("cause", action.params["cause"])
    key = f"notice.escalation.why.{action.params['cause']}"
    key = voice.most_specific(key, "notice.escalation.why")
    return {"reason": voice.say(key, cause=cause, reason=reason)}


def _called(case: Case, escalation_id: str, voice: Voice) -> str | None:
    """A call for help by when it was raised."""
    found = case.escalation(escalation_id)
    return voice.moment(found.raised_at) if found else None


TELLING = Telling(
    en=en.TEXTS,
    zh_cn=zh_cn.TEXTS,
    sentences={
        Escalated: _escalated,
        EscalationJoined: sentence(),
        EscalationPassedOn: sentence(),
        EscalationUnanswered: sentence(),
        EscalationRenewed: sentence(),
        EscalationMoved: sentence(of=_moved),
        EscalationRecalled: sentence(),
        EscalationAcknowledged: sentence(),
        Deescalated: sentence(),
        TierChanged: _tier_changed,
    },
    briefs={Escalated: _brief},
    readers={
        "acknowledge_by": moment,
        "cause": word("cause"),
        **dict.fromkeys(("silent", "taken_by", "told"), person),
        "taken_at": moment,
        "escalation": thing,
    },
    things={"e": _called},
    reasons=("cause", "ended"),
    notices=dict.fromkeys(
        (
            *("escalated", "escalation_passed_on", "escalation_unanswered"),
            *("escalation_inherited", "escalation_moved", "escalation_one_further"),
        ),
        _why,
    ),
    added={
        "pressing": "notice.pressing",
        "acknowledge_by": "notice.acknowledge_by",
        "others": "notice.escalation.others",
    },
    section=Section("details.escalations", _open),
)
