"""Time zones as a case keeps them: what was promised doesn't move because a machine has newer rules.

Governments change their clocks at short notice, and the time zone database of a machine follows with its next
update. A case computes with the offsets that were known when its plan was made (REQ H2), so that an update, or two
workers with different databases side by side, lead to the same times.

Pinned offsets are one short text, instants and the offset that holds from there in turn, ended by the
instant up to which they hold: "2025-01-01T00:00 +01:00 2025-03-30T01:00 +02:00 … 2029-01-01T00:00". Outside of
it the machine's own database counts.
"""

from bisect import bisect_right
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)


class PinnedZone(tzinfo):
    """The zone `name` with pinned offsets. Repeated and skipped wall times are told apart by `fold`, as PEP 495
    has it. Raises ValueError for a text that is none."""

    def __init__(self, name: str, pinned: str) -> None:
        self._elsewhere = ZoneInfo(name)
        words = pinned.split()
        instants = [datetime.fromisoformat(word) for word in words[::2]]
        offsets = [_read_offset(word) for word in words[1::2]]
        if not offsets or len(instants) != len(offsets) + 1 or instants != sorted(set(instants)):
            raise ValueError(f"{pinned!r} are not the offsets of a zone, with the instants between")
        self._instants, self._offsets = [at.replace(tzinfo=UTC) for at in instants], offsets
        changes = list(zip(instants[1:-1], pairwise(offsets), strict=True))
        # by fold: a wall time that occurs twice, or never, is read with the offset before or after
        self._walls = tuple(
            [
                instants[0] + offsets[0],
                *(edge(at + before, at + after) for at, (before, after) in changes),
                instants[-1] + offsets[-1],
            ]
            for edge in (max, min)
        )

    def local_date(self, at: datetime) -> date:
        """The date on the wall at an instant in UTC: what a calendar asks for most."""
        index = bisect_right(self._instants, at)
        if 0 < index <= len(self._offsets):
            return (at + self._offsets[index - 1]).date()
        return at.astimezone(self._elsewhere).date()

    def fromutc(self, at: datetime) -> datetime:
        index = bisect_right(self._instants, at.replace(tzinfo=UTC))
        if not 0 < index <= len(self._offsets):
            return self._elsewhere.fromutc(at.replace(tzinfo=self._elsewhere)).replace(tzinfo=self)
        offset = self._offsets[index - 1]
        wall = at + offset
        return wall if self.utcoffset(wall) == offset else wall.replace(fold=1)

    def utcoffset(self, at: datetime | None) -> timedelta | None:
        if at is None:
            return None
        index = bisect_right(self._walls[at.fold], at.replace(tzinfo=None))
        if not 0 < index <= len(self._offsets):
            return at.replace(tzinfo=self._elsewhere).utcoffset()
        return self._offsets[index - 1]

    def dst(self, _: datetime | None) -> timedelta | None:
        return None

    def tzname(self, _: datetime | None) -> str | None:
        return None


@lru_cache(maxsize=512)
def zone_of(name: str, pinned: str) -> tzinfo:
    """A zone by its pinned offsets; by the machine's database when nothing is pinned."""
    return PinnedZone(name, pinned) if pinned else ZoneInfo(name)


@lru_cache(maxsize=512)
def pin(name: str, first: int, last: int) -> str:
    """What this machine's database says of a zone from the year `first` to the year `last`, both whole."""
    zone = ZoneInfo(name)
    at, until = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    words = [_write(at), _write_offset(_offset(zone, at))]
    while at < until:
        following = min(at + _DAY, until)
        if _offset(zone, following) != _offset(zone, at):
            change = _change(zone, at, following)
            if change >= until:
                break
            words += [_write(change), _write_offset(_offset(zone, change))]
        at = following
    return " ".join([*words, _write(until)])


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The minute between two moments at which the clocks are changed."""
    offset = _offset(zone, before)
    while after - before > _MINUTE:
        middle = before + _MINUTE * ((after - before) // _MINUTE // 2)
        if _offset(zone, middle) == offset:
            before = middle
        else:
            after = middle
    return after


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    offset = at.astimezone(zone).utcoffset()
    assert offset is not None
    return offset


def _write(at: datetime) -> str:
    return at.replace(tzinfo=None).isoformat(timespec="minutes")


def _write_offset(offset: timedelta) -> str:
    sign, minutes = "-" if offset < timedelta(0) else "+", abs(offset) // _MINUTE
    return f"{sign}{minutes // 60:02}:{minutes % 60:02}"


def _read_offset(text: str) -> timedelta:
    hours, minutes = text[1:].split(":")
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    return -offset if text[0] == "-" else offset
