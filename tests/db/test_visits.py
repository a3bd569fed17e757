"""Rows of visits and failed repairs, on both databases."""

import pytest
from sqlalchemy import select

from builders import DIAGNOSIS, LEAD, Played, an_actor, at, on_site
from db.agenda import list_owed
from db.drift import drift
from db.records import store
from db.repairs import FailedRepairRow, count_failed
from db.session import Database
from db.visits import VisitRow, busy_with, get_engineer, list_clashes
from domain.case import Case
from domain.customer_messages.commands import CustomerSaid, MarkMessage
from domain.disproofs import DisproveContact
from domain.endings import Withdraw
from domain.resolution import Resolve
from domain.revisits import RecordRevisit
from domain.visits.commands import CancelVisit, ReportVisit
from recording import batch
from visiting import visits_gone_wrong

pytestmark = pytest.mark.anyio


async def put(database: Database, played: Played, number: str = "C-000001", first: int = 1) -> None:
    """What happened to a case from an event on."""
    await store(database, batch(played.events, first, number=number))


async def rows_match(database: Database, case: Case) -> None:
    async with database.read() as session:
        rows = {row.id: row for row in (await session.scalars(select(VisitRow))).all()}
    assert rows.keys() == {visit.id for visit in case.visits}
    for visit in case.visits:
        row = rows[visit.id]
        for name in VisitRow.__table__.columns.keys():  # noqa: SIM118 - columns are no dict
            if name not in ("number", "report_due_at", "version"):
                assert getattr(row, name) == getattr(visit, name), f"{visit.id}.{name}"
        waits = visit.report if not visit.reported_at else None
        assert row.report_due_at == (waits.due(case.rules)[0] if waits else None)


async def test_the_rows_say_what_the_case_says(database: Database) -> None:
    played = visits_gone_wrong()
    await put(database, played)
    await rows_match(database, played.case)


async def test_event_by_event_gives_the_same_rows(database: Database) -> None:
    played = visits_gone_wrong()
    for sequence in range(1, len(played.events) + 1):
        await store(database, batch(played.events, sequence, sequence))
    await rows_match(database, played.case)


async def test_a_reopened_case_asks_for_no_report_any_more(database: Database) -> None:
    played = Played().confirmed()
    played.visit()
    played.until("Tue 14:30").recorded("fixed")
    played.ask(Withdraw, reason="content")
    await put(database, played)
    done = len(played.events)
    played.ask(CustomerSaid, channel="phone", occurred_at=played.now, text="t")
    played.ask(MarkMessage, message="m1", verdict="reopen")
    await put(database, played, first=done + 1)
    await rows_match(database, played.case)
    assert (await list_owed(database, "chen.gong")).items == ()


async def test_the_agenda_of_an_engineer_holds_visits_and_reports(database: Database) -> None:
    played = Played(title="Noise").confirmed()
    played.visit()
    played.visit("Wed 14:00", "Wed 16:00")
    played.until("Tue 14:30").recorded("fixed")
    await put(database, played)
    visit, report = sorted(
        (await list_owed(database, "chen.gong")).items, key=lambda owed: owed.kind, reverse=True
    )
    assert (visit.kind, visit.id, visit.expected_by, visit.due_at) == (
        "visit", "v2", at("Wed 14:00"), at("Wed 16:00"),
    )  # fmt: skip
    assert (report.kind, report.id, report.due_at) == ("report", "v1", at("Wed 14:30"))
    assert {owed.title for owed in (visit, report)} == {"Noise"}
    done = len(played.events)
    played.ask(ReportVisit, visit="v1", text="t-report")
    played.ask(CancelVisit, visit="v2", reason="not needed", by=LEAD)
    await put(database, played, first=done + 1)
    assert (await list_owed(database, "chen.gong")).items == ()


async def test_pages_of_an_engineers_agenda_show_each_thing_once(database: Database) -> None:
    for n in range(1, 4):
        played = Played().confirmed()
        played.visit()
        played.until("Tue 14:30").recorded("fixed")
        played.visit("Wed 13:00", "Wed 14:30")  # over when the report is due
        await put(database, played, f"C-{n:06d}")
    seen: list[tuple[str, str]] = []
    cursor = None
    while True:
        page = await list_owed(database, "chen.gong", cursor=cursor, limit=1)
        seen += [(owed.kind, owed.number) for owed in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 6


async def test_failed_repairs_are_counted_in_other_cases_only(database: Database) -> None:
    for number in ("C-000001", "C-000002"):
        played = on_site()
        played.visit()
        played.until("Tue 14:30").recorded("not_fixed")
        await put(database, played, number)
    thing = ("W72231907", "noise")
    assert await count_failed(database, *thing, except_in="C-000002") == 1
    assert await count_failed(database, *thing, except_in="C-000003") == 2
    assert await count_failed(database, "W72231907", "leak", except_in="-") == 0
    assert await count_failed(database, "", "", except_in="-") == 0
    async with database.read() as session:
        rows = (await session.scalars(select(FailedRepairRow))).all()
    assert {(row.number, row.id) for row in rows} == {("C-000001", "v1"), ("C-000002", "v1")}


async def test_a_repair_at_a_door_where_nobody_was_has_not_failed(database: Database) -> None:
    played = on_site()
    played.visit()
    played.until("Tue 14:30").recorded("not_fixed")
    played.until("Tue 16:10").recorded("we_did_not_come", by=LEAD, note="another door")
    await put(database, played, "C-000001")
    assert await count_failed(database, "W72231907", "noise", except_in="-") == 0
    assert await drift(database, "C-000001") == ()


async def test_a_repair_of_which_no_customer_said_that_it_failed_has_not_failed(
    database: Database,
) -> None:
    """It may fail once more, by their own word."""
    played = on_site()
    played.visit("Mon 14:00", "Mon 16:00", agreed_at=played.now)
    played.until("Mon 14:30").recorded("fixed", by=an_actor("chen.gong"))
    played.ask(ReportVisit, visit="v1", text="t", yields=DIAGNOSIS)
    played.until("Mon 15:00").says_it_works()
    played.ask(Resolve, basis="customer_confirmed")
    for day, counted in (("Wed", 0), ("Thu", 1)):
        played.until(f"{day} 14:00").ask(
            RecordRevisit, outcome="trouble", occurred_at=played.now, covers=()
        )
        if not counted:
            wrong = played.case.contacts[-1].id
            played.ask(DisproveContact, by=LEAD, contact=wrong, reason="another customer")
        await put(database, played, f"C-00000{counted + 1}")
        number = f"C-00000{counted + 1}"
        assert await count_failed(database, "W72231907", "noise", except_in="-") == counted
        assert await drift(database, number) == ()


async def cases_with(database: Database, *windows: tuple[str, str]) -> None:
    """A case for each window, all with one engineer."""
    for n, (start, end) in enumerate(windows, 1):
        played = Played().confirmed()
        played.visit(start, end)
        await put(database, played, f"C-{n:06d}")


@pytest.mark.trial("A52")
async def test_an_engineer_is_busy_where_a_window_overlaps(database: Database) -> None:
    await cases_with(database, ("Tue 14:00", "Tue 16:00"))
    for start, end, busy in (
        ("Tue 12:00", "Tue 14:00", ()),
        ("Tue 16:00", "Tue 18:00", ()),
        ("Tue 13:00", "Tue 14:01", ("C-000001",)),
        ("Tue 15:59", "Tue 17:00", ("C-000001",)),
        ("Tue 14:30", "Tue 15:00", ("C-000001",)),
        ("Tue 13:00", "Tue 17:00", ("C-000001",)),
    ):
        assert await busy_with(database, "chen.gong", at(start), at(end)) == busy
    window = (at("Tue 14:00"), at("Tue 16:00"))
    moved = ("C-000001", "v1")
    assert await busy_with(database, "chen.gong", *window, apart_from=moved) == ()
    assert await busy_with(database, "sun.bo", *window) == ()
    assert await get_engineer(database, "C-000001", "v1") == "chen.gong"
    assert await get_engineer(database, "C-000001", "v2") is None


@pytest.mark.trial("A52")
async def test_pairs_of_visits_at_once_are_found_until_they_are_over(database: Database) -> None:
    await cases_with(
        database,
        ("Tue 14:00", "Tue 16:00"),
        ("Tue 15:00", "Tue 17:00"),
        ("Tue 17:00", "Tue 18:00"),
    )
    ((one, other),) = await list_clashes(database, after=at("Mon 12:00"))
    assert (one.number, one.id, other.number) == ("C-000001", "v1", "C-000002")
    assert (one.owner, one.engineer) == ("li.min", "chen.gong")
    assert await list_clashes(database, after=at("Tue 16:00")) == ()
