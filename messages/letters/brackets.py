"""What the shipped letters leave open, in brackets, for the one who knows it (REQ C3).

A text that still has one of these is a draft: whoever reads it would read the brackets. Brackets around
anything else are somebody's own.
"""

import re
from collections.abc import Callable

from domain.plan.terms import Language
from messages.letters import en, zh_cn
from messages.letters.letter import Letter

_BRACKETS = re.compile(r"【[^【】]*】|\[[^\[\]]*\]")
_UNSAID = re.compile(r"【[\s.…·、]*】")
"""Brackets with nothing in them but dots."""


def _squeezed(text: str) -> str:
    """Without the blanks, which an editor or a line break may have changed."""
    return "".join(text.split())


def _of(letter: Letter) -> set[str]:
    parts = (letter.where_we_are, letter.what_comes_next, letter.by_when, letter.care)
    return {_squeezed(found) for part in parts for found in _BRACKETS.findall(part)}


OPEN = frozenset[str]().union(
    *(_of(letter) for room in (en, zh_cn) for letter in room.LETTERS.values())
)
"""All brackets of all letters, in both languages, without blanks."""

TIME: dict[str, Language] = {"[day and time]": "en", "【几号几点】": "zh-CN"}
"""The brackets for the next time, and the language of the letters that they stand in."""


def with_time(text: str, words: Callable[[Language], str]) -> str:
    """A text with the next time, said by `words`, in the place of its brackets."""
    for bracket, language in TIME.items():
        if bracket in text:
            text = text.replace(bracket, words(language))
    return text


def left_open(text: str) -> str | None:
    """The first place of a letter that a text still leaves open, as it stands there; None when it is
    somebody's own words throughout."""
    for found in _BRACKETS.finditer(text):
        if _squeezed(found[0]) in OPEN or _UNSAID.fullmatch(found[0]):
            return found[0]
    return None
