"""A form on a page: where it goes, its fields with what stands in them, and what is wrong."""

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from console.door import in_words
from console.forms.fields import Field, Kind
from console.forms.reading import Posted, typed_in
from console.speech import Speech

Look = Literal["plain", "radios", "times"]
"""How a field is drawn where its kind leaves a choice."""


A_LINE, FEWEST, MOST = 42, 2, 10
"""Letters of a line in an area, and the lines that one has."""


class Choice(NamedTuple):
    """A value and what people read for it; `why` is the reason for which it can't be chosen now, `about` what it means."""

    value: str
    called: str
    why: str = ""
    about: str = ""


OURS = frozenset({"csrf", "key"})
CHOSEN = re.compile(r"[a-z_/.]+|\d{4}-\d\d-\d\dT[\d:.]+Z?")
"""A choice or a time: quickly chosen again, and no word of anybody's."""


@dataclass
class Input:
    """One field with what is in it."""

    name: str
    kind: Kind
    label: str
    hint: str = ""
    required: bool = False
    choices: tuple[Choice, ...] = ()
    values: list[str] = field(default_factory=list)
    error: str = ""
    look: Look = "plain"
    is_expected: bool = False
    """Whether it is filled in as a rule, though its command may do without."""
    is_given: bool = False
    """Whether it has a value also when nobody chooses one: then there is no choosing nothing."""
    unchosen: str = ""
    """What choosing nothing means here; empty where it means what it always does."""
    is_half: bool = False
    """Whether it shares a line with its neighbour, where there is room."""

    @property
    def value(self) -> str:
        return self.values[-1] if self.values else ""

    @property
    def rows(self) -> int:
        """Lines of an area, so that what stands in it can be read."""
        lines = sum(1 + len(line) // A_LINE for line in self.value.split("\n"))
        return max(FEWEST, min(MOST, lines))

    @property
    def exact(self) -> str:
        """What was typed beside the offered times."""
        offered = {choice.value for choice in self.choices}
        return next((each for each in reversed(self.values) if each and each not in offered), "")

    def put_back(self, typed: Sequence[str], zone: str) -> None:
        """What was typed. A time that was offered when the page was drawn, and no longer is, stays as the exact one."""
        self.values = list(typed)
        if self.look == "times":
            self.values = [
                each for each in typed if each
            ]  # the exact time that nobody typed is sent, too
            if exact := self.exact:
                self.values.append(_local(exact, zone))


def _local(at: str, zone: str) -> str:
    """An instant as a field has it; what is none stays as it was typed."""
    try:
        return typed_in(zone, at) if at.endswith("Z") or "+" in at else at
    except (ValueError, OverflowError):  # the latter for what is before the year 1 here
        return at


@dataclass
class Form:
    """`place` is the address below the page's; `key` makes a double click one command."""

    verb: str
    place: str
    anchor: str
    """Where it is found on the page."""
    title: str
    button: str
    inputs: list[Input]
    more: list[Input] = field(default_factory=list)
    """Behind a fold: what is seldom needed."""
    hint: str = ""
    key: str = field(default_factory=lambda: uuid.uuid4().hex)
    error: str = ""
    """What is wrong with all of it."""
    is_open: bool = False
    leads: tuple[str, ...] = ()
    """The stages it may lead to, as people call them."""
    shut: str = ""
    """Why it can't be asked now; empty while it can."""
    notes: tuple[str, ...] = ()
    """Lines to read before it is filled in."""
    meanwhile: tuple[str, ...] = ()
    """What has happened since it was drawn."""
    carried: dict[str, str] = field(default_factory=dict)
    """What it brings back as it is."""
    left: tuple[tuple[str, str], ...] = ()
    """Words that were typed into fields which are asked for no more."""
    over: str = ""
    """Why it can't be sent again, in one sentence: then only what was typed is shown."""

    def everything(self) -> list[Input]:
        return [*self.inputs, *self.more]

    def bring_forward(self, field: Input) -> None:
        """Let a field be seen first of all: somebody should know what is filled in for them."""
        for fields in (self.inputs, self.more):
            if field in fields:
                fields.remove(field)
        self.inputs.insert(0, field)

    def refill(self, typed: Posted, zone: str) -> None:
        """Put back what was typed."""
        for each in self.everything():
            each.put_back(typed.values.get(each.name, []), zone)
        asked = {each.name for each in self.everything()} | self.carried.keys() | OURS
        self.left = tuple(
            (name, value)
            for name, values in typed.values.items()
            for value in values
            if name not in asked and value.strip() and not CHOSEN.fullmatch(value)
        )
        self.is_open = True
        self.shut = ""

    def say(self, problem: Mapping[str, Any], key: str) -> None:
        """Say what is wrong, each thing at its field. `key` is the one it was sent with."""
        wrong: dict[str, str] = {}
        for each in problem.get("errors", ()):
            wrong.setdefault(each["field"], each.get("message") or problem["detail"])
        for each in self.everything():
            # what is wrong with a part as a whole stands at its first field
            part, _, last = each.name.rpartition(".")
            fact = last if part == "yields" else each.name  # a fact is called by its own name
            each.error = wrong.pop(fact, "") or _within(each.name, wrong) or wrong.pop(part, "")
        more = [each for each in dict.fromkeys(wrong.values()) if each != problem["detail"]]
        self.error = " ".join([in_words(problem), *more])
        if problem.get("status", 500) >= 500:
            self.key = key or self.key  # it may have been done: the same again is safe


def _within(name: str, wrong: dict[str, str]) -> str:
    """What is wrong with an entry of a list stands at the list."""
    for place in [place for place in wrong if place.startswith(f"{name}.")]:
        return wrong.pop(place)
    return ""


def input_of(
    verb: str, field: Field, t: Speech, choices: tuple[Choice, ...] | None = None
) -> Input:
    """A field with what stands in it at first. `choices` are those that only the case knows."""
    known = tuple(Choice(each, t.choice(verb, field.last, each)) for each in field.choices)
    return Input(
        name=field.name,
        kind=field.kind,
        label=t.field(verb, field.name),
        hint=t.hint(verb, field.name) or _between(field, t),
        required=field.required,
        choices=known if choices is None else choices,
        values=_at_first(field),
        is_given=field.kind == "choice" and field.default is not None,
    )


def _between(field: Field, t: Speech) -> str:
    if field.least is None or field.most is None:
        return ""
    return t("hint.number", least=field.least, most=field.most)


def _at_first(field: Field) -> list[str]:
    if field.kind == "tick":
        return ["on"] if field.default else []
    return [str(field.default)] if field.kind == "choice" and field.default is not None else []
