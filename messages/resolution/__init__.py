"""What the customer says of the fix, and on what grounds a case is called resolved."""

from collections.abc import Iterator

from domain.case import Case
from domain.resolution import CaseResolved, FixVerified
from messages.resolution import en, zh_cn
from messages.telling import Telling, note, sentence, word
from messages.voice import Voice


def _verified(event: FixVerified, voice: Voice) -> dict[str, str]:
    verification = event.verification
    outcome = voice.word("verification", verification.outcome)
    return {"by": voice.person(verification.by), "outcome": outcome}


def _state(case: Case, voice: Voice) -> Iterator[str]:
    if case.resolved_at and case.resolved_on:
        basis = voice.word("basis", case.resolved_on)
        yield voice.say("details.resolved", at=voice.moment(case.resolved_at), basis=basis)


TELLING = Telling(
    en=en.TEXTS,
    zh_cn=zh_cn.TEXTS,
    sentences={
        FixVerified: sentence(variant="verification.outcome", of=_verified),
        CaseResolved: sentence(),
    },
    notes={FixVerified: note, CaseResolved: note},
    briefs={FixVerified: _verified},
    readers={"basis": word("basis")},
    state=_state,
)
