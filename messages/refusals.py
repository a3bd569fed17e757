"""Why the core said no, in words: the fact and the way out."""

from dataclasses import replace
from datetime import datetime

from domain.errors import Problem
from domain.plan import Plan
from domain.plan.terms import Language
from messages.book import BOOK
from messages.speech import plain_voice, voice_of
from messages.text import Text
from messages.voice import NO_ZONE

STAGES_TO_NAME = frozenset({"named", "stages", "ways"})
"""Params that tell which stage a command named, or which it may name."""


def refusal_text(
    problem: Problem,
    language: Language,
    *,
    zone: str = NO_ZONE,
    plan: Plan | None = None,
    now: datetime | None = None,
    to_retry: bool = False,
) -> Text:
    """A refusal as the sender of the command reads it.

    With the case's plan, stages and facts have their labels and moments the zone of its business
    calendar; without one, names stand as they are and moments are in `zone`. Raises LookupError
    when the core left out one of `params_of` its code.

    `to_retry` is for whoever sends the command again and has to name a stage: names stand beside the
    labels.
    """
    voice = voice_of(plan, language, now=now) if plan else plain_voice(language, zone, now=now)
    if to_retry and params_of(problem.code) & STAGES_TO_NAME:
        named = {name: f"{label} ({name})" for name, label in voice.stages.items()}
        voice = replace(voice, stages=named)
    return voice.refusal(problem)


def params_of(code: str) -> frozenset[str]:
    """What the sentences of a refusal ask for. `fields` and `facts` are `Problem.fields` itself."""
    return BOOK.texts.placeholders(f"refusal.{code}.title", f"refusal.{code}.detail")
