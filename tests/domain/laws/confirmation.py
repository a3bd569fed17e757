"""A case is confirmed as complex with a notice that the customer has heard."""

from datetime import timedelta

from hypothesis import strategies as st

from domain.case import Case
from domain.command import Command
from domain.confirmation import ComplexConfirmed, ConfirmComplex
from domain.decide import Decision
from laws.complexity import factors
from laws.drawing import channels, words
from laws.history import History, Step
from laws.milestones import milestones


def confirm(history: History) -> Step:
    return ConfirmComplex, {
        "complexity": "medium",
        "channel": "phone",
        "told_at": history.now,
        "first_feedback_at": history.now + timedelta(days=1),
        "answer": "agreed",
    }


def confirmed_with_a_notice(
    history: History, case: Case, command: Command, event: ComplexConfirmed, _: Decision
) -> None:
    assert isinstance(command, ConfirmComplex)
    assert event.notice.told_at <= max(history.now, command.received_at)
    assert event.notice.first_feedback_at > history.now
    assert case.spoke_at
    assert event.notice.told_at >= case.spoke_at


class Confirmation(History):
    fields = {
        ConfirmComplex: lambda at: {
            "complexity": st.sampled_from([None, "low", "medium", "high"]),
            "factors": factors,
            "reason": words,
            "channel": st.none() | channels,
            "told_at": st.none() | at.past,
            "first_feedback_at": st.none() | at.near,
            "answer": st.sampled_from([None, "agreed", "informed", "unreachable"]),
            "milestones": st.just(()) | st.lists(milestones(at), max_size=3).map(tuple),
        },
    }
    laws = {ComplexConfirmed: (confirmed_with_a_notice,)}
    forward = {"confirm": confirm}
