"""The follow-up clock and the red line."""

from domain.case import Case
from domain.clocks import Clock
from domain.follow_up import FollowUpStarted, RedLineNear, RedLineReached
from messages.follow_up import en, zh_cn
from messages.telling import Telling, sentence
from messages.voice import Voice


def _started(event: FollowUpStarted, voice: Voice) -> str:
    by_lead, due = event.set_by, voice.due(event.clock)
    key = "event.follow_up_started.by_lead" if by_lead else "event.follow_up_started"
    return voice.say(key, due=due, by_lead=voice.person(by_lead))


def _clock(case: Case) -> Clock | None:
    return case.follow_up if case.phase == "open" else None


TELLING = Telling(
    en=en.TEXTS,
    zh_cn=zh_cn.TEXTS,
    sentences={
        FollowUpStarted: _started,
        RedLineNear: sentence(),
        RedLineReached: sentence(),
    },
    clocks={"follow_up": _clock},
)
