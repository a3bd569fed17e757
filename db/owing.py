"""What people owe, as the agenda shows it. Each feature brings its own part (`Owing`)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute

from db.models import Base
from vault import Vault


@dataclass(frozen=True, slots=True)
class Description:
    """What the agenda says of one thing besides its case. `by` is the handle of whoever asks for it, where somebody does."""

    about: str
    subject: str = ""
    expected_by: datetime | None = None
    by: str = ""


@dataclass(frozen=True)
class Holding:
    """Something of a case that is in somebody's hands, or is asked of them: the case is theirs to look at, or to work on
    (REQ J4a). The fields are those of `Owing`."""

    row: type[Base]
    whose: ColumnElement[str] | InstrumentedAttribute[str] | InstrumentedAttribute[str | None]
    open_while: tuple[ColumnElement[bool], ...]


@dataclass(frozen=True)
class Owing:
    """One feature's part of the agenda.

    `kind` is what the thing is called there; `row` has a `number` and an `id`; `whose` is the column
    (or what is made of columns) that names who owes it, `due_at` the column of its time; `open_while`
    are the conditions under which it is still owed; `describe` says what it is about.
    """

    kind: str
    row: type[Base]
    whose: ColumnElement[str] | InstrumentedAttribute[str] | InstrumentedAttribute[str | None]
    due_at: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None]
    open_while: tuple[ColumnElement[bool], ...]
    describe: Callable[[Vault, Any], Description]
