"""Watching a fix: until when, for longer, and no more."""

from collections.abc import Iterator

from domain.case import Case
from domain.observation import ObservationEnded, ObservationExtended, ObservationStarted
from messages.observation import en, zh_cn
from messages.telling import Telling, sentence
from messages.voice import Voice


def _started(event: ObservationStarted, voice: Voice) -> dict[str, str]:
    return {"ends_at": voice.moment(event.observation.ends_at)}


def _state(case: Case, voice: Voice) -> Iterator[str]:
    if (window := case.observation) and not window.ended:
        since, until = voice.moment(window.started_at), voice.moment(window.ends_at)
        yield voice.say("details.observation", since=since, until=until)


TELLING = Telling(
    en=en.TEXTS,
    zh_cn=zh_cn.TEXTS,
    sentences={
        ObservationStarted: sentence(of=_started),
        ObservationExtended: sentence(),
        ObservationEnded: sentence(variant="cause"),
    },
    briefs={ObservationStarted: _started},
    why={"observation": "why.own_end"},
    state=_state,
)
