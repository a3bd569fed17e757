"""Openings: a number and a plan for each case asked for, before there is a case."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Select, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.commands import Claim, KeyReused, claim_in
from db.models import OpeningRow, TextRow
from db.private import seal_json, unseal_json
from db.session import Database
from db.texts import Text, rows_of
from db.upsert import dialect_of, insert_new, inserting_new
from domain.intake import OpenCase
from domain.plan import Plan
from vault import Vault

OF_NUMBER = select(OpeningRow).where(OpeningRow.number == bindparam("number"))


@dataclass(frozen=True, slots=True)
class Opening:
    """A case asked for. `repeated` says that the same request came before; its plan and command hold."""

    number: str
    repeated: bool
    plan: Plan
    command: OpenCase
    created_at: datetime


async def claim(
    database: Database,
    principal: str,
    key: str,
    digest: str,
    *,
    command: OpenCase,
    now: datetime,
    texts: Sequence[Text] = (),
) -> Opening:
    """A number for a new case; the same principal and key find the same one, with the first plan.

    `texts` are the customer's words of the opening, kept under its number in the same transaction.
    Raises KeyReused when the key came with another digest.
    """
    row = {
        "principal": principal,
        "key": key,
        "digest": digest,
        "plan": command.plan.model_dump(mode="json"),
        "command": seal_json(
            database.vault,
            command.model_dump(mode="json", exclude={"plan"}),
            *_place(principal, key),
        ),
        "created_at": now,
    }
    async with database.write() as session:
        known = await _known(session, principal, key)
        if known is None:
            insert = inserting_new(OpeningRow, dialect_of(session))
            made = await session.scalar(insert.returning(OpeningRow.id), [row])
            if made is not None:
                number = number_of(made)
                await claim_in(session, Claim(principal, key, digest, number, now))
                await session.execute(
                    update(OpeningRow).where(OpeningRow.id == made).values(number=number)
                )
                named = [replace(text, number=number) for text in texts]
                kept = [row for text in named for row in rows_of(database.vault, text)]
                await insert_new(session, TextRow, kept)
                return Opening(number, False, command.plan, command, now)
            # Another request was faster.
            known = (await session.scalars(_of_key(principal, key))).one()
    if known.digest != digest:
        raise KeyReused(principal, key, number_of(known.id))
    return _opening(database.vault, known)


async def get(database: Database, number: str) -> Opening | None:
    """What was claimed under a number, None when nothing was."""
    async with database.read() as session:
        row = (await session.scalars(OF_NUMBER, {"number": number})).one_or_none()
    return _opening(database.vault, row) if row else None


def number_of(opening_id: int) -> str:
    """The number of a case: "C-000001"; after a million cases it grows."""
    return f"C-{opening_id:06d}"


async def _known(session: AsyncSession, principal: str, key: str) -> OpeningRow | None:
    return (await session.scalars(_of_key(principal, key))).one_or_none()


def _of_key(principal: str, key: str) -> Select[OpeningRow]:
    return select(OpeningRow).filter_by(principal=principal, key=key)


def _opening(vault: Vault, row: OpeningRow) -> Opening:
    plan = Plan.model_validate(row.plan)
    command = unseal_json(vault, row.command, *_place(row.principal, row.key))
    return Opening(
        number=number_of(row.id),
        repeated=True,
        plan=plan,
        command=OpenCase.model_validate({**command, "plan": plan}),
        created_at=row.created_at,
    )


def _place(principal: str, key: str) -> tuple[str, str, str]:
    return ("openings.command", principal, key)
