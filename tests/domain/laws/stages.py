"""The work of a stage is done, and the case goes on."""

from datetime import timedelta

from hypothesis import strategies as st

from builders import LEAD
from domain.repairs import OfferRemedy
from domain.room.rules import MakeRoom
from domain.stages import CompleteStage
from domain.visits.commands import CancelVisit
from laws.drawing import fitting
from laws.history import History, Step


def whole_yield(history: History) -> dict[str, str]:
    """All that the stage asks for, whatever its SOP."""
    return {field.name: fitting(field, history.now)[0] for field in history.case.current.asks}


def complete(history: History) -> Step:
    """By the first way on, where there are several to choose among."""
    ways = history.case.rules.sop.to_choose(history.case.stage, "complete_stage")
    to = ways[0] if len(ways) > 1 else None
    return CompleteStage, {"stage": history.case.stage, "yields": whole_yield(history), "to": to}


ENOUGH = 60
"""Steps that lead any case to its end, those that have to wait for another day among them."""


class Stages(History):
    fields = {
        CompleteStage: lambda at: {
            "stage": st.just(at.case.stage) | at.stages,
            "yields": at.yields,
            "to": st.none() | at.stages,
        },
    }
    forward = {"": complete}

    def teardown(self) -> None:
        """Wherever chance has left a case, honest work leads it to its end: no stage holds one whose work is done. In one
        that holds more than it can carry nothing new is begun."""
        began = self.case.stage
        for _ in range(ENOUGH if self.case.is_opened else 0):
            if self.case.is_closed:
                return
            kind, fields = self.next_step()
            if not self.ask(kind, by=LEAD, **fields):
                self._clear_the_way()
        is_full = self.case.room is not None and self.case.room.fullness == "full"
        assert self.case.is_closed or is_full, f"from {began} no further than {self.case.stage}"

    def _clear_the_way(self) -> None:
        """Nobody is expected any more, one more repair may be tried, and it is another day."""
        for visit in self.case.visits:
            if visit.is_ahead:
                self.ask(CancelVisit, visit=visit.id, reason="not needed any more")
        self.ask(OfferRemedy, remedy="replacement", answer="declined")
        self.ask(MakeRoom, by=LEAD, reason="so that it goes on")
        self.let_pass(timedelta(hours=13))
