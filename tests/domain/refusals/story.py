"""The words in which the stories are told that end in a refusal."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from builders import Played, at
from domain.command import Command
from domain.promises.commands import NextPromise

Story = Callable[[], Any]
CALL = {"channel": "phone", "occurred_at": at("Mon 10:00")}
"""A conversation on Monday at ten, when the usual case has just been confirmed."""


class Part(NamedTuple):
    """What a feature brings."""

    sensible: Mapping[type[Command], Mapping[str, Any]] = {}
    """Each of its commands → arguments that make sense in some stage."""
    stories: tuple[tuple[str, Story], ...] = ()
    """The code of a refusal, and a story that ends in it."""


def asking(stage: str, command: type[Command], /, **fields: Any) -> Story:
    """Ask a command of a case in a stage."""
    return lambda: Played().reach(stage).ask(command, **fields)


def telling(**fields: Any) -> Story:
    """Confirm a case as complex, the notice changed."""
    return lambda: Played().reach("confirm").confirm(**fields)


def promise(**fields: Any) -> NextPromise:
    return NextPromise(**{"subject": "noise test", "latest_by": at("Thu 10:00"), **fields})
