"""What the features bring fits together, and is all there is."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

import domain
from builders import Played
from domain.actions import FinishAction
from domain.book import BOOK, AnyCommand, AnyEvent
from domain.case.promises import KEEPING
from domain.rules import Book, Rules, conflict

ROOM = Path(domain.__file__).parent


def raised(path: Path) -> Iterator[str]:
    """The codes that a module refuses with, where they are written out."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            first = node.args[0] if node.args else None
            if node.func.id == "Refusal" and isinstance(first, ast.Constant):
                yield str(first.value)


def test_every_command_has_a_handler_and_every_event_a_fold() -> None:
    assert set(BOOK.handlers) == set(get_args(get_args(AnyCommand)[0]))
    assert set(BOOK.events) == set(get_args(get_args(AnyEvent)[0]))


def test_durable_names_are_unique() -> None:
    for union in (AnyCommand, AnyEvent):
        kinds = [kind.model_fields["kind"].default for kind in get_args(get_args(union)[0])]
        assert len(set(kinds)) == len(kinds)


def test_every_refusal_is_listed_and_every_listed_one_is_raised_somewhere() -> None:
    codes = {code for path in ROOM.rglob("*.py") for code in raised(path)}
    codes |= {keeping.refusal for keeping in KEEPING.values()}
    by_the_shell = {"idempotency_key_reused"}
    assert codes | by_the_shell == set(BOOK.refusals)


def test_what_outdoes_a_deadline_is_a_deadline_of_its_own() -> None:
    assert set(BOOK.outdone) | set(BOOK.outdone.values()) <= set(BOOK.fires)


@pytest.mark.parametrize(
    "both",
    [
        Rules(refusals={"case_closed": conflict("the case is closed")}),
        Rules(handlers={FinishAction: lambda draft, command: None}),
    ],
    ids=["code", "command"],
)
def test_a_name_belongs_to_one_feature(both: Rules) -> None:
    with pytest.raises(ValueError, match="two features claim"):
        Book((both, both))


def test_a_receipt_keeps_what_there_is_and_is_read_whole() -> None:
    receipt = Played().contact().receipt
    assert receipt.made("contacts") == ("c1",)
    kept = receipt.model_dump(mode="json")
    assert "promises" not in kept
    whole = receipt.whole(BOOK.lists).model_dump(mode="json")
    assert whole == {**{name: [] for name in BOOK.lists}, **kept}
