"""Rows of customers that are perhaps, or by somebody's word, another customer (docs/decisions/0027).

Such a row stays: cases carry its id. Whom it stands for is looked up, so that an answer moves no case and
can be put right.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import CustomerRow
from db.models.customers import Question
from db.private import seal, unseal_if
from db.recognition import MARKS, Recognition, index_of
from db.search.rows import OF_CUSTOMER, index_customer
from db.session import Database
from vault import Vault

ADDED = ("name", "company", *MARKS)
"""What may be added to a customer who is known already."""


class NoQuestion(LookupError):
    """Nobody asks whether this customer is somebody known."""


async def answer(
    database: Database,
    customer_id: str,
    *,
    same: bool,
    by: str,
    now: datetime,
    recognition: Recognition | None = None,
) -> Question:
    """What somebody says of a customer with a question. It may be put right later.

    The same person: what the known one lacked is filled in. Somebody else: what such a word had filled in
    is theirs again. Gives back what was asked. Raises NoQuestion.
    """
    async with database.write() as session:
        row = await session.get(CustomerRow, customer_id)
        if row is None or row.known_as is None:
            raise NoQuestion(customer_id)
        how = recognition or Recognition()
        await settle(session, database.vault, how, row, same=same, by=by, now=now)
        return cast("Question", row.question)


async def settle(
    session: AsyncSession,
    vault: Vault,
    how: Recognition,
    row: CustomerRow,
    *,
    same: bool,
    by: str,
    now: datetime,
) -> CustomerRow:
    """Write an answer down; the row that stands for the person from now on."""
    assert row.known_as
    known = await end_of(session, await session.get_one(CustomerRow, row.known_as))
    if same and not row.added:
        await _give(session, vault, how, row, known)
    elif not same and row.added:
        await _take_back(session, vault, how, row, known)
    row.same_person, row.answered_by, row.answered_at = same, by, now
    await session.flush()
    return known if same else row


async def of_marks(session: AsyncSession, marks: dict[str, str]) -> CustomerRow | None:
    """The row with the surest of these marks."""
    if not marks:
        return None
    any_mark = or_(*(getattr(CustomerRow, column) == mark for column, mark in marks.items()))
    rows = (await session.scalars(select(CustomerRow).where(any_mark))).all()
    for column in (index_of(name) for name in MARKS):
        for row in rows:
            if column in marks and getattr(row, column) == marks[column]:
                return row
    return None


async def end_of(session: AsyncSession, row: CustomerRow) -> CustomerRow:
    """The row that stands for a person. A row is only ever known as an older one, so there is an end."""
    while stands_for(row) != row.id:
        row = await session.get_one(CustomerRow, stands_for(row))
    return row


def stands_for(row: CustomerRow) -> str:
    """Whose row it is: that of the known one when somebody said so, or when only additions are asked."""
    same = row.question == "more_to_add" if row.same_person is None else row.same_person
    return row.known_as if row.known_as and same else row.id


def open_question(row: CustomerRow) -> Question | None:
    """What is still to be answered about a row."""
    return cast("Question | None", row.question) if row.same_person is None else None


async def _give(
    session: AsyncSession, vault: Vault, how: Recognition, row: CustomerRow, known: CustomerRow
) -> None:
    """Fill in what the known one lacks, with the mark that goes with it unless it is a third one's."""
    given = []
    for name in ADDED:
        text = _text(vault, row, name)
        if not text or _text(vault, known, name):
            continue
        if name in MARKS and (mark := _mark(vault, how, name, text)):
            owner = await of_marks(session, mark)
            if owner and owner.id not in (row.id, known.id):
                continue
            await _hand_over(session, row, known, mark)
        setattr(known, name, seal(vault, text, f"customers.{name}", known.id))
        given.append(name)
    row.added = " ".join(given)
    await _find_by(session, vault, known, given)


async def _take_back(
    session: AsyncSession, vault: Vault, how: Recognition, row: CustomerRow, known: CustomerRow
) -> None:
    """What was filled in on a word that was wrong."""
    for name in (row.added or "").split():
        text = _text(vault, row, name)
        if name in MARKS and text and (mark := _mark(vault, how, name, text)):
            await _hand_over(session, known, row, mark)
        empty = seal(vault, "", "customers.name", known.id) if name == "name" else None
        setattr(known, name, empty)
    await _find_by(session, vault, known, (row.added or "").split())
    row.added = None


async def _find_by(
    session: AsyncSession, vault: Vault, row: CustomerRow, changed: Iterable[str]
) -> None:
    """The search follows what is known of somebody."""
    changed = set(changed)
    known = {of: _text(vault, row, of) for of in OF_CUSTOMER if of in changed}
    await index_customer(session, vault, row.id, known, row.created_at)


async def _hand_over(
    session: AsyncSession, giver: CustomerRow, taker: CustomerRow, mark: dict[str, str]
) -> None:
    for column, value in mark.items():
        setattr(giver, column, None)
        await session.flush()  # it belongs to one row at a time
        setattr(taker, column, value)


def _mark(vault: Vault, how: Recognition, name: str, text: str) -> dict[str, str]:
    given: dict[str, Any] = {**dict.fromkeys(MARKS), name: text}
    return how.marks(vault, **given)


def _text(vault: Vault, row: CustomerRow, name: str) -> str | None:
    return unseal_if(vault, getattr(row, name), f"customers.{name}", row.id)
