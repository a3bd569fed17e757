"""The customer is asked in few rounds, and nothing twice."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from builders import LEAD, a_guide
from domain.book import AnyEvent
from domain.case import Case
from domain.case.contacts import PARTS
from domain.command import Command
from domain.customer_messages.events import CaseReopened
from domain.decide import Decision
from domain.disproofs import ContactDisproved, DisproveContact
from domain.questions import (
    AskQuestions,
    NameProduct,
    QuestionsAnswered,
    QuestionsAsked,
    RecordAnswers,
)
from laws.drawing import channels, emotions, parts, words
from laws.history import History, Step

KNOWN = ["load", "display", "floor", "lamps"]
questions = st.sampled_from([*KNOWN, "colour"])
BEFORE_ASKING = ("respond", "safe_checks", "triage")
"""The stages on the way to asking; the last of them takes it."""


def answer(history: History) -> Step:
    return RecordAnswers, {"answers": {history.case.rounds[-1].questions[0]: "yes"}}


def asked_in_few_rounds(
    history: History, case: Case, command: Command, event: QuestionsAsked, _: Decision
) -> None:
    since = history.since(CaseReopened)
    never = {v.contact for v in since if isinstance(v, ContactDisproved)}
    rounds = sum(isinstance(v, QuestionsAsked) and v.round.contact not in never for v in since)
    assert rounds <= 2  # this one is among them
    answered = {name for name, rounds in _answered(since) if not rounds or rounds - never}
    assert not answered & set(event.round.questions), "nothing is asked twice"


def a_strangers_answers_count_for_nothing(
    history: History, case: Case, command: Command, event: ContactDisproved, decision: Decision
) -> None:
    """What was answered in nothing but conversations that never took place is no answer; what was answered before this
    life of the case is one again, and whatever else was stays."""
    since = list(history.since(CaseReopened))
    never = {v.contact for v in since if isinstance(v, ContactDisproved)}
    noted = list(_answered(since))
    stands = {name for name, rounds in noted if not rounds or rounds - never}
    falls = {name for name, _ in noted} - stands
    earlier = history.events[: len(history.events) - len(since)]
    before = {name for v in earlier if isinstance(v, QuestionsAnswered) for name in v.answers}
    assert stands <= decision.case.answers.keys()
    assert not (falls - before) & decision.case.answers.keys()


def _answered(events: Iterable[AnyEvent]) -> Iterator[tuple[str, set[str]]]:
    """Each answer, with the conversations that stood when it was noted, in which its question had been put."""
    put: dict[tuple[str, str], set[str]] = {}
    for event in events:
        if isinstance(event, QuestionsAsked):
            for question in event.round.put.items():
                put.setdefault(question, set()).add(event.round.contact)
        elif isinstance(event, ContactDisproved):
            put = {question: contacts - {event.contact} for question, contacts in put.items()}
        elif isinstance(event, QuestionsAnswered):
            for question in event.texts.items():
                yield question[0], put.get(question, set())


class Questions(History):
    fields = {
        NameProduct: lambda at: {"guide": st.sampled_from([a_guide(), a_guide("coffee_machine")])},
        AskQuestions: lambda at: {
            "questions": st.lists(questions, max_size=3).map(tuple),
            "channel": channels,
            "occurred_at": at.past,
            "reached": st.booleans(),
            "parts": parts,
            "emotion": emotions,
        },
        RecordAnswers: lambda at: {"answers": st.dictionaries(questions, words, max_size=2)},
    }
    laws = {
        QuestionsAsked: (asked_in_few_rounds,),
        ContactDisproved: (a_strangers_answers_count_for_nothing,),
    }
    forward = {"ask": answer}

    @precondition(lambda self: bool(self.case.rounds))
    @rule(last=st.integers(1, 2), answers=st.booleans())
    def a_round_was_put_to_another_customer(self, last: int, answers: bool) -> None:
        """Its answers noted or not, and asked again if the stage takes that."""
        wrong = self.case.rounds[-min(last, len(self.case.rounds))]
        if answers:
            self.ask(RecordAnswers, answers={wrong.questions[0]: "no"})
        self.ask(DisproveContact, by=LEAD, contact=wrong.contact, reason="because")
        self.ask(
            AskQuestions,
            questions=wrong.questions,
            channel="phone",
            occurred_at=self.now,
            parts=PARTS,
        )

    @precondition(lambda self: self.case.guide and self.case.stage in BEFORE_ASKING)
    @rule(rounds=st.lists(st.sampled_from(KNOWN), min_size=1, max_size=4), answered=st.booleans())
    def the_customer_is_asked(self, rounds: list[str], answered: bool) -> None:
        """One thing after the other, each answered on the spot or not, perhaps too often or twice."""
        while self.case.stage in BEFORE_ASKING[:-1]:
            self.move_on()
        for name in rounds:
            self.now += timedelta(minutes=5)
            self.ask(
                AskQuestions,
                questions=(name,),
                channel="phone",
                occurred_at=self.now,
                parts=PARTS,
            )
            self.ask(RecordAnswers, answers={name if answered else "lamps": "yes"})
