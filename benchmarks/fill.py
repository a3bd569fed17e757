"""A database full of cases: some hundred lives, lived by the core and copied under other numbers.

Each copy has rows of its own in every table that a request reads: its opening, events, summary, promises,
contacts, commands, customer and notices, sealed for their places as the product seals them. They have
no workflow; nothing is asked of them but to be found.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice

from benchmarks.life import STEPS, Life, lived
from db.book import LISTINGS, rows_of
from db.models import (
    Base,
    CaseRow,
    CommandRow,
    CustomerRow,
    EventRow,
    InboxRow,
    OpeningRow,
    PersonRow,
    SearchKeyRow,
)
from db.openings import number_of
from db.people import Person, row_of
from db.private import seal, seal_json
from db.search.rows import FACT, TITLE, Said
from db.search.rows import rows_of as rows_of_search
from db.session import Database, open_engine
from db.upsert import Values, insert_new
from domain.case import Case
from domain.draft import ActionRequested
from domain.record import EVENT, Record, record_of
from domain.summary import CaseSummary, summary
from rig.installation import STAFF, TEAM
from vault import Vault

OWNERS = tuple(person.handle for person in STAFF[:3]) + tuple(f"agent.{n}" for n in range(17))
LIVES = 300
OPEN = 0.25
"""Share of cases still open: what a team works on beside what it has closed."""
DAYS = 360
BATCH = 250
NAME = "孙女士"
"""All customers are called so: nothing is harder to find somebody by."""
Rows = dict[type[Base], list[Values]]


@dataclass(frozen=True)
class Prototype:
    """A life with what all its copies share."""

    life: Life
    summary: CaseSummary
    record: Record
    bodies: tuple[str, ...]


def prototypes(count: int, seed: int, now: datetime) -> list[Prototype]:
    """Lives opened at some time of the last year: most of them closed, the others in any stage."""
    rng = random.Random(seed)  # noqa: S311  (the same database each time)
    found = []
    for _ in range(count):
        is_open = rng.random() < OPEN
        steps = rng.randrange(1, len(STEPS)) if is_open else len(STEPS)
        # what is open was opened lately
        at = now - timedelta(days=rng.uniform(0.1, 5) if is_open else rng.uniform(6, DAYS))
        found.append(_prototype(lived("C-000000", rng.choice(OWNERS), at, rng, steps)))
    return found


def _prototype(life: Life) -> Prototype:
    bodies = tuple(EVENT.dump_json(event).decode() for event in life.events)
    nothing = Case(number=life.case.number, core=life.case.core)
    record = record_of(nothing, life.case, life.events)
    return Prototype(life, summary(life.case), record, bodies)


async def add_staff(database: Database) -> None:
    """The people who own the cases, and those who hear of them; whoever is there already stays as they are."""
    staff = {person.handle: person for person in STAFF}
    others = (
        Person(handle, handle, "agent", frozenset({"agent"}), TEAM)
        for handle in OWNERS
        if handle not in staff
    )
    people = [row_of(database.vault, one) for one in (*STAFF, *others)]
    async with database.write() as session:
        await insert_new(session, PersonRow, people)


async def fill(
    database: Database,
    first: int,
    count: int,
    tick: Callable[[int], None] = lambda _done: None,
    *,
    lives: int = LIVES,
    seed: int = 7,
    now: datetime | None = None,
) -> None:
    """Put `count` cases into the database, numbered from `first` on, lived in the year before `now`; the same
    for the same seed and time."""
    await add_staff(database)
    models = prototypes(min(lives, count), seed, now or datetime.now(UTC))
    numbers = iter(range(first, first + count))
    while batch := list(islice(numbers, BATCH)):
        rows: Rows = defaultdict(list)
        for n in batch:
            _copy(rows, database.vault, models[n % len(models)], n)
        async with database.write() as session:
            for table in TABLES:
                await insert_new(session, table, rows[table])
        tick(batch[-1] - first + 1)
    if database.dialect == "postgresql":
        await _settle(database)


async def _settle(database: Database) -> None:
    """The next opening gets a number of its own, and the planner knows how much there is: PostgreSQL's own
    housekeeping would see to that a minute later."""
    engine = open_engine(database.url, patience=None)
    async with engine.begin() as connection:
        await connection.exec_driver_sql(
            "SELECT setval(pg_get_serial_sequence('openings', 'id'), (SELECT max(id) FROM openings))"
        )
        await connection.exec_driver_sql("ANALYZE")
    await engine.dispose()


TABLES: tuple[type[Base], ...] = (
    CustomerRow,
    OpeningRow,
    EventRow,
    CaseRow,
    *dict.fromkeys(listing.row for listing in LISTINGS),
    CommandRow,
    InboxRow,
    SearchKeyRow,
)


def _copy(rows: Rows, vault: Vault, model: Prototype, n: int) -> None:
    number, customer = number_of(n), f"k{n}"
    case, life = model.life.case, model.life
    opened_at = model.summary.opened_at
    rows[OpeningRow].append(
        {
            "id": n,
            "number": number,
            "principal": life.owner,
            "key": f"open-{n}",
            "digest": "d",
            "plan": {},  # read for one case at a time; left out, for it would double the file
            "command": seal_json(vault, {}, "openings.command", life.owner, f"open-{n}"),
            "created_at": opened_at,
            "started_at": opened_at,
        }
    )
    rows[CustomerRow].append(
        {
            "id": customer,
            "name": seal(vault, NAME, "customers.name", customer),
            "company": None,
            "phone": seal(vault, f"+86139{n:08d}", "customers.phone", customer),
            "email": None,
            "account": None,
            "phone_index": vault.blind(f"phone:+86139{n:08d}"),
            "email_index": None,
            "account_index": None,
            "level": "normal",
            "language": "zh-CN",
            "created_at": opened_at,
        }
    )
    rows[CaseRow].append(
        {
            **model.summary.model_dump(),
            "number": number,
            "customer": customer,
            "title": seal(vault, case.title, "cases.title", number),
        }
    )
    rows[SearchKeyRow] += _keys(vault, model, number, customer, n)
    rows[EventRow] += _events(vault, model, number)
    for table, values in rows_of(vault, model.record.model_copy(update={"number": number})).items():
        rows[table] += values
    rows[CommandRow] += _commands(vault, model, number)
    rows[InboxRow] += _notices(vault, life, number)


def _keys(vault: Vault, model: Prototype, number: str, customer: str, n: int) -> Iterator[Values]:
    """What case and customer are found by."""
    facts = [Said(f"{FACT}:{name}", text) for name, text in model.life.case.facts.items()]
    said = {
        number: [Said(TITLE, model.life.case.title), *facts],
        customer: [Said("name", NAME), Said("phone", f"+86139{n:08d}")],
    }
    for subject, texts in said.items():
        yield from rows_of_search(vault, subject, texts, model.summary.opened_at)


def _events(vault: Vault, model: Prototype, number: str) -> Iterator[Values]:
    for sequence, (event, body) in enumerate(zip(model.life.events, model.bodies, strict=True), 1):
        yield {
            "number": number,
            "sequence": sequence,
            "kind": event.kind,
            "at": event.at,
            "by": event.by,
            "body": seal(vault, body, "events.body", number, sequence),
        }


def _commands(vault: Vault, model: Prototype, number: str) -> Iterator[Values]:
    for n, one in enumerate(model.life.decided):
        if not one.command.key:
            continue
        key = f"{number}-{n}"
        yield {
            "principal": model.life.owner,
            "key": key,
            "digest": "d",
            "command": one.command.name,
            "number": number,
            "status": "done",
            "answer": seal(vault, "{}", "commands.answer", model.life.owner, key),
            "received_at": one.now,
        }


def _notices(vault: Vault, life: Life, number: str) -> Sequence[Values]:
    asked = [event.action for event in life.events if isinstance(event, ActionRequested)]
    return [
        {
            "id": f"{number}:{action.id}",
            "person": action.to,
            "number": number,
            "about": action.about,
            "content": seal_json(
                vault,
                {"title": action.about, "body": "…", "params": action.params},
                "inbox.content",
                f"{number}:{action.id}",
            ),
            "ref": action.ref,
            "created_at": action.requested_at,
            "read_at": None,
        }
        for action in asked
    ]
