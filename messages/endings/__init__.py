"""How a case ends, and how it ended before it was reopened."""

from collections.abc import Iterator

from domain.case import Case
from domain.endings import CaseClosed
from messages.endings import en, zh_cn
from messages.telling import Telling, sentence
from messages.voice import Voice


def _closed(event: CaseClosed, voice: Voice) -> dict[str, str]:
    return {"ending": voice.word("ending", event.closing.ending)}


def _note(event: CaseClosed) -> str:
    return event.closing.note


def _state(case: Case, voice: Voice) -> Iterator[str]:
    """How the present life ended, or the last one if the case was reopened."""
    ends = [closing for closing in case.closings if not closing.disproved]
    if not ends:
        return
    last = ends[-1]
    ending, at = voice.word("ending", last.ending), voice.moment(last.at)
    if case.closing:
        yield voice.say("details.ended", at=at, ending=ending)
    elif case.reopened_at:
        reopened_at = voice.moment(case.reopened_at)
        yield voice.say("details.ended_before", at=at, ending=ending, reopened_at=reopened_at)


TELLING = Telling(
    en=en.TEXTS,
    zh_cn=zh_cn.TEXTS,
    sentences={CaseClosed: sentence(of=_closed)},
    notes={CaseClosed: _note},
    briefs={CaseClosed: _closed},
    state=_state,
)
