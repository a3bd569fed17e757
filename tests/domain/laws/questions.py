"""The customer is asked in few rounds, and nothing twice."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from builders import a_guide
from domain.case import Case
from domain.case.contacts import PARTS
from domain.command import Command
from domain.customer_messages import CaseReopened
from domain.decide import Decision
from domain.disproofs import ContactDisproved
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
    answered = {name for v in since if isinstance(v, QuestionsAnswered) for name in v.answers}
    assert not answered & set(event.round.questions), "nothing is asked twice"


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
    laws = {QuestionsAsked: (asked_in_few_rounds,)}
    forward = {"ask": answer}

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
