"""The customers, recognised by phone, e-mail or account (REQ A3).

A known mark with another name is a question: until somebody of ours has said whether it is the same
person, whoever wrote or called is a customer of their own, and nothing of the first one is shown. The
answer makes two rows one customer without moving a case (docs/decisions/0027).
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from db.cases import summary_of
from db.known_as import ADDED, end_of, of_marks, open_question, settle, stands_for
from db.models import CaseRow, CustomerRow
from db.models.customers import Question
from db.private import seal, seal_if, unseal, unseal_if
from db.reach import Within
from db.recognition import Recognition, index_of, tidy
from db.search.rows import OF_CUSTOMER, index_customer
from db.session import Database
from db.upsert import dialect_of, inserting_new
from domain.plan.terms import Language
from domain.summary import CaseSummary
from vault import Vault

Level = Literal["normal", "vip"]


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer as known; the phone in international form where it is one that recognises somebody.

    With the question "another_name" it is somebody known under another name, perhaps; with "more_to_add",
    `more` is what a machine brought along, and isn't theirs until somebody says so.
    """

    id: str
    name: str
    level: Level
    language: Language
    created_at: datetime
    company: str | None = None
    phone: str | None = None
    email: str | None = None
    account: str | None = None
    question: Question | None = None
    more: Mapping[str, str] = field(default_factory=dict)
    answered: bool | None = field(default=None, compare=False)
    """The answer that came with the question, at this moment."""


async def recognise_or_create(
    database: Database,
    *,
    name: str,
    now: datetime,
    phone: str | None = None,
    email: str | None = None,
    account: str | None = None,
    company: str | None = None,
    level: Level = "normal",
    language: Language = "zh-CN",
    recognition: Recognition | None = None,
    same_person: bool | None = None,
    by: str | None = None,
) -> Customer:
    """The customer with this phone, e-mail or account (in this order), or a new one.

    `by` is the one of ours who types it, and what was not known is filled in unless it is somebody else's;
    without one a machine brings it, and nothing is added to a known customer unseen. A known mark with
    another name is a customer of their own with a question, unless `same_person` answers it. Without a mark
    that recognises anybody it is always a new one.
    """
    how = recognition or Recognition()
    given = Customer(
        id=uuid.uuid4().hex,
        name=name,
        level=level,
        language=language,
        created_at=now,
        company=tidy(company),
        phone=how.shown_phone(phone),
        email=tidy(email),
        account=tidy(account),
    )
    marks = how.marks(database.vault, phone, email, account)
    asked = _Asked(database.vault, how, given, marks, same_person if by else None, by)
    async with database.write() as session:
        row = await asked.recognise(session)
        if row is None:
            if await asked.insert(session, marks):
                return given
            row = await asked.recognise(session)  # another request was faster
        if row is None:
            raise LookupError("a customer with one of these marks came and went: try again")
        return await asked.join(session, row)


async def get(database: Database, customer_id: str) -> Customer | None:
    """Who stands behind an id."""
    return (await get_many(database, [customer_id])).get(customer_id)


async def get_many(database: Database, ids: Iterable[str]) -> dict[str, Customer]:
    """Who stands behind each of these ids; unknown ones are left out."""
    known: dict[str, CustomerRow] = {}
    missing = asked = set(ids)
    async with database.read() as session:
        while missing:
            query = select(CustomerRow).where(CustomerRow.id.in_(missing))
            rows = (await session.scalars(query)).all()
            known.update((row.id, row) for row in rows)
            missing = {stands_for(row) for row in rows} - known.keys()
    return {each: _behind(database.vault, known[each], known) for each in asked & known.keys()}


async def ids_of(database: Database, customer_id: str) -> list[str]:
    """All ids that cases of the same person carry; an unknown one is alone."""
    async with database.read() as session:
        row = await session.get(CustomerRow, customer_id)
        if row is None:
            return [customer_id]
        found = asked = [(await end_of(session, row)).id]
        while asked:
            query = select(CustomerRow).where(CustomerRow.known_as.in_(asked))
            rows = (await session.scalars(query)).all()
            asked = [row.id for row in rows if stands_for(row) != row.id]
            found = [*found, *asked]
    return found


async def newest_cases(
    database: Database, people: Iterable[str], *, within: Within | None = None, limit: int
) -> dict[str, list[CaseSummary]]:
    """At most `limit` cases of each of these people, the newest first, whichever of a person's ids they carry."""
    whose = {person: person for person in people}
    asked: Iterable[str] = list(whose)
    async with database.read() as session:
        while asked:
            query = select(CustomerRow).where(CustomerRow.known_as.in_(asked))
            rows = (await session.scalars(query)).all()
            asked = [row.id for row in rows if stands_for(row) != row.id and row.id not in whose]
            whose |= {row.id: whose[stands_for(row)] for row in rows if row.id in asked}
        newest = func.row_number().over(
            partition_by=CaseRow.customer, order_by=(CaseRow.opened_at.desc(), CaseRow.number)
        )
        ranked = select(CaseRow.number, newest.label("rank")).where(CaseRow.customer.in_(whose))
        few = (ranked.where(within.any_of_them()) if within else ranked).subquery()
        wanted = select(CaseRow).join(few, few.c.number == CaseRow.number)
        rows_ = (await session.scalars(wanted.where(few.c.rank <= limit))).all()
    found: dict[str, list[CaseSummary]] = {person: [] for person in people}
    for row in sorted(rows_, key=lambda row: (row.opened_at, row.number), reverse=True):
        found[whose[row.customer]].append(summary_of(database.vault, row))
    return {person: cases[:limit] for person, cases in found.items()}


async def find(
    database: Database,
    *,
    phone: str | None = None,
    email: str | None = None,
    account: str | None = None,
    recognition: Recognition | None = None,
) -> Customer | None:
    """The customer recognised by any of these, None when nobody is."""
    marks = (recognition or Recognition()).marks(database.vault, phone, email, account)
    async with database.read() as session:
        row = await of_marks(session, marks)
    return await get(database, row.id) if row else None


@dataclass(frozen=True, slots=True)
class _Asked:
    """Somebody who came to us, and how they are recognised."""

    vault: Vault
    how: Recognition
    given: Customer
    marks: dict[str, str]
    same_person: bool | None
    by: str | None

    @property
    def named(self) -> dict[str, str]:
        """The same marks for whoever shares one with somebody of another name."""
        name = self.how.name(self.given.name)
        return {column: self.vault.blind(f"{mark}:{name}") for column, mark in self.marks.items()}

    async def recognise(self, session: AsyncSession) -> CustomerRow | None:
        return await of_marks(session, self.named) or await of_marks(session, self.marks)

    async def insert(self, session: AsyncSession, marks: dict[str, str], **asks: Any) -> bool:
        """Whether nobody has one of these marks, so that they are a row of their own."""
        insert = inserting_new(CustomerRow, dialect_of(session))
        values = {**_row_of(self.vault, self.given), **marks, **asks}
        if await session.scalar(insert.returning(CustomerRow.id), [values]) is None:
            return False
        known = {of: getattr(self.given, of) for of in OF_CUSTOMER}
        since = self.given.created_at
        await index_customer(session, self.vault, self.given.id, known, since, is_new=True)
        return True

    async def join(self, session: AsyncSession, row: CustomerRow) -> Customer:
        """Who it is, now that a row has one of the marks."""
        if open_question(row) == "another_name" and self.same_person is not None:
            return await self._settled(session, row)
        known = await end_of(session, row)
        if not self._is_named_like(row, known):
            return await self._under_another_name(session, known)
        whole = _behind(self.vault, known, {known.id: known})
        news = self._news(whole)
        if not news:
            return whole
        if self.by is None:
            await self.insert(session, {}, known_as=known.id, question="more_to_add")
            return replace(whole, id=self.given.id, question="more_to_add", more=news)
        return await self._fill_in(session, whole, news)

    def _is_named_like(self, *rows: CustomerRow) -> bool:
        """Whether nothing speaks against it; who gives no name, or a placeholder, says nothing."""
        name = self.how.name(self.given.name)
        names = {self.how.name(_customer(self.vault, row).name) for row in rows}
        return not name or name in names or names == {""}

    def _news(self, whole: Customer) -> dict[str, str]:
        """What is not known yet of the customer they are."""
        known = {name: getattr(whole, name) for name in ADDED} | {"name": self.how.name(whole.name)}
        given = {name: getattr(self.given, name) for name in ADDED}
        if not self.how.name(self.given.name):
            del given["name"]
        return {name: text for name, text in given.items() if text and not known[name]}

    async def _under_another_name(self, session: AsyncSession, known: CustomerRow) -> Customer:
        """A customer of their own, until somebody says or has said that it is the same one."""
        marks: dict[str, str] = {}
        for column, mark in self.marks.items():
            taken = await of_marks(session, {column: mark})
            marks[column] = self.named[column] if taken else mark
        if await self.insert(session, marks, known_as=known.id, question="another_name"):
            row = await session.get_one(CustomerRow, self.given.id)
        elif (found := await of_marks(session, marks)) is None:
            raise LookupError("a customer with one of these marks came and went: try again")
        else:
            row = found  # the same was asked twice at once
        if self.same_person is None:
            return _behind(self.vault, row, {row.id: row})
        return await self._settled(session, row)

    async def _settled(self, session: AsyncSession, row: CustomerRow) -> Customer:
        """The answer came with the question."""
        assert self.by
        assert self.same_person is not None
        end = await settle(
            session,
            self.vault,
            self.how,
            row,
            same=self.same_person,
            by=self.by,
            now=self.given.created_at,
        )
        return replace(_behind(self.vault, end, {end.id: end}), answered=self.same_person)

    async def _fill_in(
        self, session: AsyncSession, whole: Customer, news: dict[str, str]
    ) -> Customer:
        """Add what was not known of a customer, unless it is somebody else's."""
        changes: dict[str, Any] = {}
        values: dict[str, Any] = {}
        for name, text in news.items():
            column = index_of(name)
            if column in self.marks:
                if await of_marks(session, {column: self.marks[column]}):
                    continue
                values[column] = self.marks[column]
            changes[name] = text
            values[name] = seal(self.vault, text, f"customers.{name}", whole.id)
        if not changes:
            return whole
        try:
            async with session.begin_nested():
                await session.execute(update(CustomerRow).filter_by(id=whole.id).values(values))
                added = {of: changes[of] for of in OF_CUSTOMER if of in changes}
                await index_customer(session, self.vault, whole.id, added, whole.created_at)
        except IntegrityError:  # another request gave one of the marks away meanwhile
            return whole
        return replace(whole, **changes)


def _behind(vault: Vault, row: CustomerRow, known: Mapping[str, CustomerRow]) -> Customer:
    """The person of a row, with what is open about it."""
    end, question = row, open_question(row)
    while stands_for(end) != end.id:
        end = known[stands_for(end)]
    person = _customer(vault, end)
    if question != "more_to_add":
        return replace(person, question=question)
    came = _customer(vault, row)
    more = {name: text for name in ADDED if (text := getattr(came, name))}
    return replace(
        person,
        question=question,
        more={name: text for name, text in more.items() if text != getattr(person, name)},
    )


def _row_of(vault: Vault, customer: Customer) -> dict[str, Any]:
    return {
        "id": customer.id,
        "level": customer.level,
        "language": customer.language,
        "created_at": customer.created_at,
        **{
            name: seal_if(vault, getattr(customer, name), f"customers.{name}", customer.id)
            for name in ADDED
        },
    }


def _customer(vault: Vault, row: CustomerRow) -> Customer:
    level: Any = row.level
    language: Any = row.language
    private: dict[str, Any] = {
        name: unseal_if(vault, getattr(row, name), f"customers.{name}", row.id)
        for name in ADDED
        if name != "name"
    }
    return Customer(
        id=row.id,
        name=unseal(vault, row.name, "customers.name", row.id),
        level=level,
        language=language,
        created_at=row.created_at,
        **private,
    )
