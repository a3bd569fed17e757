"""The voices of this product: they speak from its book (`messages.book`)."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import get_args

from domain.case import Case
from domain.case.actions import REFUSED
from domain.plan import Plan
from domain.plan.terms import Label, Language
from messages.book import BOOK
from messages.voice import NO_ZONE, Voice

_SEPARATED = re.compile("; |: |, ")
"""What stands between the facts and choices that a refusal lists."""


def voice_of(
    plan: Plan,
    language: Language | None = None,
    case: Case | None = None,
    now: datetime | None = None,
    people: Mapping[str, str] | None = None,
) -> Voice:
    """The voice of a plan. See `Voice.of`."""
    return Voice.of(BOOK, plan, language, case, now, people)


def things_named(case: Case, params: Mapping[str, str]) -> dict[str, Label]:
    """What people call that which the params of an action name: entries of the case by id, and what was chosen
    for a fact. Whatever is neither is left out."""
    found: dict[str, Label] = {}
    for language in get_args(Language):
        voice = voice_of(case.rules, language)
        labels = dict(voice.facts)
        for words in voice.choices.values():
            labels |= words
        for name, value in params.items():
            listed = _SEPARATED.split(value) if name.startswith(REFUSED) else ()
            for each in set(listed) & labels.keys():
                found.setdefault(each, {})[language] = labels[each]
            if (chosen := voice.choice(name, value)) != value:
                found.setdefault(value, {})[language] = chosen
    for each in {each.strip() for value in params.values() for each in value.split(",")}:
        naming = BOOK.things.get(each[:1]) if each[1:].isdecimal() else None
        if naming is None:
            continue
        for language in get_args(Language):
            if called := naming(case, each, voice_of(case.rules, language, case)):
                found.setdefault(each, {})[language] = called
    return found


def plain_voice(
    language: Language,
    zone: str = NO_ZONE,
    *,
    stages: Mapping[str, str] | None = None,
    people: Mapping[str, str] | None = None,
    things: Mapping[str, str] | None = None,
    now: datetime | None = None,
) -> Voice:
    """A voice where there is no plan at hand."""
    return Voice(
        BOOK,
        language,
        zone,
        stages=stages or {},
        people=people or {},
        things=things or {},
        now=now,
    )
