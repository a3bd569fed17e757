"""One sentence from the catalogue of a language.

A key is a dotted path such as `refusal.case_closed.detail`; its text has named placeholders and
nothing cleverer, so that a translator can't break more than a word. Both catalogues have the same
keys with the same placeholders (tests/messages/test_catalogue.py).
"""

from string import Formatter

from domain.plan import Language
from messages.catalogue import en, zh_cn

CATALOGUES: dict[Language, dict[str, str]] = {"en": en.TEXTS, "zh-CN": zh_cn.TEXTS}


def say(language: Language, key: str, /, **params: object) -> str:
    """The text under `key` with its placeholders filled.

    Params the text doesn't use are ignored. Raises LookupError for an unknown key and for a
    missing param, naming both.
    """
    text = CATALOGUES[language].get(key)
    if text is None:
        raise LookupError(f"no text under {key!r} in {language}")
    try:
        return text.format_map(params)
    except KeyError as error:
        raise LookupError(f"text {key!r} in {language} needs the param {error}") from None


def has(key: str) -> bool:
    """Whether there is a text under `key`; both catalogues have the same keys."""
    return key in en.TEXTS


def placeholders(key: str, language: Language = "en") -> frozenset[str]:
    """The names of the params that the text under `key` needs."""
    parsed = Formatter().parse(CATALOGUES[language][key])
    return frozenset(name for _, name, _, _ in parsed if name is not None)
