"""Escalations: who is called, who has it, and who has not answered."""

from collections.abc import Iterator

from domain.case import Case
from domain.escalations import (
    Deescalated,
    Escalated,
    EscalationAcknowledged,
    EscalationPassedOn,
    EscalationUnanswered,
    TierChanged,
)
from messages.escalations import en, zh_cn
from messages.telling import Section, Telling, moment, person, sentence, word
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
        reason=voice.reason(escalation.reason),
        cause=voice.word("cause", escalation.cause),
    )


def _brief(event: Escalated, voice: Voice) -> dict[str, str]:
    return {"receiver": voice.person(event.escalation.receiver)}


def _open(case: Case, voice: Voice) -> Iterator[str]:
    for escalation in case.escalations:
        if escalation.deescalated_at:
            continue
        why = {
            "cause": voice.word("cause", escalation.cause),
            "reason": plain(voice.reason(escalation.reason)),
        }
        if escalation.acknowledged_at:
            by, at = escalation.acknowledged_by or "", voice.moment(escalation.acknowledged_at)
            yield voice.say("details.escalation.taken", by=voice.person(by), at=at, **why)
        else:
            line = voice.word("line", escalation.line)
            receiver = voice.person(escalation.receiver)
            yield voice.say("details.escalation.waiting", receiver=receiver, line=line, **why)


TELLING = Telling(
    en=en.TEXTS,
    zh_cn=zh_cn.TEXTS,
    sentences={
        Escalated: _escalated,
        EscalationPassedOn: sentence(),
        EscalationUnanswered: sentence(),
        EscalationAcknowledged: sentence(),
        Deescalated: sentence(),
        TierChanged: sentence(),
    },
    briefs={Escalated: _brief},
    readers={"acknowledge_by": moment, "cause": word("cause"), "silent": person},
    reasons=("cause",),
    added={"acknowledge_by": "notice.acknowledge_by"},
    section=Section("details.escalations", _open),
)
