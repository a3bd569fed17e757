"""How a case comes in: who it is for, how pressing it is, and who takes it."""

from collections.abc import Iterator

from domain.case import Case
from domain.intake import CaseOpened, PersonAnswered
from messages.intake import en, zh_cn
from messages.telling import Telling, sentence
from messages.voice import Voice


def _state(case: Case, voice: Voice) -> Iterator[str]:
    yield voice.say("details.priority", priority=voice.word("priority", case.priority))
    yield voice.say("details.owner", owner=voice.person(case.owner), tier=case.tier)
    yield voice.say(
        "details.customer",
        level=voice.word("customer_level", case.customer_level),
        channel=voice.word("channel", case.channel),
        emotion=voice.word("emotion", case.emotion),
    )


def _opened(event: CaseOpened, voice: Voice) -> str:
    """With what is asked about the customer, once the opening is told."""
    line = sentence()(event, voice)
    if event.person_question is None:
        return line
    asks = voice.say(f"event.case_opened.{event.person_question}")
    return voice.say("list.sentence").join((line, asks))


def _answered(event: PersonAnswered, voice: Voice) -> str:
    answer = "same" if event.same else "other"
    return voice.say(f"event.person_answered.{event.question}.{answer}", by=voice.person(event.by))


def _answer(voice: Voice, answer: str) -> str:
    """What was answered to that."""
    return voice.say(f"person.{answer}")


def _who(voice: Voice, question: str) -> str:
    """What is asked about the customer."""
    return voice.say(f"asks.{question}")


TELLING = Telling(
    en=en.TEXTS,
    zh_cn=zh_cn.TEXTS,
    sentences={CaseOpened: _opened, PersonAnswered: _answered},
    readers={"who": _who, "person_is": _answer},
    added={"who": "notice.who"},
    state=_state,
)
