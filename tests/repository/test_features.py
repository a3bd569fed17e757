"""A feature has the same stem in every room, so that `ls */*promise*` shows all of it."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from domain.book import AnyEntry

ROOT = Path(__file__).parents[2]
BOOK = ast.parse((ROOT / "domain/book.py").read_text(encoding="utf-8"))

ROOMS = {
    "messages": ("messages/{stem}.py", "messages/{stem}/__init__.py"),
    "api": ("api/{stem}.py", "api/{stem}/__init__.py"),
    "tests/domain": ("tests/domain/test_{stem}.py",),
    "tests/domain/laws": ("tests/domain/laws/{stem}.py",),
    "tests/domain/refusals": ("tests/domain/refusals/{stem}.py",),
}
"""Room → where it keeps a feature that has commands: in one of these."""
NOT_FOUND_IN: dict[str, tuple[str, ...]] = {
    "api": (
        "actions",
        "cores",
        "engine",
        "late_refusals",
        "succession",
        "taking_up",
    ),  # commands of the shell itself: nobody asks them
}
"""Room → the features with commands that have no business there."""
ENGINE_OWN = "owed"
"""What every feature may bring and none alone keeps: the engine lists it."""
SHARED = ("api", "db", "messages", "tests/domain/laws", "tests/domain/refusals")
"""The rooms whose modules may not go by nearly the name of a feature."""


def _named(attribute: str) -> set[str]:
    """The features of which the book names this."""
    return {
        node.value.id
        for node in ast.walk(BOOK)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.attr == attribute
    }


FEATURES = _named("RULES")
COMMANDED = _named("Commands")


def _stems(room: str) -> set[str]:
    """What the room's modules and packages are called."""
    modules = {path.stem for path in (ROOT / room).glob("*.py")}
    packages = {path.parent.name for path in (ROOT / room).glob("*/__init__.py")}
    return modules | packages


def _looks_like(stem: str) -> Iterator[str]:
    """The features of which a stem has the name, in the singular or the plural, among its words."""
    words = {word.removesuffix("s") for word in stem.split("_")}
    for feature in FEATURES:
        if {word.removesuffix("s") for word in feature.split("_")} <= words:
            yield feature


def test_the_book_names_the_features_by_their_stems() -> None:
    assert FEATURES > COMMANDED > {"promises", "visits"}
    assert FEATURES.issubset(_stems("domain"))


@pytest.mark.parametrize("stem", sorted(COMMANDED))
@pytest.mark.parametrize("room", ROOMS)
def test_a_feature_with_commands_is_found_under_its_stem(room: str, stem: str) -> None:
    if stem not in NOT_FOUND_IN.get(room, ()):
        places = [place.format(stem=stem) for place in ROOMS[room]]
        assert any((ROOT / place).exists() for place in places), f"none of {', '.join(places)}"


@pytest.mark.parametrize("room", NOT_FOUND_IN)
def test_what_a_room_does_without_it_does_not_have(room: str) -> None:
    assert COMMANDED.issuperset(NOT_FOUND_IN[room])
    assert not _stems(room) & set(NOT_FOUND_IN[room])


@pytest.mark.parametrize("room", SHARED)
def test_what_is_called_nearly_like_a_feature_is_called_like_it(room: str) -> None:
    nearly = {stem: features for stem in _stems(room) if (features := [*_looks_like(stem)])}
    astray = {stem: found for stem, found in nearly.items() if stem not in FEATURES}
    assert not astray, "a module of a feature has the feature's stem"


def test_a_feature_whose_records_lists_show_has_its_rows_under_its_stem() -> None:
    listing = {each.__module__.rsplit(".", 1)[-1] for each in get_args(get_args(AnyEntry)[0])}
    assert listing - {ENGINE_OWN} <= FEATURES
    assert listing <= _stems("db")
