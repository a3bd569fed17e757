"""Nothing is left with somebody who is not here, as long as there is anybody else."""

from hypothesis import strategies as st

from builders import a_plan
from domain.case import Case
from domain.command import Command
from domain.decide import Decision
from domain.escalations.events import EscalationMoved
from domain.succession import FollowPeople, LineReplaced, WorkTakenOver
from laws.history import History

LINE = a_plan().ladder
LINES = (
    LINE,
    LINE.model_copy(update={"lead": "sun.yu"}),
    LINE.model_copy(update={"lead": "li.min"}),
)


def _line_is_as_told(
    history: History, case: Case, command: Command, event: LineReplaced, decision: Decision
) -> None:
    assert isinstance(command, FollowPeople)
    assert decision.case.rules.ladder == command.line


def _with_who_is_here(
    history: History, case: Case, command: Command, event: EscalationMoved, decision: Decision
) -> None:
    assert isinstance(command, FollowPeople)
    assert event.receiver not in command.gone
    called = case.escalation(event.escalation)
    assert called and called.is_waiting and called.receiver == event.receiver


def _kept_by_the_heir(
    history: History, case: Case, command: Command, event: WorkTakenOver, decision: Decision
) -> None:
    before = {promise.id: promise for promise in history.case.promises}
    for promise in case.promises:
        if promise.id in event.promises:
            assert promise.owner == event.heir
            assert promise.latest_by == before[promise.id].latest_by


class Succession(History):
    fields = {
        FollowPeople: lambda at: {
            "line": st.sampled_from(LINES),
            "gone": st.sampled_from([(), ("chen.jie",)]),
            "heirs": st.sampled_from([{}, {"li.min": "sun.yu"}, {"sun.yu": "li.min"}]),
            "engineers": st.sampled_from([{}, {"gao.shan": "ma.chao"}]),
        }
    }
    laws = {
        LineReplaced: (_line_is_as_told,),
        EscalationMoved: (_with_who_is_here,),
        WorkTakenOver: (_kept_by_the_heir,),
    }
