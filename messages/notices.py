"""What a colleague is told, in words. The core decides who and about what; this says it."""

from collections.abc import Mapping
from datetime import datetime

from domain.case.actions import Action
from domain.plan.terms import Language
from messages.book import BOOK
from messages.params import readable
from messages.speech import plain_voice
from messages.text import Text

COMMON = ("number", "title", "owner")
"""Known of every case; an action doesn't bring them."""


def notice_text(
    action: Action,
    *,
    number: str,
    title: str,
    owner: str,
    language: Language,
    zone: str,
    stages: dict[str, str] | None = None,
    people: Mapping[str, str] | None = None,
    things: Mapping[str, str] | None = None,
    now: datetime | None = None,
) -> Text:
    """The title and body that reach the receiver's inbox.

    `stages` are the labels of the SOP's stages, `people` the names of those it speaks of, by handle, `things` what
    the case's promises, visits and messages are called, by id. Raises LookupError for an unknown `about` and when the
    action left out one of `params_of` it.
    """
    voice = plain_voice(language, zone, stages=stages, people=people, things=things, now=now)
    params = readable(action.params, voice)
    if action.about in BOOK.notices:
        params |= BOOK.notices[action.about](action, voice)
    params |= {"number": number, "title": title, "owner": voice.person(owner)}
    body = [voice.say(f"notice.{action.about}.body", **params)]
    body += [
        voice.say(key, **params) for name, key in BOOK.added.items() if action.params.get(name)
    ]
    return Text(
        title=voice.say(f"notice.{action.about}.title", **params),
        detail=voice.say("list.sentence").join(body),
    )


def bare_notice(action: Action, *, number: str, title: str, language: Language) -> Text:
    """What reaches the receiver where the words of a notice fail: that there is something, of what kind, and in which case.

    Nobody may wait for a promise that broke because a sentence did.
    """
    voice = plain_voice(language)
    key = f"about.{action.about}"
    known = key in BOOK.texts.keys("about.")
    params = {"number": number, "title": title, "about": voice.say(key) if known else ""}
    which = "known" if known else "unknown"
    return Text(
        title=voice.say(f"bare.{which}.title", **params), detail=voice.say("bare.body", **params)
    )


def params_of(about: str) -> frozenset[str]:
    """What the sentences of a notice ask for, besides COMMON."""
    asked = BOOK.texts.placeholders(f"notice.{about}.title", f"notice.{about}.body")
    return asked - set(COMMON)


def abouts() -> list[str]:
    """All that a notice can be about."""
    keys = BOOK.texts.keys("notice.")
    return [key.split(".")[1] for key in keys if key.endswith(".title")]
