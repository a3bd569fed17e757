"""Reading promises across cases."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select

from db.models import CaseRow, PromiseRow
from db.pages import Order, Page, within
from db.private import unseal
from db.session import Database
from domain.frozen import Frozen
from domain.promises.records import Promise, PromiseStatus
from vault import Vault

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


def subject_of(vault: Vault, row: PromiseRow) -> str:
    """What a promise is about, in clear."""
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
    columns = {name: getattr(row, name) for name in Promise.model_fields}
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
