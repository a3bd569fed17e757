"""Repairs that failed, and what was offered instead."""

from collections.abc import Iterator

from domain.case import Case
from domain.repairs import RemedyOffered, RepairFailed, failures
from messages.repairs import en, zh_cn
from messages.telling import Telling, note, sentence
from messages.voice import Voice


def _offered(event: RemedyOffered, voice: Voice) -> dict[str, str]:
    return {
        "remedy": voice.word("remedy", event.offer.remedy),
        "answer": voice.word("offer_answer", event.offer.answer),
    }


def _state(case: Case, voice: Voice) -> Iterator[str]:
    """How often the same repair has failed, when it has."""
    if count := failures(case, case.failed_elsewhere):
        yield voice.say("details.failed_repairs", count=count)


def _fault(voice: Voice, value: str) -> str:
    return voice.choice("fault", value)


TELLING = Telling(
    en=en.TEXTS,
    zh_cn=zh_cn.TEXTS,
    sentences={RepairFailed: sentence(), RemedyOffered: sentence(of=_offered)},
    notes={RemedyOffered: note},
    readers={"fault": _fault},
    briefs={RemedyOffered: _offered},
    state=_state,
)
