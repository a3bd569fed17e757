"""Making the form of a command: its fields in their order, with the choices that the case and the house know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from api.auth import ON_SITE
from console.forms.defaults import at_first
from console.forms.fields import Field, Kind, fields_of
from console.forms.filled import Choice, Form, Input, input_of
from console.forms.known import Known
from console.forms.meaning import carried
from console.forms.reading import typed_in
from console.forms.shown import FORMS, PUTTING_RIGHT, Shown
from console.forms.table import verbs

ASKED: dict[str, Kind] = {"text": "text", "choice": "choice", "time": "moment", "amount": "line"}
"""Kind of a fact → that of its field."""
A_FEW = 30
"""People that a list to choose from shows; more of them are typed, and found by the first letters."""
LATELY = 12
"""Conversations and messages that may be meant when something is said to stand in one."""
RECORDED: dict[str, tuple[str, frozenset[str]]] = {
    "mark": ("messages", frozenset({"thanks"})),
    "record_visit": ("visits", frozenset({"done", "no_show_by_customer"})),
}
"""Verb → the list of its entries, and what is on record of one that can only be put right."""
MOVING_LINE = frozenset({"judge_complexity", "set_red_line"})
"""Verbs that may move the red line."""
Way = Mapping[str, Any]
"""One of `/v1/cases/{number}/ways`."""


def colleagues(people: Sequence[Mapping[str, Any]]) -> tuple[Choice, ...] | None:
    """People to choose from, without accounts that are nobody's; None where they are too many for that."""
    those = [each for each in people if ON_SITE & {*each["roles"]}]
    if len(those) > A_FEW:
        return None
    return tuple(Choice(p["handle"], f"{p['name']} · {p['team_label']}") for p in those)


@dataclass(frozen=True)
class Maker:
    """Makes forms for one page."""

    known: Known

    def form(self, way: Way) -> Form:
        """The form of a way, open or shut."""
        verb: str = way["verb"]
        looks, called = FORMS, verb
        if self._puts_right(way):
            looks, called = PUTTING_RIGHT, f"{verb}.again"
        route, shown, t = verbs()[verb], self._by_factors(looks.get(verb, Shown())), self.known.t
        first, rest = shown.split(fields_of(route.body) if route.body else {})
        no = way["refusal"]
        return Form(
            verb=verb,
            place=way["place"],
            anchor=f"form-{way['place'].replace('/', '-')}",
            title=t(f"form.{called}"),
            button=t.button(verb),
            inputs=self._inputs(way, shown, first),
            more=self._inputs(way, shown, rest),
            hint=self._hint(called),
            leads=tuple(each["label"] for each in way["leads_to"]),
            shut="" if way["open"] or no is None else no["detail"],
            notes=self._notes(verb),
            carried=carried(self.known, verb),
        )

    def _puts_right(self, way: Way) -> bool:
        """Whether the entry that a way is about is on record already, so that it can only be put right."""
        records, on_record = RECORDED.get(way["verb"], ("", frozenset()))
        return any(
            on_record & {entry.get("verdict"), entry.get("status")}
            for entry in (self.known.case[records] if records else ())
            if entry["id"] == way["entry"]
        )

    def _by_factors(self, shown: Shown) -> Shown:
        """Where the policy has no factors, somebody names the complexity by themselves; where they did, it stands open."""
        case = self.known.case
        if "factors" not in shown.first or (case["factors"] and not case["named"]):
            return shown
        expected = shown.expected if case["factors"] else ("complexity",)
        return replace(shown, first=("complexity", *shown.first), expected=expected)

    def _hint(self, called: str) -> str:
        """What a form is for; where it moves the red line, where that is now."""
        t, line = self.known.t, self.known.case["red_line_now"]
        now = [line["told"]] if line and called in MOVING_LINE else []
        return t("list.sentence").join([*now, t.about(called)])

    def _inputs(self, way: Way, shown: Shown, fields: list[Field]) -> list[Input]:
        found: list[Input] = []
        for field in fields:
            if field.kind == "facts":
                found += self._facts(way, field.name)
            elif field.name == "to" and len(way["choices"].get("to", ())) < 2:
                continue  # one way on needs no choice
            else:
                found.append(self._input(way, shown, field))
        return found

    def _input(self, way: Way, shown: Shown, field: Field) -> Input:
        verb: str = way["verb"]
        made = shown.dress(input_of(verb, field, self.known.t, self._choices(way, field)))
        if field.name == "complexity" and self.known.case["factors"]:
            made.unchosen = self.known.t("unchosen.by_factors")
        if field.name == "working_days" and (line := self.known.case["red_line_now"]):
            made.label = self.known.t(f"field.working_days.{line['anchor']}")
        made.values = at_first(self.known, verb, field.name) or made.values
        if made.look == "times":
            self._offer_times(made, field)
        elif shut := {
            s["value"]: s["detail"] for s in way["shut_choices"] if s["field"] == field.name
        }:
            made.choices = tuple(c._replace(why=shut.get(c.value, "")) for c in made.choices)
        if field.name in shown.open_only:
            made.choices = tuple(choice for choice in made.choices if not choice.why)
            if len(made.choices) == 1:
                made.values = [made.choices[0].value]
        return made

    def _offer_times(self, made: Input, field: Field) -> None:
        """The times that are offered. That of the rhythm is one to call by, and what goes without saying after a call."""
        known, t = self.known, self.known.t
        made.choices = tuple(
            Choice(each["at"], f"{each['label']} · {t.moment(each['at'])}")
            for each in known.times
            if field.last == "latest_by" or each["name"] != "rhythm"
        )
        if field.name == "next_promise.latest_by" and known.by_rhythm:
            made.unchosen = t("unchosen.rhythm", at=t.moment(known.by_rhythm))

    def _facts(self, way: Way, name: str) -> list[Input]:
        """What the stage asks for, or the questions that are open, each a field."""
        if name == "factors":
            weighed = {each["factor"]: each["value"] for each in self.known.case["weighed"]}
            return [
                Input(
                    name=f"{name}.{each['name']}",
                    kind="choice",
                    label=self.known.t(f"factor.{each['name']}"),
                    look="radios",
                    is_expected=True,
                    choices=tuple(
                        Choice(it["value"], it["label"], about=it["level_label"])
                        for it in each["choices"]
                    ),
                    values=[weighed.get(each["name"], "")],
                )
                for each in self.known.case["factors"]
            ]
        if name == "answers":
            return [
                Input(name=f"{name}.{each['name']}", kind="text", label=each["label"])
                for each in way["choices"].get("answers", ())
            ]
        is_whole = way["verb"] != "report_visit"  # a report is written without them, too
        return [
            Input(
                name=f"{name}.{ask['name']}",
                kind=ASKED[ask["kind"]],
                label=ask["label"],
                required=ask["required"] and is_whole,
                choices=tuple(Choice(it["value"], it["label"]) for it in ask["choices"]),
                values=[self._said_of(ask)],
            )
            for ask in self.known.case["asks"]
            if is_whole or way["leads_to"]
        ]

    def _said_of(self, ask: Mapping[str, Any]) -> str:
        """What is known of a fact already, as a field has it."""
        said: str = self.known.case["facts"].get(ask["name"], "")
        return typed_in(self.known.t.zone, said) if said and ask["kind"] == "time" else said

    def _choices(self, way: Way, field: Field) -> tuple[Choice, ...] | None:
        """The choices that the case or the house knows; None where the field says them itself."""
        known, t, case = self.known, self.known.t, self.known.case
        if named := way["choices"].get(field.name):
            return tuple(Choice(each["name"], each["label"]) for each in named)
        if field.last in ("owner", "engineer"):
            return colleagues(known.people)
        if field.last == "covers":
            return tuple(
                Choice(p["id"], f"{p['about']} · {t.moment(p['latest_by'])}")
                for p in case["promises"]
                if p["status"] == "open" and p["kind"] != "visit"
            )
        if field.name == "said_in":
            return self._said()
        return None

    def _said(self) -> tuple[Choice, ...]:
        """Conversations and messages of the customer, the last first."""
        case, t = self.known.case, self.known.t
        spoken = [
            (c["occurred_at"], c["id"], c["channel"]) for c in case["contacts"] if c["reached"]
        ]
        spoken += [(m["occurred_at"], m["id"], m["channel"]) for m in case["messages"]]
        return tuple(
            Choice(each, f"{t.word('channel', channel)} · {t.moment(at)}")
            for at, each, channel in sorted(spoken, reverse=True)[:LATELY]
        )

    def _notes(self, verb: str) -> tuple[str, ...]:
        """What will be promised by confirming."""
        if verb != "confirm":
            return ()
        t = self.known.t
        return tuple(
            t("confirm.plan", subject=each["subject"], at=t.moment(each["latest_by"]))
            for each in self.known.plan
        )
