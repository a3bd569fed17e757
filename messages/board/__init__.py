"""What burns, in sentences: what is the matter with whose case, and what whoever leads does about it."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from domain.plan.terms import Language
from messages.board import en, zh_cn
from messages.say import Catalogue
from messages.speech import plain_voice

TEXTS = Catalogue(en=en.TEXTS, zh_cn=zh_cn.TEXTS)
_BESIDE_A_STOP = re.compile(r" *([，。：；、（）「」《》]) *")


class Told(NamedTuple):
    """What is the matter, and what to do next."""

    says: str
    next: str


def burning_told(
    language: Language,
    *,
    kind: str,
    about: str,
    subject: str,
    customer: str,
    person: str,
    stages: Mapping[str, str],
    to_them: bool = False,
) -> Told:
    """The two sentences for one thing that burns. `customer` is a name or empty, `person` with whom it stands; `to_them` when
    that is whoever reads: nobody is spoken of by name to their face. Raises LookupError for an unknown kind."""
    voice = plain_voice(language, stages=stages)
    who = customer or TEXTS.say(language, "board.customer")
    given = {
        "customer": who,
        "person": person,
        "subject": voice.subject(subject, about) if kind == "broken" else "",
        "reason": voice.called_for(about, subject) if kind == "unacknowledged" else "",
        "stage": voice.stage(about) if about else "",
    }
    said = (
        _most_specific(
            f"board.{kind}.{about}{end}",
            *([f"board.{kind}{end}.you"] if to_them else []),
            f"board.{kind}{end}",
        )
        for end in ("", ".next")
    )
    return Told(*(_set(language, TEXTS.say(language, key, **given)) for key in said))


def uncarried_advice(language: Language) -> str:
    """What whoever can't put it right does meanwhile."""
    return TEXTS.say(language, "board.uncarried.lead")


def _most_specific(*keys: str) -> str:
    return next((key for key in keys if TEXTS.has(key)), keys[-1])


def _set(language: Language, text: str) -> str:
    """As it is set: a name in Chinese has no blank beside a stop or a bracket; in English a sentence begins with a capital."""
    if language == "zh-CN":
        return _BESIDE_A_STOP.sub(r"\1", text).strip()
    return text[:1].upper() + text[1:]
