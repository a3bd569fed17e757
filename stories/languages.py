"""One story in several languages: the same people and times, and each text once for each of them.

Its head names them, `language: [zh-CN, en]`, and wherever a text may stand, `{zh-CN: …, en: …}` may stand
for it. The story is played once in each language.
"""

from collections.abc import Iterator
from typing import Any, get_args

from domain.plan.terms import Language
from stories.lines import Place
from stories.wording import hint

LANGUAGES: tuple[Language, ...] = get_args(Language)


def languages(values: Any) -> tuple[Language, ...]:
    """The languages in which a story is told, the first first; none where its head doesn't say."""
    return tuple(dict.fromkeys(name for _, name in _named(values) if name in LANGUAGES))


def told_in(language: Language, values: Any) -> Any:
    """The values as they are told in one language: each table of languages gives way to its text.

    One that lacks the language gives another's; `untold` says so.
    """
    if isinstance(values, list):
        return [told_in(language, value) for value in values]
    if not isinstance(values, dict):
        return values
    texts = [values[name] for name in (language, *LANGUAGES) if name in values]
    if texts:
        return texts[0]
    return {key: told_in(language, value) for key, value in values.items()}


def untold(values: Any) -> Iterator[tuple[Place, str]]:
    """Where a story is not told in all of its languages, and why."""
    wanted = languages(values)
    if wanted:
        for place, name in _named(values):
            if name not in LANGUAGES:
                yield place, f"unknown language {name!r}{hint(str(name), LANGUAGES)}"
    yield from _untold(values, wanted, ())


def _untold(values: Any, wanted: tuple[Language, ...], place: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(values, list):
        for number, value in enumerate(values):
            yield from _untold(value, wanted, (*place, number))
    elif isinstance(values, dict) and any(language in values for language in LANGUAGES):
        for other in values:
            if other not in LANGUAGES:
                near = hint(str(other), LANGUAGES)
                yield (*place, other), f"unknown language {str(other)!r}{near}"
        for language in wanted:
            if language not in values:
                yield place, f"not told in {language}"
    elif isinstance(values, dict):
        for key, value in values.items():
            yield from _untold(value, wanted, (*place, key))


def _named(values: Any) -> Iterator[tuple[Place, Any]]:
    """What the head gives as its languages, and where."""
    given = values.get("language") if isinstance(values, dict) else None
    if isinstance(given, list):
        yield from ((("language", number), name) for number, name in enumerate(given))
    elif given is not None:
        yield ("language",), given
