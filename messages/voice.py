"""How one case is spoken of: its language, its time zone, the labels of its SOP.

The core hands over names and instants; a `Voice` turns each into what a person reads. It is
lenient on purpose: a name it has no word for is said as it is, because a summary that raises
would stop a case.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from domain.case import Case
from domain.plan import Language, Plan
from messages.say import has, say
from messages.times import moment, window

NO_ZONE = "UTC"
"""The zone of a case without a plan, which has no business calendar yet."""

REASONS = ("cause", "let_go", "pause_reason", "promise_kind", "command")
"""Where a reason given by a rule, and not by a person, has its words."""


@dataclass(frozen=True)
class Voice:
    """Names and instants of one case, in words.

    `stages` and `facts` are the labels of the SOP's stages and of what they yield. With the `case`,
    promises are called by their subjects too. With `now`, a moment in another year names it.
    """

    language: Language
    zone: str = NO_ZONE
    stages: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    case: Case | None = None
    now: datetime | None = None

    @classmethod
    def of(
        cls,
        plan: Plan,
        language: Language | None = None,
        case: Case | None = None,
        now: datetime | None = None,
    ) -> "Voice":
        """The voice of a plan: its language unless another is asked for, its business zone."""
        language = language or plan.language
        stages = plan.sop.stages
        return cls(
            language=language,
            zone=plan.calendars[plan.business].zone,
            stages={stage.name: stage.label.get(language, stage.name) for stage in stages},
            facts={f.name: f.label.get(language, f.name) for stage in stages for f in stage.yields},
            case=case,
            now=now,
        )

    def say(self, key: str, /, **params: object) -> str:
        return say(self.language, key, **params)

    def moment(self, at: datetime) -> str:
        return moment(at, self.zone, self.language, self.now)

    def window(self, interval: str) -> str:
        """An ISO 8601 interval: "Tue 3 Mar 14:00–16:00". What is none is said as it is."""
        try:
            begins, ends = (datetime.fromisoformat(end) for end in interval.split("/"))
        except ValueError:
            return interval
        return window(begins, ends, self.zone, self.language, self.now)

    def word(self, family: str, name: str) -> str:
        """The word for one value of the domain, such as `word("emotion", "angry")`."""
        key = f"{family}.{name}"
        return self.say(key) if has(key) else name

    def person(self, handle: str) -> str:
        if not handle:
            return self.say("person.nobody")
        return self.say("person.system") if handle == "system" else handle

    def stage(self, name: str) -> str:
        """A stage's label in the SOP; a stage of an older SOP is called by its name."""
        return self.stages.get(name, name)

    def called(self, name: str) -> str:
        """What a field is called: a fact of a stage, a part of a message, a field of a command."""
        if name in self.facts:
            return self.facts[name]
        return self.word("part" if has(f"part.{name}") else "field", name)

    def question(self, name: str) -> str:
        """A question to the customer in words, when the case that asks it is at hand."""
        guide = self.case.guide if self.case else None
        return guide.text(name) if guide else name

    def promise(self, promise_id: str) -> str:
        """A promise by its id, with its subject when the case is at hand."""
        promise = self.case.promise(promise_id) if self.case else None
        if promise is None:
            return promise_id
        subject = self.subject(promise.subject, promise.kind)
        return self.say("promise.named", promise=promise_id, subject=subject)

    def subject(self, text: str, kind: str = "callback") -> str:
        """What a promise is about; one that nobody worded is called by its kind."""
        return self.word("promise_kind", text.strip() or kind)

    def reason(self, text: str) -> str:
        """A reason: a person's own words, or the word for the rule or the stage that gave it."""
        for family in REASONS:
            if has(f"{family}.{text}"):
                return self.word(family, text)
        return self.stage(text).strip().rstrip(".。")  # the sentence around it has its own stop

    def listed(self, names: list[str]) -> str:
        return self.say("list.comma").join(names) if names else self.say("list.none")
