"""The customers, recognised by phone, e-mail or account (REQ A3)."""

import unicodedata
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

import phonenumbers
from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from db.models import CustomerRow
from db.private import seal, seal_if, unseal, unseal_if
from db.session import Database
from db.upsert import dialect_of, inserting_new
from domain.plan.terms import Language
from vault import Vault

Level = Literal["normal", "vip"]
HOME = "CN"  # where a phone number without a country code is at home
MARKS = ("phone", "email", "account")  # what a customer is recognised by, the surest first


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer as known; the phone in international form where it is one."""

    id: str
    name: str
    level: Level
    language: Language
    created_at: datetime
    company: str | None = None
    phone: str | None = None
    email: str | None = None
    account: str | None = None


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
) -> Customer:
    """The customer with this phone, e-mail or account (in this order), or a new one.

    A known customer stays as known; only what was missing is filled in, unless it belongs to
    somebody else. Without phone, e-mail and account nobody can be recognised: always a new one.
    """
    marks = _marks(database.vault, phone, email, account)
    given = Customer(
        id=uuid.uuid4().hex,
        name=name,
        level=level,
        language=language,
        created_at=now,
        company=_tidy(company),
        phone=normal_phone(phone),
        email=_tidy(email),
        account=_tidy(account),
    )
    async with database.write() as session:
        row = await _recognise(session, marks)
        if row is None:
            insert = inserting_new(CustomerRow, dialect_of(session))
            values = {**_row_of(database.vault, given), **marks}
            if await session.scalar(insert.returning(CustomerRow.id), [values]):
                return given
            row = await _recognise(session, marks)  # another request was faster
        if row is None:
            raise LookupError("a customer with one of these marks came and went: try again")
        return await _complete(
            session, database.vault, _customer(database.vault, row), given, marks
        )


async def get(database: Database, customer_id: str) -> Customer | None:
    """One customer."""
    return (await get_many(database, [customer_id])).get(customer_id)


async def get_many(database: Database, ids: Iterable[str]) -> dict[str, Customer]:
    """Customers by id; unknown ids are left out."""
    async with database.read() as session:
        rows = (
            await session.scalars(select(CustomerRow).where(CustomerRow.id.in_(set(ids))))
        ).all()
    return {row.id: _customer(database.vault, row) for row in rows}


async def find(
    database: Database,
    *,
    phone: str | None = None,
    email: str | None = None,
    account: str | None = None,
) -> Customer | None:
    """The customer recognised by any of these, None when nobody is."""
    async with database.read() as session:
        row = await _recognise(session, _marks(database.vault, phone, email, account))
    return _customer(database.vault, row) if row else None


def normal_phone(phone: str | None) -> str | None:
    """A phone number in international form, "+8613800138000"; what is no number as it was given."""
    text = _tidy(phone)
    if not text:
        return None
    try:
        number = phonenumbers.parse(text, HOME)
    except phonenumbers.NumberParseException:
        return text
    if not phonenumbers.is_possible_number(number):
        return text
    international = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    # Two people behind one switchboard are two customers.
    return f"{international};ext={number.extension}" if number.extension else international


def _tidy(text: str | None) -> str | None:
    """Without spaces around and with full-width characters made plain; None when nothing is left."""
    return (unicodedata.normalize("NFKC", text).strip() or None) if text else None


def _marks(
    vault: Vault, phone: str | None, email: str | None, account: str | None
) -> dict[str, str]:
    """The blind indexes of what was given, by column."""
    mail = _tidy(email)
    plain = {
        "phone": normal_phone(phone),
        "email": mail.lower() if mail else None,
        "account": _tidy(account),
    }
    return {f"{name}_index": vault.blind(f"{name}:{text}") for name, text in plain.items() if text}


async def _recognise(session: AsyncSession, marks: dict[str, str]) -> CustomerRow | None:
    if not marks:
        return None
    any_mark = or_(*(getattr(CustomerRow, column) == mark for column, mark in marks.items()))
    rows = (await session.scalars(select(CustomerRow).where(any_mark))).all()
    for name in MARKS:
        for row in rows:
            column = f"{name}_index"
            if column in marks and getattr(row, column) == marks[column]:
                return row
    return None


async def _complete(
    session: AsyncSession, vault: Vault, known: Customer, given: Customer, marks: dict[str, str]
) -> Customer:
    """Fill in what was not known of a customer."""
    changes: dict[str, Any] = {}
    values: dict[str, Any] = {}
    for name in ("company", *MARKS):
        text, mark = getattr(given, name), f"{name}_index"
        if not text or getattr(known, name):
            continue
        if name in MARKS:
            if await _recognise(session, {mark: marks[mark]}):
                continue  # somebody else's
            values[mark] = marks[mark]
        changes[name] = text
        values[name] = seal(vault, text, f"customers.{name}", known.id)
    if not changes:
        return known
    try:
        async with session.begin_nested():
            await session.execute(update(CustomerRow).filter_by(id=known.id).values(values))
    except IntegrityError:  # another request gave one of the marks away meanwhile
        return known
    return replace(known, **changes)


def _row_of(vault: Vault, customer: Customer) -> dict[str, Any]:
    private = {
        name: seal_if(vault, getattr(customer, name), f"customers.{name}", customer.id)
        for name in ("name", "company", *MARKS)
    }
    return {
        "id": customer.id,
        "level": customer.level,
        "language": customer.language,
        "created_at": customer.created_at,
        **private,
    }


def _customer(vault: Vault, row: CustomerRow) -> Customer:
    level: Any = row.level
    language: Any = row.language
    return Customer(
        id=row.id,
        name=unseal(vault, row.name, "customers.name", row.id),
        level=level,
        language=language,
        created_at=row.created_at,
        **{
            name: unseal_if(vault, getattr(row, name), f"customers.{name}", row.id)
            for name in ("company", *MARKS)
        },
    )
