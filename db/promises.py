"""Rows of promises, and reading them across cases."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, Index, func, select
from sqlalchemy.orm import Mapped, mapped_column

from db.listed import Listed, Listing
from db.models import CaseRow
from db.models.base import Base, Clear, Key, Sealed, Utc, one_of, words
from db.owing import Description, Holding, Owing
from db.pages import Order, Page, within
from db.private import seal, unseal
from db.session import Database
from db.upsert import Values
from domain.case.promises import KEEPING, Promise, PromiseEntry, PromiseStatus
from domain.frozen import Frozen
from vault import Vault


class PromiseRow(Listed, Base):
    """A promise of a case as a list shows it."""

    __tablename__ = "promises"
    __table_args__ = (
        # The agenda and the boards look for words they know.
        CheckConstraint(one_of("status", words(PromiseStatus)), name="status_known"),
        # An open promise has not ended, and an ended one says when: it stays on record (REQ C2).
        CheckConstraint("(status = 'open') = (ended_at IS NULL)", name="ended_has_time"),
        # Only a break can be put right by a contact that comes to light later (REQ C2).
        CheckConstraint("NOT corrected OR status = 'broken'", name="corrected_was_broken"),
        # The agenda's order; with the kind, so that a load is counted by it alone.
        Index(None, "owner", "status", "latest_by", "number", "id", "kind"),
        Index(None, "status", "latest_by"),
        Index(None, "status", "ended_at"),
    )

    kind: Mapped[str]
    owner: Mapped[str]
    subject: Mapped[bytes] = mapped_column(Sealed)
    made_at: Mapped[datetime] = mapped_column(Utc)
    made_by: Mapped[str]
    latest_by: Mapped[datetime] = mapped_column(Utc)
    expected_by: Mapped[datetime | None] = mapped_column(Utc)
    why: Mapped[dict[str, Any]] = mapped_column(Clear)
    status: Mapped[str]
    ended_at: Mapped[datetime | None] = mapped_column(Utc)
    follows: Mapped[str | None] = mapped_column(Key)
    renegotiations: Mapped[int]
    attempts: Mapped[int]
    reminded: Mapped[bool]
    corrected: Mapped[bool]
    stage: Mapped[str | None]
    untold: Mapped[bool]


NOT_LISTED = {"told_at", "said_in", "rests_on"}
"""Of a promise, what only its case needs to know."""
BY_DUE = Order("latest_by", (PromiseRow.latest_by, PromiseRow.number, PromiseRow.id))
BY_DUE_BACKWARDS = Order(BY_DUE.name, BY_DUE.columns, descending=True)


class PromiseFilter(Frozen):
    """Which promises a list shows. Several values of one field mean any of them, none mean all."""

    number: tuple[str, ...] = ()
    owner: tuple[str, ...] = ()
    status: tuple[PromiseStatus, ...] = ()
    due_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class ListedPromise:
    """A promise and what a list shows of its case."""

    number: str
    title: str
    customer: str
    customer_level: str
    priority: str
    stage: str
    team: str
    promise: Promise


async def list_promises(
    database: Database,
    wanted: PromiseFilter | None = None,
    *,
    descending: bool = False,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[ListedPromise]:
    """A page of promises by their latest time. Raises BadCursor."""
    order = BY_DUE_BACKWARDS if descending else BY_DUE
    query = (
        select(PromiseRow, CaseRow)
        .join(CaseRow, CaseRow.number == PromiseRow.number)
        .where(*_conditions(wanted or PromiseFilter()))
        .order_by(*order.by())
    )
    if cursor:
        query = query.where(order.after(cursor))
    async with database.read() as session:
        rows = (await session.execute(query.limit(within(limit) + 1))).all()
    return order.page(
        rows, within(limit), lambda row: _listed(database.vault, *row), lambda row: row[0]
    )


def subject_of(vault: Vault, row: Any) -> str:
    """What the promise of a row is about, in clear."""
    return unseal(vault, row.subject, "promises.subject", row.number, row.id)


def _conditions(wanted: PromiseFilter) -> Iterable[ColumnElement[bool]]:
    if wanted.number:
        yield PromiseRow.number.in_(wanted.number)
    if wanted.owner:
        yield PromiseRow.owner.in_(wanted.owner)
    if wanted.status:
        yield PromiseRow.status.in_(wanted.status)
    if wanted.due_before:
        yield PromiseRow.latest_by < wanted.due_before


def _listed(vault: Vault, row: PromiseRow, case: CaseRow) -> ListedPromise:
    columns = {name: getattr(row, name) for name in Promise.model_fields.keys() - NOT_LISTED}
    return ListedPromise(
        number=row.number,
        title=unseal(vault, case.title, "cases.title", case.number),
        customer=case.customer,
        customer_level=case.customer_level,
        priority=case.priority,
        stage=case.stage,
        team=case.team,
        promise=Promise.model_validate({**columns, "subject": subject_of(vault, row)}),
    )


async def unjudged(database: Database, numbers: Collection[str], now: datetime) -> frozenset[str]:
    """In which of these cases an open promise is past its time, and no run has called it broken yet. A visit has some grace
    of its own."""
    query = select(PromiseRow.number).where(
        PromiseRow.number.in_(numbers),
        # by the case, and not by the index of all that are open
        func.coalesce(PromiseRow.status, "") == "open",
        PromiseRow.latest_by < now,
        PromiseRow.kind.not_in(ELSEWHERE),
    )
    async with database.read() as session:
        return frozenset(await session.scalars(query))


def _columns(vault: Vault, number: str, entry: PromiseEntry) -> Values:
    promise = entry.promise
    return {
        **promise.model_dump(exclude=NOT_LISTED),
        "subject": seal(vault, promise.subject, "promises.subject", number, promise.id),
        "why": promise.why.model_dump(mode="json"),
    }


def _described(vault: Vault, row: PromiseRow) -> Description:
    return Description(about=row.kind, subject=subject_of(vault, row), expected_by=row.expected_by)


ELSEWHERE = tuple(kind for kind, keeping in KEEPING.items() if keeping.apart)
"""Kinds that the agenda shows as what keeps them: a visit."""
LISTINGS = (Listing("promises", PromiseEntry, PromiseRow, _columns),)
HOLDING = (Holding(PromiseRow, PromiseRow.owner, (PromiseRow.status == "open",)),)
OWING = (
    Owing(
        "promise",
        PromiseRow,
        PromiseRow.owner,
        PromiseRow.latest_by,
        (PromiseRow.status == "open", PromiseRow.kind.not_in(ELSEWHERE)),
        _described,
    ),
)
