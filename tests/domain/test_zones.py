"""Pinned offsets: the same answers as the machine's database, and no others when that has changed."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

import domain.zones
from builders import Played, a_plan, at
from domain.calendar import _instants
from domain.customer_messages.commands import CustomerSaid
from domain.deadlines import deadlines
from domain.evolve import fold
from domain.plan import Plan
from domain.zones import PinnedZone, pin, zone_of

ZONES = (
    "Asia/Shanghai",
    "Europe/Berlin",
    "America/New_York",
    "America/Havana",  # changes at midnight
    "Australia/Lord_Howe",  # by half an hour
    "Africa/Casablanca",  # around Ramadan
    "Asia/Kathmandu",
    "America/Asuncion",
)
instants = st.integers(
    int(datetime(2024, 1, 1, tzinfo=UTC).timestamp()),
    int(datetime(2030, 1, 1, tzinfo=UTC).timestamp()),
).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@given(st.sampled_from(ZONES), instants)
def test_a_pinned_zone_reads_the_clock_like_the_machine(name: str, instant: datetime) -> None:
    pinned, machine = zone_of(name, pin(name, 2025, 2028)), ZoneInfo(name)
    here, there = instant.astimezone(pinned), instant.astimezone(machine)
    assert here.replace(tzinfo=None, fold=0) == there.replace(tzinfo=None, fold=0)
    assert here.fold == there.fold
    assert here.utcoffset() == there.utcoffset()
    assert here.astimezone(UTC) == instant


@given(st.sampled_from(ZONES), instants, st.sampled_from([0, 1]))
def test_a_pinned_zone_reads_wall_times_like_the_machine(
    name: str, instant: datetime, fold: int
) -> None:
    """Also those that occur twice, or never."""
    wall = instant.replace(tzinfo=None, fold=fold)
    pinned = zone_of(name, pin(name, 2025, 2028))
    assert (
        wall.replace(tzinfo=pinned).utcoffset() == wall.replace(tzinfo=ZoneInfo(name)).utcoffset()
    )


@pytest.mark.parametrize("name", ZONES)
def test_each_change_of_the_clocks_is_pinned_to_the_minute(name: str) -> None:
    pinned, machine = zone_of(name, pin(name, 2025, 2028)), ZoneInfo(name)
    for change in pin(name, 2025, 2028).split()[::2]:
        moment = datetime.fromisoformat(change).replace(tzinfo=UTC)
        for seconds in (-1, 0, 1):
            instant = moment + timedelta(seconds=seconds)
            assert instant.astimezone(pinned).utcoffset() == instant.astimezone(machine).utcoffset()


def test_what_is_pinned_is_short() -> None:
    assert pin("Asia/Shanghai", 2025, 2028) == "2025-01-01T00:00 +08:00 2029-01-01T00:00"
    assert len(pin("Europe/Berlin", 2025, 2028)) < 250


@pytest.mark.parametrize(
    "text", ["+08:00", "2025-01-01T00:00 +08:00", "2026-01-01T00:00 +08:00 2025-01-01T00:00"]
)
def test_a_text_that_pins_nothing_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"offsets of a zone|isoformat"):
        PinnedZone("Asia/Shanghai", text)


class Changed(ZoneInfo):
    """The database of a machine after an update: every clock in Asunción is an hour ahead of before."""

    def utcoffset(self, at: datetime | None) -> timedelta | None:
        offset = super().utcoffset(at)
        return offset and offset + timedelta(hours=1)

    def fromutc(self, at: datetime) -> datetime:
        return super().fromutc(at) + timedelta(hours=1)


@pytest.fixture
def update(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Updates the time zone database and starts the process again, so to speak."""

    def forget() -> None:
        zone_of.cache_clear()
        _instants.cache_clear()

    def changed() -> None:
        monkeypatch.setattr(domain.zones, "ZoneInfo", Changed)
        forget()

    forget()
    yield changed
    forget()


def lived(plan: Plan) -> Played:
    """A case from its opening to a broken promise and beyond."""
    played = Played("Mon 21:00", plan=plan)
    played.contact()
    played.triage()
    played.confirm("Tue 22:00")
    played.ask(CustomerSaid, channel="email", occurred_at=played.now, text="t1")
    return played.until("Wed 23:00")


@pytest.mark.trial("A27", "R9")
def test_a_newer_time_zone_database_moves_nothing_of_an_open_case(
    update: Callable[[], None],
) -> None:
    zone = "America/Asuncion"
    plan = a_plan()
    office = plan.calendars["business"].model_copy(update={"zone": zone, "offsets": ""})
    pinned = office.model_copy(update={"offsets": pin(zone, 2025, 2028)})
    plan = plan.model_copy(update={"calendars": {**plan.calendars, "business": pinned}})
    start, half_a_day = at("Tue 04:00"), timedelta(hours=4)
    by_the_machine = office.add(start, half_a_day)
    assert by_the_machine == pinned.add(start, half_a_day)
    before = lived(plan)
    update()
    assert office.add(start, half_a_day) != by_the_machine  # so it went before offsets were pinned
    assert pinned.add(start, half_a_day) == by_the_machine
    assert fold(before.case.number, before.events) == before.case
    again = lived(plan)
    assert again.events == before.events  # what a worker decides that replays the history
    assert deadlines(again.case) == deadlines(before.case)
