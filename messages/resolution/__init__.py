"""What the customer says of the fix, and on what grounds a case is called resolved."""

from collections.abc import Iterator

from domain.case import Case
from domain.resolution import CaseResolved, FixVerified
from messages.resolution import en, zh_cn
from messages.telling import Telling, each, note, sentence, thing, word
from messages.voice import Voice


def _verified(event: FixVerified, voice: Voice) -> dict[str, str]:
    verification = event.verification
    outcome = voice.word("verification", verification.outcome)
    return {"by": voice.person(verification.by), "outcome": outcome}


def _resolved(event: CaseResolved, voice: Voice) -> str:
    known = {**voice.fields(event), "by": voice.person(event.by)}
    if event.said_at is None or event.said_on is None:
        return voice.say("event.case_resolved", **known)
    known |= {"at": voice.moment(event.said_at), "channel": voice.word("channel", event.said_on)}
    return voice.say("event.case_resolved.said", **known)


def _state(case: Case, voice: Voice) -> Iterator[str]:
    if case.resolved_at and case.resolved_on:
        basis = voice.word("basis", case.resolved_on)
        yield voice.say("details.resolved", at=voice.moment(case.resolved_at), basis=basis)


TELLING = Telling(
    en=en.TEXTS,
    zh_cn=zh_cn.TEXTS,
    sentences={
        FixVerified: sentence(variant="verification.outcome", of=_verified),
        CaseResolved: _resolved,
    },
    notes={FixVerified: note, CaseResolved: note},
    briefs={FixVerified: _verified},
    readers={"basis": word("basis"), "possible": each(thing), "waiting_words": each(thing)},
    state=_state,
)
