"""Questions to the customer: which product it is, what was asked, what was answered."""

from collections.abc import Iterator
from datetime import datetime

from domain.case import Case
from domain.questions import ProductNamed, QuestionsAnswered, QuestionsAsked, rounds_used
from messages.questions import en, zh_cn
from messages.telling import Telling, sentence
from messages.text import numbered, plain
from messages.voice import Voice


def _product(event: ProductNamed, _: Voice) -> dict[str, str]:
    return {"product": event.guide.label}


def _asked(event: QuestionsAsked, voice: Voice) -> dict[str, str]:
    asked = event.round
    return {
        "by": voice.person(asked.asked_by),
        "round": asked.id.removeprefix("q"),
        "count": str(len(asked.questions)),
        "questions": voice.in_a_row(
            [asked.put.get(name) or _question(voice, name) for name in asked.questions]
        ),
    }


def _answered(event: QuestionsAnswered, voice: Voice) -> dict[str, str]:
    facts = [
        voice.say("event.fact", label=event.texts.get(name) or _question(voice, name), value=value)
        for name, value in event.answers.items()
    ]
    return {"answers": voice.in_a_row(facts)}


def _question(voice: Voice, name: str) -> str:
    """A question in words; one of a product that the case was thought to be about before is not at hand."""
    guide = voice.case.guide if voice.case else None
    known = {asked.name for asked in guide.questions} if guide else set()
    return guide.text(name) if guide and name in known else voice.say("question.other")


def _state(case: Case, voice: Voice) -> Iterator[str]:
    if case.guide:
        yield voice.say("details.product", product=plain(case.guide.label))
    if case.rounds:
        yield voice.say("details.rounds", asked=rounds_used(case), answers=len(case.answers))


def _variables(case: Case, _: Voice, __: datetime) -> dict[str, str]:
    return {"safe_checks": numbered(case.guide.safe_checks if case.guide else ())}


TELLING = Telling(
    en=en.TEXTS,
    zh_cn=zh_cn.TEXTS,
    sentences={
        ProductNamed: sentence(of=_product),
        QuestionsAsked: sentence(of=_asked),
        QuestionsAnswered: sentence(of=_answered),
    },
    briefs={ProductNamed: _product, QuestionsAsked: _asked},
    variables=_variables,
    state=_state,
)
