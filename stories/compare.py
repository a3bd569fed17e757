"""Expected against seen. A difference knows where in the step it was written."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from stories.look import QUIETLY
from stories.parts import ExpectPart, Part, SeePart
from stories.times import StoryTimes

Inner = tuple[str | int, ...]
NOTHING = "nothing"

WHERE = {
    "due": ("latest_by", "due_at"),
    "expected": ("expected_by",),
    "kind": ("kind", "event"),
}
"""Under which of these names the API tells what a story calls by a shorter one."""
PARTLY = ("says", "title", "body", "subject")
"""Texts of which a part is enough."""
FIELDS = {"says": ("line",), "subject": ("subject", "about")}


class Difference(NamedTuple):
    """Something is not as expected. `inner` is its place within the step."""

    inner: Inner
    expected: str
    seen: str


class Comparer:
    """Compares the parts of a story with what the API tells; times to the minute."""

    def __init__(self, times: StoryTimes) -> None:
        self._times = times

    # --- answers ----------------------------------------------------------------------------------

    def answer(self, expect: ExpectPart, status: int, body: Any) -> Iterator[Difference]:
        """The answer of the API; without expectations it must be a success."""
        given = expect.given()
        content = body if isinstance(body, dict) else {}
        refused = f"{status} {content.get('code', '')}: {content.get('detail', body)}"
        if "status" not in given and "code" not in given and not 200 <= status < 300:
            yield Difference((), "success", refused + self._named_fields(content))
        if "status" in given and given["status"] != status:
            seen = str(status) if status < 300 else refused
            yield Difference(("expect", "status"), str(given["status"]), seen)
        if "code" in given and given["code"] != content.get("code"):
            seen = refused if "code" in content else f"{status}, accepted"
            yield Difference(("expect", "code"), str(given["code"]), seen)
        if "fields" in given:
            named = sorted({str(error["field"]) for error in content.get("errors", [])})
            if named != sorted(given["fields"]):
                yield Difference(
                    ("expect", "fields"),
                    ", ".join(sorted(given["fields"])),
                    ", ".join(named) or NOTHING,
                )
        for name, value in (given.get("answer") or {}).items():
            if not self._same(value, content.get(name)):
                inner = ("expect", "answer", name)
                yield Difference(inner, self.say(value), self.say(content.get(name)))

    def _named_fields(self, content: dict[str, Any]) -> str:
        errors = content.get("errors", [])
        named = [f"{e['field']}{': ' + e['message'] if 'message' in e else ''}" for e in errors]
        return f" ({'; '.join(named)})" if named else ""

    # --- what is seen -----------------------------------------------------------------------------

    def summary(self, see: SeePart, case: dict[str, Any]) -> Iterator[Difference]:
        """The plain facts of a case."""
        for name in SUMMARY:
            if name in see.model_fields_set and getattr(see, name) != case[name]:
                yield Difference(("see", name), self.say(getattr(see, name)), self.say(case[name]))

    def promises(self, see: SeePart, case: dict[str, Any]) -> Iterator[Difference]:
        yield from self._by_id("promises", see.promises, case)
        if "next_promise" in see.model_fields_set:
            yield from self._next_promise(see, case)

    def visits(self, see: SeePart, case: dict[str, Any]) -> Iterator[Difference]:
        yield from self._by_id("visits", see.visits, case)

    def _by_id(
        self, what: str, all_wanted: Mapping[str, Part], case: dict[str, Any]
    ) -> Iterator[Difference]:
        """Records of a case by their ids."""
        known = {each["id"]: each for each in case[what]}
        for name, wanted in all_wanted.items():
            inner: Inner = ("see", what, name)
            if name not in known:
                yield Difference(inner, self.part(wanted), f"only {', '.join(known) or NOTHING}")
            elif not self.fits(wanted, known[name]):
                yield Difference(inner, self.part(wanted), self.values(wanted, known[name]))

    def _next_promise(self, see: SeePart, case: dict[str, Any]) -> Iterator[Difference]:
        open_ones = [promise for promise in case["promises"] if promise["status"] == "open"]
        upcoming = min(open_ones, key=lambda p: (p["latest_by"], p["id"]), default=None)
        wanted, inner = see.next_promise, ("see", "next_promise")
        if wanted is None:
            if upcoming:
                yield Difference(
                    inner, NOTHING, f"{upcoming['id']} {self.say(upcoming['latest_by'])}"
                )
        elif upcoming is None:
            yield Difference(inner, self.part(wanted), NOTHING)
        elif not self.fits(wanted, upcoming):
            yield Difference(inner, self.part(wanted), self.values(wanted, upcoming))

    def deadlines(self, see: SeePart, deadlines: list[dict[str, Any]]) -> Iterator[Difference]:
        seen = [f"{d['kind']} {self.say(d['due_at'])}" for d in deadlines]
        yield from self._in_order(("see", "deadlines"), see.deadlines, deadlines, seen)

    def events(self, see: SeePart, events: list[dict[str, Any]]) -> Iterator[Difference]:
        """What happened since the last step; that actions are carried out goes without saying."""
        happened = [event for event in events if event["event"] not in QUIETLY]
        shown = [f"{self.say(e['at'])} {e['event']}: {e['line']}" for e in happened]
        yield from self._in_order(("see", "events"), see.events, events, shown)
        if "exactly" in see.model_fields_set:
            fits = len(see.exactly) == len(happened) and all(
                self.fits(wanted, event)
                for wanted, event in zip(see.exactly, happened, strict=True)
            )
            if not fits:
                wanted = [self.part(part) for part in see.exactly]
                kinds = [f"{self.say(e['at'])} {e['event']}" for e in happened]
                yield Difference(("see", "exactly"), _listed(wanted), _listed(kinds))
        if see.nothing and happened:
            kinds = [f"{self.say(e['at'])} {e['event']}" for e in happened]
            yield Difference(("see", "nothing"), "nothing happened", _listed(kinds))

    def notices(
        self, person: str, see: SeePart, notices: list[dict[str, Any]]
    ) -> Iterator[Difference]:
        """What a person was told since the last step; an empty list expects nothing."""
        shown = [f"{notice['about']}: {notice['title']}" for notice in notices]
        yield from self._among(("see", "inbox", person), see.inbox.get(person, ()), notices, shown)

    def heard(self, see: SeePart, notices: Mapping[str, int]) -> Iterator[Difference]:
        """How often people were told of a case: neither silence nor spam."""
        for person, times in see.heard.items():
            if notices.get(person, 0) != times:
                seen = str(notices.get(person, 0))
                yield Difference(("see", "heard", person), str(times), seen)

    def agenda(self, person: str, see: SeePart, owed: list[dict[str, Any]]) -> Iterator[Difference]:
        shown = [f"{each['kind']} {each['id']} {self.say(each['due_at'])}" for each in owed]
        yield from self._among(("see", "agenda", person), see.agenda.get(person, ()), owed, shown)

    # --- lists ------------------------------------------------------------------------------------

    def _in_order(
        self, inner: Inner, wanted: Sequence[Part], seen: list[dict[str, Any]], shown: list[str]
    ) -> Iterator[Difference]:
        """Each wanted one somewhere after the one before it."""
        at = 0
        for number, part in enumerate(wanted):
            found = next((n for n in range(at, len(seen)) if self.fits(part, seen[n])), None)
            if found is None:
                yield Difference((*inner, number), self.part(part), _listed(shown))
                return
            at = found + 1

    def _among(
        self, inner: Inner, wanted: Sequence[Part], seen: list[dict[str, Any]], shown: list[str]
    ) -> Iterator[Difference]:
        """Each wanted one once, in any order; nothing wanted means nothing there."""
        if not wanted and seen:
            yield Difference(inner, NOTHING, _listed(shown))
        left = list(seen)
        for number, part in enumerate(wanted):
            found = next((each for each in left if self.fits(part, each)), None)
            if found is None:
                yield Difference((*inner, number), self.part(part), _listed(shown))
            else:
                left.remove(found)

    # --- single things ----------------------------------------------------------------------------

    def fits(self, wanted: Part, seen: dict[str, Any]) -> bool:
        """Whether everything that was written of a thing is so."""
        return all(self._field_fits(name, value, seen) for name, value in wanted.given().items())

    def _field_fits(self, name: str, value: Any, seen: dict[str, Any]) -> bool:
        actual = _field(name, seen)
        if name in PARTLY:
            names = FIELDS.get(name, (name,))
            return any(str(value) in str(seen.get(each) or "") for each in names)
        if name == "about" and value not in (seen.get("about"), None):
            return str(value) in str(seen.get("title", ""))
        if isinstance(value, dict):
            return all(
                isinstance(actual, dict) and self._same(inner, _deep(actual, key))
                for key, inner in value.items()
            )
        return self._same(value, actual)

    def _same(self, wanted: Any, seen: Any) -> bool:
        wanted_at, seen_at = _instant(wanted), _instant(seen)
        if wanted_at and seen_at:
            return _minute(wanted_at) == _minute(seen_at)
        if isinstance(wanted, dict) and isinstance(seen, dict):
            return all(self._same(value, seen.get(key)) for key, value in wanted.items())
        return bool(wanted == seen or str(wanted) == str(seen))

    def part(self, part: Part) -> str:
        """What was expected, in one line."""
        given = part.given()
        if len(given) == 1:
            return self.say(next(iter(given.values())))
        return ", ".join(f"{name} {self.say(value)}" for name, value in given.items())

    def values(self, wanted: Part, seen: dict[str, Any]) -> str:
        """What is so, of the things that were asked for."""
        names = list(wanted.given())
        values = {name: _field(FIELDS.get(name, (name,))[0], seen) for name in names}
        if len(values) == 1:
            return self.say(next(iter(values.values())))
        return ", ".join(f"{name} {self.say(value)}" for name, value in values.items())

    def say(self, value: Any) -> str:
        at = _instant(value)
        if at:
            return f"{self._times.local(at):%a %Y-%m-%d %H:%M}"
        return NOTHING if value is None or value == "" else str(value)


SUMMARY = ("stage", "phase", "priority", "complexity", "emotion", "tier", "owner", "sla_state")


def _field(name: str, seen: dict[str, Any]) -> Any:
    for other in (*WHERE.get(name, ()), name):
        if other in seen:
            return seen[other]
    return None


def _deep(facts: dict[str, Any], key: str) -> Any:
    """A fact by its name, also one level down: `subject` of a promise that was made."""
    if key in facts:
        return facts[key]
    inner = [value[key] for value in facts.values() if isinstance(value, dict) and key in value]
    return inner[0] if inner else None


def _instant(value: Any) -> datetime | None:
    if isinstance(value, datetime):
        return value
    if isinstance(value, str) and len(value) > 15 and value[4:5] == "-":
        try:
            at = datetime.fromisoformat(value)
        except ValueError:
            return None
        return at if at.tzinfo else None
    return None


def _minute(at: datetime) -> int:
    return int(at.timestamp() // 60)


def _listed(names: list[str]) -> str:
    return "\n".join(names) if names else NOTHING
