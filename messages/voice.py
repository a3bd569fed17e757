"""How one case is spoken of: its language, its time zone, the labels of its SOP.

The core hands over names and instants; a `Voice` turns each into what a person reads. It is
lenient on purpose: a name it has no word for is said as it is, because a summary that raises
would stop a case.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from domain.case import Case
from domain.case.actions import Action
from domain.clocks import Clock
from domain.errors import Problem
from domain.event import Event
from domain.plan import Plan
from domain.plan.terms import Language
from messages.params import fields, readable
from messages.telling import Book
from messages.text import Text
from messages.times import moment, window

NO_ZONE = "UTC"
"""The zone of a case without a plan, which has no business calendar yet."""


@dataclass(frozen=True)
class Voice:
    """Names and instants of one case, in the words of a book.

    `stages` and `facts` are the labels of the SOP's stages and of what they yield, `choices` of what may be
    chosen there, `times` the facts that are moments; the `plan` counts clocks out. With the `case`, its entries are called by what they are
    (`things` are those that somebody with the case has called already, by id). With `people`, who is meant is
    called by name, and by handle where nobody is known under it. With `now`, a moment in another year names it.
    """

    book: Book
    language: Language
    zone: str = NO_ZONE
    stages: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    times: frozenset[str] = frozenset()
    people: Mapping[str, str] = field(default_factory=dict)
    things: Mapping[str, str] = field(default_factory=dict)
    plan: Plan | None = None
    case: Case | None = None
    now: datetime | None = None

    @classmethod
    def of(
        cls,
        book: Book,
        plan: Plan,
        language: Language | None = None,
        case: Case | None = None,
        now: datetime | None = None,
        people: Mapping[str, str] | None = None,
    ) -> "Voice":
        """The voice of a plan: its language unless another is asked for, its business zone."""
        language = language or plan.language
        stages = plan.sop.stages
        facts = [fact for stage in stages for fact in stage.yields]
        return cls(
            book=book,
            language=language,
            zone=plan.calendars[plan.business].zone,
            stages={stage.name: stage.label.get(language, stage.name) for stage in stages},
            facts={fact.name: fact.label.get(language, fact.name) for fact in facts},
            choices={fact.name: fact.words(language) for fact in facts if fact.choices},
            times=frozenset(fact.name for fact in facts if fact.kind == "time"),
            people=people or {},
            plan=plan,
            case=case,
            now=now,
        )

    def say(self, key: str, /, **params: object) -> str:
        return self.book.texts.say(self.language, key, **params)

    def most_specific(self, *keys: str) -> str:
        """The first of these keys that has a text; the last one has."""
        return next((key for key in keys if self.book.texts.has(key)), keys[-1])

    def moment(self, at: datetime) -> str:
        return moment(at, self.zone, self.language, self.now)

    def due(self, clock: Clock) -> str:
        """When one of the case's clocks is up. Raises ValueError in a voice without a plan."""
        if self.plan is None:
            raise ValueError("only a plan can count a clock out")
        return self.moment(clock.due(self.plan)[0])

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
        return self.say(key) if self.book.texts.has(key) else name

    def person(self, handle: str) -> str:
        if not handle:
            return self.say("person.nobody")
        return self.say("person.system") if handle == "system" else self.people.get(handle, handle)

    def thing(self, entry: str) -> str:
        """What people call an entry of the case, by its id; one that the case has no more, that it was earlier.
        What is no id of an entry is said as it is."""
        if entry in self.things:
            return self.things[entry]
        kind = entry[:1]
        if kind not in self.book.things or not entry[1:].isdecimal():
            return entry
        called = self.book.things[kind](self.case, entry, self) if self.case else None
        return called or self.say(self.most_specific(f"thing.earlier.{kind}", "thing.earlier"))

    def choice(self, fact: str, value: str) -> str:
        """What was chosen for a fact of a stage, or when it was; text that somebody wrote is said as it is."""
        if fact in self.times:
            return self.moment(datetime.fromisoformat(value))
        return self.choices.get(fact, {}).get(value) or self.things.get(value, value)

    def anchor(self, name: str) -> str:
        """From what a time is counted: something that the case knows, or a fact that somebody has told."""
        return (
            self.word("anchor", name) if self.book.texts.has(f"anchor.{name}") else self.fact(name)
        )

    def stage(self, name: str) -> str:
        """A stage's label in the SOP; a stage of an older SOP is called by its name."""
        return self.stages.get(name, name)

    def fact(self, name: str) -> str:
        """What a fact of a stage is called; one of an older SOP is called like a field."""
        return self.facts.get(name) or self.things.get(name) or self.called(name)

    def called(self, name: str) -> str:
        """What a part of a message or a field of a command is called; one that there isn't, by the name it was given."""
        family = "part" if self.book.texts.has(f"part.{name}") else "field"
        given = name.rpartition(".")[2].strip()
        return self.word(family, name) if self.book.texts.has(f"{family}.{name}") else given

    def subject(self, text: str, kind: str = "callback") -> str:
        """What a promise is about; one that nobody worded is called by its kind."""
        return self.word("promise_kind", text.strip() or kind)

    def reason(self, text: str) -> str:
        """A reason: a person's own words, or the word for the rule or the stage that gave it."""
        for family in self.book.reasons:
            if self.book.texts.has(f"{family}.{text}"):
                return self.word(family, text)
        return self.stage(text).strip().rstrip(".。")  # the sentence around it has its own stop

    def called_for(self, cause: str, text: str) -> str:
        """Why the line was called: what somebody said, what was promised, or else the stage in which something was
        overdue."""
        return self.reason(text) if cause in ("agent", "second_break") else self.stage(text)

    def listed(self, names: list[str]) -> str:
        return self.say("list.comma").join(names) if names else self.say("list.none")

    def in_a_row(self, sentences: list[str]) -> str:
        """Sentences after each other; they have their own commas."""
        return self.say("list.semicolon").join(sentences)

    def fields(self, event: Event) -> dict[str, object]:
        """An event's own fields in words, and `by`, who did it."""
        return fields(event, self)

    def action(self, action: Action) -> str:
        """An action in a few words: "Tell wang.lead: promise broken (p2)"."""
        about = self.word("about", action.about)
        line = self.say(f"action.{action.name}", to=self.person(action.to), about=about)
        naming = self.book.things.get((action.ref or "")[:1])
        ref = naming(self.case, action.ref or "", self) if naming and self.case else None
        how = self.most_specific(f"action.ref.{action.about}", "action.ref")
        return self.say(how, action=line, ref=ref) if ref else line

    def refusal(self, problem: Problem) -> Text:
        """Why the core said no. Its fields are called as the command calls them (`fields`) and as the
        stage does (`facts`); the sentence takes what fits."""
        named = ", ".join(problem.fields)
        params = readable({"fields": named, "facts": named} | problem.params, self)
        detail = self.say(f"refusal.{problem.code}.detail", **params)
        if "our_time" in params:  # not known to what was refused under the first core
            detail = self.say("problem.our_time", detail=detail, our_time=params["our_time"])
        return Text(title=self.say(f"refusal.{problem.code}.title", **params), detail=detail)
