"""The case: the state that is kept of it, put together from what it keeps of each feature.

Belongs here: records, by the feature's stem, and what can be read off them. Rules live with the features.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal

from pydantic import model_validator

from domain.case.actions import Action
from domain.case.complexity import Named, Weighed
from domain.case.confirmation import Notice
from domain.case.contacts import Channel, Contact
from domain.case.customer_messages import CustomerMessage, Link, WordsTold
from domain.case.deeds import StepsTold
from domain.case.endings import Closing
from domain.case.escalations import Escalation
from domain.case.notes import Note
from domain.case.observation import Observation
from domain.case.pauses import PastPause, Pause
from domain.case.promises import Promise
from domain.case.questions import Answer, QuestionRound
from domain.case.repairs import FailedRepair, RemedyOffer
from domain.case.resolution import Basis, Verification
from domain.case.revisits import RevisitTry, Solved
from domain.case.room import Room
from domain.case.triage import Trait
from domain.case.visits import Visit
from domain.clocks import Clock
from domain.frozen import Frozen
from domain.plan import Plan
from domain.plan.questions import Guide
from domain.plan.sop import Stage
from domain.plan.terms import Complexity, Emotion, Phase, Priority

FIRST_CORE = 1
"""The core of a case whose events name none (`domain.cores`)."""

BREAKS = "breaks"
"""Under which `Case.put_away` counts the broken promises among those it no longer carries."""


class Case(Frozen):
    """One complex after-sales case. Folding its events gives exactly this.

    `version` is the sequence number of the last event. Before the first event `plan` is None and
    nothing but opening is possible.

    A case that was reopened has another life (REQ E3): `life` counts from 0, `closings` has one
    entry for each life that has ended, besides those that came to nothing.
    """

    number: str
    core: int
    version: int = 0
    plan: Plan | None = None
    stage: str = ""
    stage_entered_at: datetime | None = None
    title: str = ""
    customer: str = ""
    customer_level: Literal["normal", "vip"] = "normal"
    person_question: Literal["another_name", "more_to_add"] | None = None
    """What is asked about the customer since the case was opened: whether it is somebody we know (REQ A3)."""
    same_person: bool | None = None
    """What somebody of ours has answered to that."""
    channel: Channel = "web"
    priority: Priority = "P2"
    traits: tuple[Trait, ...] = ()
    triaged_for: str | None = None
    """The reason that the last triage gave, as long as the case is where that led; None elsewhere."""
    complexity: Complexity | None = None
    weighed: tuple[Weighed, ...] = ()
    """What makes it so, factor by factor; empty where nobody judged them."""
    named: Named | None = None
    """Whoever named it by themselves; None where it is what the factors came to."""
    emotion: Emotion = "calm"
    came_feeling: Emotion = "calm"
    """How the customer felt when the case was opened."""
    pressed_at: datetime | None = None
    """When the case was last raised, or the customer turned furious: what was agreed on before, was for another
    matter (REQ A4)."""
    owner: str = ""
    tier: int = 1
    spoke_at: datetime | None = None
    opened_at: datetime | None = None
    confirmed_at: datetime | None = None
    resolved_at: datetime | None = None
    resolved_on: Basis | None = None
    resolved_in: str = ""
    """The contact or the message that confirmed it last."""
    worked_until: datetime | None = None
    """When the work ended that, as the customer has said since, was not enough; None until they do."""
    notice: Notice | None = None
    facts: dict[str, str] = {}
    response: Clock | None = None
    stage_clock: Clock | None = None
    clocks_left: dict[str, Clock] = {}
    """By stage, on the way to the anchor: the clocks of those that were left, and of the one in which the case was closed. They
    stand still."""
    word_at: datetime | None = None
    """When the customer wrote what began its present life; None in the first, which `spoke_at` began."""
    past_moments: tuple[str, ...] = ()
    """From what no limit counts any more (`Stage.at_most`): it was before the case came back, and hasn't been told anew."""
    closed_from: str = ""
    """The stage in which the case was closed last."""
    closed_from_since: datetime | None = None
    """Since when it had been there."""
    follow_up: Clock | None = None
    red_line_by: str = ""
    """Who has set the red line; empty where the policy does."""
    pause: Pause | None = None
    past_pauses: tuple[PastPause, ...] = ()
    observation: Observation | None = None
    verification: Verification | None = None
    promises: tuple[Promise, ...] = ()
    contacts: tuple[Contact, ...] = ()
    messages: tuple[CustomerMessage, ...] = ()
    words_told: WordsTold | None = None
    steps_told: StepsTold | None = None
    escalations: tuple[Escalation, ...] = ()
    revisits: tuple[RevisitTry, ...] = ()
    solved_before: Solved | None = None
    """How it stood before the last revisit that told of trouble."""
    actions: tuple[Action, ...] = ()
    """Open and failed ones; a finished action leaves the list."""
    actions_requested: int = 0
    life: int = 0
    reopened_at: datetime | None = None
    closings: tuple[Closing, ...] = ()
    links: tuple[Link, ...] = ()
    guide: Guide | None = None
    """What is known of the product family, when it has been named."""
    rounds: tuple[QuestionRound, ...] = ()
    noted_answers: tuple[Answer, ...] = ()
    """What was noted as the customer's answers, the latest of each round to each question."""
    visits: tuple[Visit, ...] = ()
    failed_repairs: tuple[FailedRepair, ...] = ()
    offers: tuple[RemedyOffer, ...] = ()
    notes: tuple[Note, ...] = ()
    room: Room | None = None
    """While little room is left; None while there is enough."""
    put_away: dict[str, int] = {}
    """How many records of each list are long past and no longer carried (`domain.room`); they stand in the
    record of the case."""

    @model_validator(mode="before")
    @classmethod
    def _read_earlier_answers(cls, read: dict[str, Any]) -> dict[str, Any]:
        """A run of before handed on the answers by name alone, and beside them the words of their questions."""
        if "answers" not in read:
            return read
        read = dict(read)
        answers, words = read.pop("answers"), read.pop("answered", {})
        noted = [
            {"question": name, "words": words.get(name, ""), "text": text, "at": read["opened_at"]}
            for name, text in answers.items()
        ]
        return {**read, "noted_answers": noted}

    def total(self, records: str) -> int:
        """How many there have been of a list, with those that were put away."""
        return len(getattr(self, records)) + self.put_away.get(records, 0)

    def next_id(self, letter: str, records: str) -> str:
        """The id of the next record of a list."""
        return f"{letter}{self.total(records) + 1}"

    @property
    def closing(self) -> Closing | None:
        """How the present life ended; None while it goes on."""
        ends = [closing for closing in self.closings if not closing.disproved]
        return ends[self.life] if len(ends) > self.life else None

    @property
    def rules(self) -> Plan:
        """The pinned plan of a case that has been opened."""
        if self.plan is None:
            raise ValueError(f"case {self.number} has not been opened")
        return self.plan

    @property
    def current(self) -> Stage:
        """The stage the case is in."""
        return self.rules.sop.stage(self.stage)

    @property
    def phase(self) -> Phase | None:
        """open, resolved or closed; None before the case is opened."""
        return self.plan.sop.stage(self.stage).phase if self.plan else None

    def is_open_stage(self, name: str) -> bool:
        """Whether there is work to do in that stage."""
        return self.rules.sop.stage(name).phase == "open"

    @property
    def is_opened(self) -> bool:
        return self.plan is not None

    @property
    def is_closed(self) -> bool:
        return self.phase == "closed"

    @property
    def is_confirmed(self) -> bool:
        """Whether a human has confirmed it as complex: from here the laws of promises bind (REQ A5)."""
        return self.confirmed_at is not None

    @property
    def open_promises(self) -> tuple[Promise, ...]:
        return tuple([p for p in self.promises if p.status == "open"])

    @property
    def next_promise(self) -> Promise | None:
        """The earliest open promise."""
        return self._earliest(self.open_promises)

    @property
    def next_call(self) -> Promise | None:
        """The earliest open promise to be kept by contacting the customer: a visit is none."""
        return self._earliest(p for p in self.open_promises if not p.keeping.apart)

    def next_call_of(self, person: str) -> Promise | None:
        """The same of those that this person is to keep."""
        calls = (p for p in self.open_promises if not p.keeping.apart and p.owner == person)
        return self._earliest(calls)

    def _earliest(self, promises: Iterable[Promise]) -> Promise | None:
        return min(promises, key=lambda p: (p.latest_by, p.id), default=None)

    @property
    def hears_by(self) -> datetime | None:
        """By when the customer is to hear from us: for the answer to their word, or for what is promised, whichever
        is first. It may be past."""
        answer = self.response.due(self.rules)[0] if self.response else None
        call = self.next_call.latest_by if self.next_call else None
        return min((at for at in (answer, call) if at), default=None)

    @property
    def standing_answers(self) -> dict[str, Answer]:
        """By the question's name, the last answer of the customer's: not what somebody said in a conversation that never
        took place here."""
        never = {asked.id for asked in self.rounds if asked.disproved}
        return {
            answer.question: answer
            for answer in self.noted_answers
            if not answer.rounds or not never.issuperset(answer.rounds)
        }

    @property
    def answers(self) -> dict[str, str]:
        """What the customer answered, by the question's name."""
        return {name: answer.text for name, answer in self.standing_answers.items()}

    @property
    def failed_elsewhere(self) -> int:
        """Failed repairs of the same machine and fault in other cases, as known at the last visit."""
        return self.visits[-1].failed_before if self.visits else 0

    @property
    def repairs_failed(self) -> tuple[FailedRepair, ...]:
        """Those that were tried."""
        return tuple(repair for repair in self.failed_repairs if not repair.disproved)

    @property
    def breaks(self) -> int:
        """Broken promises of the case that no proof has put right, before it was reopened and since: whoever waits in
        vain for the second time counts no lives (REQ C2)."""
        carried = sum(p.status == "broken" and not p.corrected for p in self.promises)
        return carried + self.put_away.get(BREAKS, 0)

    @property
    def last_broken(self) -> Promise | None:
        """The last of these."""
        broken = (p for p in self.promises if p.status == "broken" and not p.corrected)
        return max(broken, key=lambda p: p.latest_by, default=None)

    @property
    def heard_at(self) -> datetime | None:
        """When the customer last had a word with us, in writing or in a conversation."""
        heard = [m.occurred_at for m in self.messages]
        heard += [c.occurred_at for c in self.contacts if c.reached]
        return max(heard, default=None)

    @property
    def unmarked(self) -> tuple[CustomerMessage, ...]:
        """Messages on the closed case that a human still has to mark."""
        return tuple(m for m in self.messages if m.mark)

    def message(self, message_id: str) -> CustomerMessage | None:
        return next((m for m in self.messages if m.id == message_id), None)

    def contact(self, contact_id: str) -> Contact | None:
        return next((c for c in self.contacts if c.id == contact_id), None)

    def promise(self, promise_id: str) -> Promise | None:
        for promise in self.promises:
            if promise.id == promise_id:
                return promise
        return None

    def visit(self, visit_id: str) -> Visit | None:
        return next((v for v in self.visits if v.id == visit_id), None)

    def escalation(self, escalation_id: str) -> Escalation | None:
        return next((e for e in self.escalations if e.id == escalation_id), None)
