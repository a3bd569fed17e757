"""What a form may draw on: the case and the house as the API tells of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from console.speech import Speech


@dataclass(frozen=True)
class Known:
    """`case`, `people`, `times` and `plan` as `/v1/cases/{number}`, `/people`, `/times` and `/milestones` have them; `draft`
    is the message that somebody starts from, if they do."""

    t: Speech
    me: Mapping[str, Any]
    case: Mapping[str, Any]
    people: list[dict[str, Any]]
    times: list[dict[str, Any]]
    plan: list[dict[str, Any]]
    draft: Mapping[str, str]

    @property
    def next_promise(self) -> Mapping[str, Any] | None:
        """The open promise that is due first."""
        due = [p for p in self.case["promises"] if p["status"] == "open"]
        return min(due, key=lambda p: (p["latest_by"], p["id"]), default=None)

    @property
    def by_rhythm(self) -> str:
        """By when somebody calls if nobody names a time; empty where the case has no rhythm."""
        return next((str(each["at"]) for each in self.times if each["name"] == "rhythm"), "")

    @property
    def channel(self) -> str:
        """How this customer was last spoken with; until then, how they came."""
        spoken = [
            c["channel"]
            for c in self.case["contacts"]
            if c["channel"] != "visit" and not c.get("disproved")
        ]
        return str(spoken[-1] if spoken else self.case["channel"])
