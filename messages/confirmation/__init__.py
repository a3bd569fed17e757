"""The confirmation as complex: what the customer was told, and what they answered."""

from collections.abc import Iterator

from domain.case import Case
from domain.confirmation import ComplexConfirmed
from messages.complexity import explained
from messages.confirmation import en, zh_cn
from messages.telling import Telling, sentence
from messages.voice import Voice


def _confirmed(event: ComplexConfirmed, voice: Voice) -> dict[str, str]:
    notice = event.notice
    return {
        "complexity": voice.word("complexity", event.complexity),
        "channel": voice.word("channel", notice.channel),
        "told_at": voice.moment(notice.told_at),
        "first_feedback_at": voice.moment(notice.first_feedback_at),
        "answer": voice.word("answer", notice.answer),
    }


def _reason(event: ComplexConfirmed) -> str:
    return event.reason


def _state(case: Case, voice: Voice) -> Iterator[str]:
    if case.confirmed_at and case.complexity:
        yield voice.say(
            "details.complex",
            confirmed_at=voice.moment(case.confirmed_at),
            complexity=voice.word("complexity", case.complexity),
        )
    else:
        yield voice.say("details.not_confirmed")


def _told(event: ComplexConfirmed, voice: Voice) -> str:
    told = [sentence(of=_confirmed)(event, voice)]
    if voice.plan and voice.plan.matrix:  # without factors the level is always named by a human
        told += explained(event.weighed, event.complexity, event.by, voice)
    return voice.say("list.sentence").join(told)


TELLING = Telling(
    en=en.TEXTS,
    zh_cn=zh_cn.TEXTS,
    sentences={ComplexConfirmed: _told},
    notes={ComplexConfirmed: _reason},
    state=_state,
)
