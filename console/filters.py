"""What a list of cases is asked for, as its address has it: filters, order, columns.

An address holds all of it, so that it can be sent to a colleague, kept as a view, and gone back to. What it asks for and nobody
knows is said at its field.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, get_args
from urllib.parse import parse_qsl, urlencode
from zoneinfo import ZoneInfo

from api.wire import LONGEST_CURSOR, MANY
from console.speech import Speech
from domain.case.pauses import PauseReason
from domain.plan.terms import Complexity, Phase, Priority
from domain.policy import Policy
from domain.summary import SlaState

Pair = tuple[str, str]
WHOSE = ("mine", "team", "all")
TICKED = (
    *("sla_state", "priority", "phase", "stage", "owner", "paused_for"),
    *("promised", "tier", "complexity", "scenario", "team"),
)
"""Filters of which any of several values may be meant, in the order of the form."""
DATES = ("opened_from", "opened_to")
SORTS: Mapping[str, bool] = {
    "opened_at": True,
    "next_promise_due": False,
    "red_line": False,
    "priority": False,
}
"""What a list can be sorted by, and whether one asks for the largest first."""
COLUMNS = (
    *("title", "customer", "state", "next_promise_due", "red_line", "owner", "stage"),
    *("priority", "opened_at", "scenario", "team", "tier", "complexity", "emotion", "phase"),
)
USUAL = ("title", "customer", "state", "next_promise_due", "red_line", "owner")
NOT_OVER: Sequence[Pair] = (("phase", "open"), ("phase", "resolved"))
"""What somebody sees who asks for nothing in particular, of those cases that they look after."""
MOST_PAIRS = 200
LONGEST = 60
"""Characters of a value; a longer one is none of ours, and is cut before it is shown again in every link."""


@dataclass
class Asked:
    """A list that is asked for. `errors` says what of it can't be, by field."""

    pairs: list[Pair]
    cursor: str | None = None
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, query: str, whose: str = "mine") -> "Asked":
        """As an address has it; names that are none of ours are passed over. One that asks for nothing asks for what isn't over
        of those cases that `whose` says."""
        try:
            given = parse_qsl(query, max_num_fields=MOST_PAIRS, errors="replace")
        except ValueError:
            given = []
        ours = {"whose", *TICKED, *DATES, "customer", "sort", "descending", "show"}
        pairs = [
            (name, value.strip()[: LONGEST + 1])
            for name, value in given
            if name in ours and value.strip()
        ]
        cursor = next((value for name, value in given if name == "cursor"), None)
        asked = cls(list(dict.fromkeys(pairs)), cursor[: LONGEST_CURSOR + 1] if cursor else None)
        asked.pairs = asked.unusual() or [("whose", whose), *NOT_OVER]
        return asked

    def unusual(self) -> list[Pair]:
        """What an address has to say: not what is so anyway, which a form sends along."""
        usual = {("sort", "opened_at")}
        if sorted(self.all("show")) == sorted(USUAL):
            usual |= {("show", name) for name in USUAL}
        down = "yes" if SORTS.get(self.sort) else "no"
        return [pair for pair in self.pairs if pair not in {*usual, ("descending", down)}]

    def all(self, name: str) -> list[str]:
        return [value for known, value in self.pairs if known == name]

    def one(self, name: str, otherwise: str = "") -> str:
        return next(iter(self.all(name)), otherwise)

    @property
    def whose(self) -> str:
        """Whose cases: those of somebody who is named are not "mine" besides."""
        said = self.one("whose", "all")
        named = {"mine": "owner", "team": "team"}.get(said)
        return "all" if named and self.all(named) else said

    @property
    def sort(self) -> str:
        return self.one("sort", "opened_at")

    @property
    def is_descending(self) -> bool:
        return self.one("descending", "yes" if SORTS.get(self.sort) else "no") == "yes"

    @property
    def columns(self) -> list[str]:
        """Those that are shown, in our order."""
        wanted = self.all("show") or USUAL
        return [name for name in COLUMNS if name in wanted]

    @property
    def query(self) -> str:
        """The address without a place in the list."""
        return urlencode(self.pairs)

    def sorted_by(self, sort: str) -> str:
        """The address of the same list by another order; by the same one, the other way round."""
        down = not self.is_descending if sort == self.sort else SORTS[sort]
        rest = [pair for pair in self.pairs if pair[0] not in ("sort", "descending")]
        return urlencode([*rest, ("sort", sort), ("descending", "yes" if down else "no")])

    def without(self, pair: Pair) -> str:
        """The address without one filter."""
        rest = [each for each in self.pairs if each != pair]
        return urlencode(
            rest if any(name == "whose" for name, _ in rest) else [("whose", "all"), *rest]
        )

    def with_whose(self, whose: str) -> str:
        named = {"mine": "owner", "team": "team"}.get(whose)
        rest = [pair for pair in self.pairs if pair[0] not in ("whose", named)]
        return urlencode([("whose", whose), *rest])

    @property
    def is_same(self) -> frozenset[Pair]:
        """Two addresses that ask for the same are equal in this."""
        return frozenset(self.pairs)


Choices = Mapping[str, Mapping[str, str]]
"""Filter → its values, and what people read for each."""


def choices(policy: Policy, people: Iterable[Mapping[str, Any]], t: Speech) -> Choices:
    """What may be asked for."""
    stages = {
        name: stage.label[t.language]
        for sop in policy.sops.values()
        for name, stage in sop.stages.items()
    }
    return {
        "whose": {each: t(f"list.whose.{each}") for each in WHOSE},
        "sla_state": _words(t, "sla_state", SlaState),
        "priority": _words(t, "priority", Priority),
        "phase": _words(t, "phase", Phase),
        "stage": stages,
        "owner": {person["handle"]: person["name"] for person in people},
        "paused_for": _words(t, "pause_reason", PauseReason),
        "promised": {each: t(f"list.promised.{each}") for each in ("yes", "no")},
        "tier": {each: t(f"list.tier.{each}") for each in ("1", "2", "3")},
        "complexity": _words(t, "complexity", Complexity),
        "scenario": {name: sop.label[t.language] for name, sop in policy.sops.items()},
        "team": {name: team.label[t.language] for name, team in policy.teams.items()},
        "sort": {each: t(f"list.column.{each}") for each in SORTS},
        "descending": {each: each for each in ("yes", "no")},
        "show": {each: t(f"list.column.{each}") for each in COLUMNS},
    }


def _words(t: Speech, family: str, values: object) -> dict[str, str]:
    return {value: t.begun(family, value) for value in get_args(values)}


def check(asked: Asked, known: Choices, zone: str, t: Speech) -> dict[str, Any]:
    """What the API is asked for. What nobody knows is noted in `asked.errors`, at its field."""
    for name, values in known.items():
        if unknown := [value for value in asked.all(name) if value not in values]:
            asked.errors[name] = t("list.unknown", value=unknown[0][:LONGEST])
    query: dict[str, Any] = {
        name: asked.all(name) for name in TICKED if name != "promised" and asked.all(name)
    }
    if len(promised := asked.all("promised")) == 1:
        query["promised"] = promised[0] == "yes"
    if customer := asked.all("customer"):
        query["customer"] = [each[:LONGEST] for each in customer[:MANY]]
    for name, parameter, days in (
        ("opened_from", "opened_after", 0),
        ("opened_to", "opened_before", 1),
    ):
        if typed := asked.one(name):
            if at := _midnight(typed, zone, days):
                query[parameter] = at.isoformat()
            else:
                asked.errors[name] = t("list.no_date", value=typed[:LONGEST])
    return {**query, "sort": asked.sort, "descending": asked.is_descending}


def _midnight(typed: str, zone: str, days: int) -> datetime | None:
    """When a day begins, or the next one; a moment earlier for the beginning, since the API's bounds are left out."""
    try:
        on = date.fromisoformat(typed) + timedelta(days=days)
        begins = datetime(on.year, on.month, on.day, tzinfo=ZoneInfo(zone))
    except (ValueError, OverflowError):
        return None
    if not 2000 <= on.year < 2100:  # as far as the API's times reach
        return None
    return begins if days else begins - timedelta(microseconds=1)
