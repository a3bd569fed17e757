"""What random histories are drawn from: words, people, times, of every degree of sense."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from hypothesis import strategies as st

from builders import EXECUTIVE, LEAD, SHANGHAI, SUPERVISOR, an_actor
from domain.case import Case
from domain.case.contacts import PARTS
from domain.plan.sop import Field

OFFSETS = [
    timedelta(minutes=minutes)
    for minutes in (-40000, -5000, -1440, -180, -45, -20, -1, 0, 1, 30, 59, 120, 300, 1440)
] + [timedelta(days=days) for days in (2, 3, 5, 9, 14, 29, 45)]
PAST = [offset for offset in OFFSETS if offset <= timedelta(minutes=1)]

words = st.sampled_from(["because", "noise test", "it is so", " "])
actors = st.sampled_from([an_actor(), an_actor("sun.yu"), LEAD, SUPERVISOR, EXECUTIVE])
channels = st.sampled_from(["phone", "email", "wechat"])
emotions = st.sampled_from([None, "calm", "uneasy", "angry", "furious"])
parts = st.sampled_from([PARTS, PARTS, PARTS, (), PARTS[:2]])

Fields = dict[str, Any]
Drawn = dict[str, st.SearchStrategy[Any]]


class Moment(NamedTuple):
    """Where a case stands when something is asked of it; the arguments are drawn around it."""

    case: Case
    now: datetime
    draw: Callable[[st.SearchStrategy[Any]], Any]

    @property
    def near(self) -> st.SearchStrategy[datetime]:
        """A time before or after now."""
        now = self.now
        return st.sampled_from(OFFSETS).map(lambda offset: now + offset)

    @property
    def past(self) -> st.SearchStrategy[datetime]:
        """A time that may be reported, or a minute too late for that."""
        now = self.now
        return st.sampled_from(PAST).map(lambda offset: now + offset)

    @property
    def promises(self) -> st.SearchStrategy[str]:
        """The id of a promise of the case, or of none."""
        return ids(self.case.promises, "p99")

    @property
    def stages(self) -> st.SearchStrategy[str]:
        """A stage of the case's SOP, or none."""
        return st.sampled_from([stage.name for stage in self.case.rules.sop.stages] + ["moon"])

    @property
    def yields(self) -> st.SearchStrategy[dict[str, str]]:
        """Mostly the whole yield of the stage, sometimes not."""
        whole = {
            field.name: self.draw(st.sampled_from(fitting(field, self.now)))
            for field in self.case.current.asks
        }
        foolish = [{}, {**whole, "colour": "red"}, dict.fromkeys(whole, " ")]
        return st.just(dict(self.draw(st.sampled_from([whole] * 4 + foolish))))


def fitting(field: Field, now: datetime) -> tuple[str, ...]:
    """What may be said of a fact."""
    if field.kind == "time":
        return tuple((now + offset).isoformat() for offset in PAST[-5:] if offset <= timedelta())
    return field.choices or (("12", "¥1,299.00") if field.kind == "amount" else ("something",))


def ids(records: tuple[Any, ...], foolish: str) -> st.SearchStrategy[str]:
    """The id of one of the records, or one that none of them has."""
    return st.sampled_from([*(record.id for record in records), foolish])


def different_days(times: list[datetime]) -> set[date]:
    return {time.astimezone(SHANGHAI).date() for time in times}
