"""What people read of subscriptions: notices to their owners, and lines for Temporal UI."""

from typing import Literal

from domain.plan.terms import Language
from messages.say import Catalogue
from messages.text import Text, cut
from messages.webhooks import en, zh_cn

TEXTS = Catalogue(en=en.TEXTS, zh_cn=zh_cn.TEXTS)
SHELL: Language = "en"
"""Temporal UI's language where there is no case to give one; whoever runs systems reads there."""


def webhook_notice(about: str, language: Language, **params: object) -> Text:
    """The title and body of a notice. Raises LookupError for an unknown `about`."""
    return Text(
        title=TEXTS.say(language, f"webhook.{about}.title", **params),
        detail=TEXTS.say(language, f"webhook.{about}.body", **params),
    )


def error_words(error: str, language: Language = SHELL, code: int | None = None) -> str:
    """Why a try failed; an error without words is said as it is."""
    key = f"webhook.error.{error}"
    return TEXTS.say(language, key, code=code or "—") if TEXTS.has(key) else error


def reason_words(reason: str, language: Language) -> str:
    """Why an address is refused, and the way out. Raises LookupError for an unknown reason."""
    return TEXTS.say(language, f"webhook.reason.{reason}")


def shell_line(what: Literal["deliver", "test", "linger"]) -> str:
    """The summary of an activity or a timer."""
    return cut(TEXTS.say(SHELL, f"webhook.shell.{what}"))


def retry_line(place: str, error: str, waiting: int) -> str:
    """The summary of the timer before the next try."""
    words = error_words(error)
    return cut(TEXTS.say(SHELL, "webhook.shell.retry", place=place, error=words, waiting=waiting))


def details(place: str, waiting: int, cases: int, delivered: int, error: str) -> str:
    """How a subscription does, in markdown."""
    last = (
        TEXTS.say(SHELL, "webhook.shell.trouble", error=error_words(error))
        if error
        else TEXTS.say(SHELL, "webhook.shell.fine", delivered=delivered)
    )
    return TEXTS.say(
        SHELL, "webhook.shell.details", place=place, waiting=waiting, cases=cases, last=last
    )


def outcome(status: Literal["active", "paused", "deleted"], place: str) -> str:
    """How a run of a subscription's workflow ended."""
    return TEXTS.say(
        SHELL, f"webhook.shell.{'done' if status == 'active' else status}", place=place
    )
