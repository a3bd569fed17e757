"""Taking a case up again changes nothing of it."""

from hypothesis import strategies as st

from domain.case import Case
from domain.command import Command
from domain.decide import Decision
from domain.taking_up import CaseTakenUp, EndedRun, NoteTakenUp
from laws.history import History


def _nothing_moves(
    history: History, case: Case, command: Command, event: CaseTakenUp, decision: Decision
) -> None:
    before = history.case
    assert (case.promises, case.stage, case.owner) == (before.promises, before.stage, before.owner)


class TakingUp(History):
    fields = {
        NoteTakenUp: lambda at: {
            "ended": st.builds(
                EndedRun,
                ending=st.sampled_from(["terminated", "canceled", "lost"]),
                at=st.none(),
                by=st.just("ops@desk"),
                reason=st.sampled_from(["", "a slip of the hand"]),
            )
        }
    }
    laws = {CaseTakenUp: (_nothing_moves,)}
