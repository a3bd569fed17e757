"""Each feature's words stand with the feature, and the book is the one place that names them."""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, get_args

import pytest

from domain.rules import Rules
from messages import phrases
from messages.book import BOOK
from messages.telling import Book, Telling

ROOM = Path(__file__).parents[2] / "messages"
NO_FEATURES = {"board", "findings", "leaving", "letters", "webhooks"}
FEATURES = sorted({door.parent.name for door in ROOM.glob("*/__init__.py")} - NO_FEATURES)
OF_THE_CORE = [name for name in FEATURES if name not in ("clocks", "phrases", "plan")]
ENGINE = sorted({module.stem for module in ROOM.glob("*.py")} - {"book"})


def test_a_key_that_two_features_claim_is_refused() -> None:
    other = Telling(en={"list.comma": "; "}, zh_cn={})
    with pytest.raises(ValueError, match=r"two features claim list\.comma"):
        Book((phrases.TELLING, other))


@pytest.mark.parametrize("feature", FEATURES)
def test_the_book_has_what_every_feature_says(feature: str) -> None:
    english = import_module(f"messages.{feature}").TELLING.en
    assert english.items() <= BOOK.texts.texts["en"].items()


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "messages":
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("messages."):
            yield (node.module or "").split(".")[1]


@pytest.mark.parametrize("module", ENGINE)
def test_the_engine_of_the_room_names_no_feature(module: str) -> None:
    assert not set(imported(ROOM / f"{module}.py")) & set(FEATURES)


@pytest.mark.parametrize("feature", FEATURES)
def test_a_feature_names_no_other(feature: str) -> None:
    for module in ROOM.glob(f"{feature}/*.py"):
        assert not set(imported(module)) & set(FEATURES) - {feature}


def of_the_core(feature: str) -> tuple[ModuleType, Rules]:
    """The module of the core that has the rules of a feature."""
    module = import_module(f"domain.{feature}")
    if not hasattr(module, "RULES"):
        module = import_module(f"domain.{feature}.rules")
    return module, module.RULES


def kinds(union: Any) -> set[str]:
    return {member.model_fields["kind"].default for member in get_args(union) or (union,)}


@pytest.mark.parametrize("feature", OF_THE_CORE)
def test_words_stand_with_the_feature_whose_rules_speak_of_it(feature: str) -> None:
    module, rules = of_the_core(feature)
    mine = import_module(f"messages.{feature}").TELLING.en
    events = kinds(module.Events) if hasattr(module, "Events") else set()
    commands = kinds(module.Commands) if hasattr(module, "Commands") else set()
    for family, names in (
        ("refusal", set(rules.refusals)),
        ("deadline", set(rules.fires)),
        ("brief", events),
        ("command", commands),
    ):
        assert {key.split(".")[1] for key in mine if key.startswith(f"{family}.")} == names
