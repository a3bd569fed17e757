"""Sentences by their keys, in both languages.

A key is a dotted path such as `refusal.case_closed.detail`; its text has named placeholders and
nothing cleverer, so that a translator can't break more than a word. Both languages have the same
keys with the same placeholders (tests/messages/test_catalogue.py).
"""

from collections.abc import Iterable, Mapping
from string import Formatter
from typing import Any

from domain.plan.terms import Language


class Catalogue:
    """The texts of one matter, or of all features together."""

    def __init__(self, *, en: Mapping[str, str], zh_cn: Mapping[str, str]) -> None:
        self.texts: dict[Language, Mapping[str, str]] = {"en": en, "zh-CN": zh_cn}

    def say(self, language: Language, key: str, /, **params: object) -> str:
        """The text under `key` with its placeholders filled.

        Params the text doesn't use are ignored. Raises LookupError for an unknown key and for a
        missing param, naming both.
        """
        text = self.texts[language].get(key)
        if text is None:
            raise LookupError(f"no text under {key!r} in {language}")
        try:
            return text.format_map(params)
        except KeyError as error:
            raise LookupError(f"text {key!r} in {language} needs the param {error}") from None

    def has(self, key: str) -> bool:
        """Whether there is a text under `key`; both languages have the same keys."""
        return key in self.texts["en"]

    def keys(self, prefix: str = "") -> list[str]:
        """The keys that begin with `prefix`."""
        return [key for key in self.texts["en"] if key.startswith(prefix)]

    def placeholders(self, *keys: str) -> frozenset[str]:
        """The names of the params that the texts under these keys need, in either language."""
        asked = (placeholders(texts[key]) for texts in self.texts.values() for key in keys)
        return frozenset().union(*asked)


def placeholders(text: str) -> frozenset[str]:
    """The names of the params that a text needs."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def joined(parts: Iterable[Mapping[Any, Any]]) -> dict[Any, Any]:
    """All of them in one. Raises ValueError when two of them claim the same name."""
    found: dict[Any, Any] = {}
    for part in parts:
        if twice := found.keys() & part.keys():
            raise ValueError(f"two features claim {', '.join(sorted(map(str, twice)))}")
        found.update(part)
    return found
