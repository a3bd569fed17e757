"""Why the core said no, in words: the fact and the way out."""

from collections.abc import Mapping
from datetime import datetime

from domain.case import Case
from domain.errors import Problem
from domain.plan import Plan
from domain.plan.terms import Language
from messages.book import BOOK
from messages.speech import plain_voice, voice_of
from messages.text import Text
from messages.voice import NO_ZONE


def refusal_text(
    problem: Problem,
    language: Language,
    *,
    zone: str = NO_ZONE,
    plan: Plan | None = None,
    case: Case | None = None,
    people: Mapping[str, str] | None = None,
    now: datetime | None = None,
) -> Text:
    """A refusal as the sender of the command reads it.

    With the case's plan, stages and facts have their labels and moments the zone of its business
    calendar; without one, names stand as they are and moments are in `zone`. Raises LookupError
    when the core left out one of `params_of` its code.

    With the case, its promises and visits are called by what they are, with `people` people by their names.
    What to send in the next try is no matter of the sentence: it stands in the problem's params.
    """
    if plan is None:
        return plain_voice(language, zone, people=people, now=now).refusal(problem)
    return voice_of(plan, language, case, now, people).refusal(problem)


def params_of(code: str) -> frozenset[str]:
    """What the sentences of a refusal ask for. `fields` and `facts` are `Problem.fields` itself."""
    return BOOK.texts.placeholders(f"refusal.{code}.title", f"refusal.{code}.detail")
