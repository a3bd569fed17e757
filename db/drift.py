"""Whether the rows of lists still say what the events say. Events are the truth; a row that differs is
drift, told in words for a person and never mended in silence."""

from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import select

from db.book import LISTINGS, rows_of
from db.cases import get_summary, load_events
from db.models import Base
from db.private import unseal
from db.session import Database
from db.upsert import Values
from domain.case import Case
from domain.evolve import fold_whole
from domain.record import record_of
from domain.summary import summary
from vault import Vault


async def drift(database: Database, number: str) -> tuple[str, ...]:
    """Where the rows of a case differ from its events, one line each; none when all is well.

    A case of which nothing is recorded has no drift. Reads in several transactions: a case that
    changes meanwhile may seem to drift, so look twice before acting on it.
    """
    events = await load_events(database, number)
    if not events:
        return ()
    found: list[str] = []
    case = fold_whole(number, events)
    shown, wanted = await get_summary(database, number), summary(case)
    if shown is None:
        found.append("cases: the row is missing")
    else:
        found += _differences("cases", shown.model_dump(), wanted.model_dump())
    vault = database.vault
    rows = rows_of(vault, record_of(Case(number=number, core=case.core), case, events))
    for listing in LISTINGS:
        expected = rows.get(listing.row, [])
        stored = await _stored(database, listing.row, number)
        found += _compare(
            listing.name,
            _by_id(vault, listing.name, listing.row, expected),
            _by_id(vault, listing.name, listing.row, stored),
        )
    return tuple(found)


async def _stored(database: Database, table: type[Base], number: str) -> list[Values]:
    columns = table.__table__.columns
    async with database.read() as session:
        found = await session.execute(select(*columns).where(columns["number"] == number))
        return [dict(row) for row in found.mappings()]


def _by_id(
    vault: Vault, name: str, table: type[Base], rows: Iterable[Values]
) -> dict[str, dict[str, object]]:
    """Rows as clear values of every column; what was sealed is opened, for no two seals are alike."""
    return {
        row["id"]: {
            column.name: _clear(vault, f"{name}.{column.name}", row, row.get(column.name))
            for column in table.__table__.columns
            if column.name != "version"  # of the record that told it, not of the case
        }
        for row in rows
    }


def _clear(vault: Vault, place: str, row: Values, value: object) -> object:
    if isinstance(value, bytes):
        return unseal(vault, value, place, row["number"], row["id"])
    return value


def _compare(
    name: str, expected: dict[str, dict[str, object]], stored: dict[str, dict[str, object]]
) -> Iterator[str]:
    for id_ in sorted(expected.keys() | stored.keys()):
        if id_ not in stored:
            yield f"{name} {id_}: the row is missing"
        elif id_ not in expected:
            yield f"{name} {id_}: a row that no event made"
        else:
            yield from _differences(f"{name} {id_}", stored[id_], expected[id_])


def _differences(
    what: str, stored: Mapping[str, object], expected: Mapping[str, object]
) -> Iterator[str]:
    """Names the columns alone: what stands in them may be private."""
    differing = [name for name in expected if stored[name] != expected[name]]
    if differing:
        yield f"{what}: {', '.join(differing)} differ from the events"
