"""The forms that a case's page offers: what leads on first, then what belongs to each part of the page, then the rest.

What can be asked, and why the rest is shut, the API says (`/v1/cases/{number}/ways`). Nothing that is open is left out: what no
part of the page takes stands at its end.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from console.forms.filled import Form
from console.forms.known import Known
from console.forms.making import Maker, Way
from console.forms.reading import Posted
from console.forms.table import route_at

ENDINGS = frozenset({"withdraw", "end_without_agreement"})
"""What leads on, too, but is nobody's next step until the customer says so: it stands behind the rest."""
FIRST = "contact"
"""What people come for: it stands open, above all else."""
PARTS: dict[str, str] = {
    "answers": "questions",
    "arrange_visit": "visits",
    "ask": "questions",
    "assign": "owner",
    "end_observation": "observation",
    "judge_complexity": "complexity",
    "set_red_line": "complexity",
    "escalate": "escalations",
    "extend_observation": "observation",
    "message": "messages",
    "note": "notes",
    "observe": "observation",
    "offer": "offers",
    "pause": "pause",
    "product": "questions",
    "promise": "promises",
    "resume": "pause",
    "same_person": "person",
    "set_priority": "priority",
}
"""Verb → the part of the page that carries its form. One that is not named stands with the rest."""


@dataclass
class Offers:
    """`parts` are the forms of a part of the page by its name, `entries` those of one promise, visit, message or call by its
    id; `shut` are those that can't be asked now."""

    maker: Maker
    front: list[Form] = field(default_factory=list)
    """What was sent and is offered no longer: it comes back above all else."""
    first: list[Form] = field(default_factory=list)
    needed: list[Form] = field(default_factory=list)
    parts: dict[str, list[Form]] = field(default_factory=dict)
    entries: dict[str, list[Form]] = field(default_factory=dict)
    rest: list[Form] = field(default_factory=list)
    shut: list[Form] = field(default_factory=list)
    _drawn: set[str] = field(default_factory=set)

    def everything(self) -> list[Form]:
        """All that can be sent."""
        groups = [
            self.front,
            self.first,
            self.needed,
            *self.parts.values(),
            *self.entries.values(),
            self.rest,
        ]
        return [form for forms in groups for form in forms]

    def has(self, part: str) -> bool:
        return bool(self.parts.get(part))

    def opens(self, entries: Sequence[Mapping[str, Any]]) -> bool:
        """Whether a form of one of these entries stands open: then nothing is folded over it."""
        return any(form.is_open for each in entries for form in self.entries.get(each["id"], ()))

    def of(self, part: str) -> list[Form]:
        """The forms of a part of the page, or of an entry; from here on they count as drawn."""
        self._drawn.add(part)
        return [*self.parts.get(part, ()), *self.entries.get(part, ())]

    def left(self) -> list[Form]:
        """What no part of the page has drawn."""
        groups = {**self.parts, **self.entries}
        return [form for name, forms in groups.items() if name not in self._drawn for form in forms]

    def refilled(self, place: str, typed: Posted, zone: str, *, over: str = "") -> Form:
        """The form at a place with what was typed into it. One that is not offered any more stands in front; where the stage
        it was drawn in is `over`, without fields, for those of another stage are not what was asked."""
        found = next((form for form in self.everything() if form.place == place), None)
        if found is None:
            found = self._out_of_place(place)
            self.front.append(found)
            if over:
                found.over, found.inputs, found.more = over, [], []
        found.refill(typed, zone)
        if found.over:
            found.left = tuple((self._called(found, name), said) for name, said in found.left)
        return found

    def _called(self, form: Form, name: str) -> str:
        """What a field that is asked for no more was called; a fact by what the case says, if it has it by now."""
        known, fact = self.maker.known, name.rpartition(".")[2]
        facts = {each["name"]: each["label"] for each in known.case["yielded"]}
        called = facts.get(fact, known.t.field(form.verb, name))
        return "" if called == name else called

    def _out_of_place(self, place: str) -> Form:
        for form in self.shut:
            if form.place == place:
                self.shut.remove(form)
                return form
        route = route_at(place)
        assert route, f"nothing is asked at {place}"
        return self.maker.form(
            {
                "verb": route.name,
                "place": place,
                "entry": None,
                "leads_to": (),
                "open": True,
                "refusal": None,
                "shut_choices": (),
                "choices": {},
            }
        )


def offers(known: Known, ways: Sequence[Way]) -> Offers:
    """What may be asked of a case as it stands."""
    found = Offers(Maker(known))
    for way in ways:
        form, entry = found.maker.form(way), way["entry"]
        if not way["open"]:
            found.shut.append(form)
        elif form.verb == FIRST:
            form.is_open = True
            found.first.append(form)
        elif entry:
            found.entries.setdefault(entry, []).append(form)
        elif form.leads:
            found.needed.append(form)
        elif form.verb in PARTS:
            found.parts.setdefault(PARTS[form.verb], []).append(form)
        else:
            found.rest.append(form)
    found.needed.sort(key=lambda form: form.verb in ENDINGS)
    return found
