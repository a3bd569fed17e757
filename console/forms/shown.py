"""Which fields of a body a form shows, in which order and how; whatever is not named follows behind a fold."""

from collections.abc import Mapping
from dataclasses import dataclass

from console.forms.fields import Field
from console.forms.filled import Input, Look


@dataclass(frozen=True)
class Shown:
    """`first` stand open, `never` are for programs; `radios` are chosen among at a glance, `times` from offered ones,
    and `expected` are filled in as a rule, though the command may do without. `lines` have one line, whatever the body would
    take, and `halves` share theirs. Of `open_only` only those choices are shown that can be taken now."""

    first: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    radios: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    expected: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    halves: tuple[str, ...] = ()
    open_only: tuple[str, ...] = ()

    def asked(self, fields: Mapping[str, Field]) -> dict[str, Field]:
        """Those of a body's fields that people may fill in."""
        return {name: field for name, field in fields.items() if name not in self.never}

    def split(self, fields: Mapping[str, Field]) -> tuple[list[Field], list[Field]]:
        """What stands open, and what is folded away. Where no field is named, those stand open that are needed."""
        left = self.asked(fields)
        first = [name for name in self.first if name in left] or [
            name for name, field in left.items() if field.required
        ]
        rest = [field for name, field in left.items() if name not in first]
        return [left[name] for name in first], rest

    def dress(self, made: Input) -> Input:
        """A field as it is drawn."""
        made.look = self._look(made.name)
        made.is_expected = made.name in self.expected
        made.is_half = made.name in self.halves
        if made.name in self.lines:
            made.kind = "line"
        return made

    def _look(self, name: str) -> Look:
        if name in self.radios:
            return "radios"
        return "times" if name in self.times else "plain"


WHO = ("customer.name", "customer.phone", "customer.email")
PARTS = ("parts.where_we_are", "parts.what_comes_next", "parts.by_when", "parts.care")
FORMS: dict[str, Shown] = {
    "answers": Shown(("answers",)),
    "arrange_visit": Shown(
        ("engineer", "starts_at", "ends_at", "address", "agreed_at"), expected=("address",)
    ),
    "ask": Shown(
        ("questions", "channel", *PARTS, "emotion"),
        radios=("emotion",),
        expected=PARTS,
        halves=PARTS,
    ),
    "assign": Shown(("owner", "reason")),
    "complete": Shown(("yields", "to"), radios=("to",)),
    "confirm": Shown(
        ("factors", "channel", "told_at", "first_feedback_at", "answer"),
        radios=("complexity", "answer"),
        times=("first_feedback_at",),
        expected=("channel", "told_at", "first_feedback_at", "answer"),
    ),
    "contact": Shown(
        (
            "channel",
            "emotion",
            *PARTS,
            "said",
            "next_promise.subject",
            "next_promise.latest_by",
        ),
        radios=("emotion", "direction"),
        times=("next_promise.latest_by",),
        expected=("emotion", *PARTS, "next_promise.subject", "next_promise.latest_by"),
        halves=PARTS,
    ),
    "deescalate": Shown(("reason",)),
    "disprove": Shown(("reason",), expected=("reason",)),
    "end_observation": Shown(("reason", "told_at"), expected=("reason",)),
    "end_without_agreement": Shown(("reply", "outside_route"), expected=("reply", "outside_route")),
    "escalate": Shown(("reason", "line"), radios=("line",)),
    "extend_observation": Shown(("ends_at", "reason", "check_ins"), expected=("reason",)),
    "judge_complexity": Shown(("factors", "reason"), radios=("complexity",), expected=("reason",)),
    "make_room": Shown(("reason",), expected=("reason",)),
    "mark": Shown(("verdict", "note"), radios=("verdict",), open_only=("verdict",)),
    "message": Shown(("channel", "text")),
    "note": Shown(("text",)),
    "observe": Shown(("ends_at", "check_ins")),
    "offer": Shown(("remedy", "answer", "note"), radios=("remedy", "answer")),
    "open": Shown(
        (*WHO, "title", "description", "scenario", "priority", "channel", "spoke_at"),
        never=("customer.same_person",),  # asked once somebody is known under another name
        radios=("scenario", "priority", "emotion"),
        expected=(*WHO, "description", "scenario", "priority", "channel", "spoke_at"),
        lines=(*WHO, "customer.account", "customer.company", "title"),
        halves=(*WHO[1:], "channel", "spoke_at"),
    ),
    "pause": Shown(("reason", "until", "channel", "note"), radios=("reason",), times=("until",)),
    "product": Shown(("family",)),
    "promise": Shown(("subject", "latest_by"), times=("latest_by",)),
    "record_visit": Shown(
        ("outcome", "arrived_at", "emotion", "said", "note"), radios=("outcome", "emotion")
    ),
    "release": Shown(("reason",), expected=("reason",)),
    "reopen": Shown(("reason",), expected=("reason",)),
    "renegotiate": Shown(("latest_by", "reason"), times=("latest_by",), expected=("reason",)),
    "report_visit": Shown(("report", "yields")),
    "reschedule_visit": Shown(("starts_at", "ends_at", "moved_by", "reason"), radios=("moved_by",)),
    "resolve": Shown(("basis", "said_in", "note"), radios=("basis",)),
    "resume": Shown(("note",)),
    "revisit": Shown(
        ("outcome", "emotion", "said", "note"), radios=("outcome", "emotion", "early")
    ),
    "set_priority": Shown(("priority", "reason"), radios=("priority",)),
    "set_red_line": Shown(("working_days", "reason"), expected=("reason",)),
    "triage": Shown(("priority", "reason", "traits", "yields"), radios=("priority",)),
    "verify": Shown(("outcome", "said_in", "note"), radios=("outcome",)),
    "withdraw": Shown(("reason",), expected=("reason",)),
}
"""Verb → how its form looks. One that is not named shows what it needs and folds away the rest."""
PUTTING_RIGHT: dict[str, Shown] = {
    "mark": FORMS["mark"],
    "record_visit": Shown(
        ("outcome", "note"),
        never=("arrived_at", "left_message", "emotion", "said"),
        radios=("outcome",),
        expected=("note",),
        open_only=("outcome",),
    ),
}
"""Verb → how its form looks where it can only put right what is on record."""
