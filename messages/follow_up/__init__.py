"""The follow-up clock and the red line."""

from domain.case import Case
from domain.clocks import Clock
from domain.follow_up import FollowUpStarted, RedLineNear, RedLineReached
from messages.follow_up import en, zh_cn
from messages.telling import Telling, sentence
from messages.voice import Voice


def _started(event: FollowUpStarted, voice: Voice) -> dict[str, str]:
    return {"due": voice.due(event.clock)}


def _clock(case: Case) -> Clock | None:
    return case.follow_up if case.phase == "open" else None


TELLING = Telling(
    en=en.TEXTS,
    zh_cn=zh_cn.TEXTS,
    sentences={
        FollowUpStarted: sentence(of=_started),
        RedLineNear: sentence(),
        RedLineReached: sentence(),
    },
    clocks={"follow_up": _clock},
)
