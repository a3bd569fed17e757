"""Making room in a case that has enough changes nothing; in one that has not, nothing is lost."""

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from builders import LEAD
from domain.case import Case
from domain.command import Command
from domain.decide import Decision
from domain.room.past import PAST
from domain.room.rules import MakeRoom, PastPutAway, RoomMade
from laws.history import SMALL, History


def _only_where_it_is_small(
    history: History,
    case: Case,
    command: Command,
    event: PastPutAway | RoomMade,
    decision: Decision,
) -> None:
    assert case.rules.room == SMALL, "a case of a few commands has enough room"


def _long_past(
    history: History, case: Case, command: Command, event: PastPutAway, decision: Decision
) -> None:
    """Nothing that is put away is still asked for."""
    gone = {name: set(ids) for name, ids in event.records.items()}
    whole = history.whole
    assert not gone.get("promises", set()) & {p.id for p in whole.open_promises}
    assert not gone.get("messages", set()) & {m.id for m in whole.unmarked}
    calls = {e.id for e in whole.escalations if e.deescalated_at is None}
    assert not gone.get("escalations", set()) & calls
    assert not gone.get("visits", set()) & {v.id for v in whole.visits if v.is_ahead}


class Rooms(History):
    fields = {MakeRoom: lambda at: {"reason": st.sampled_from(["", "so that it goes on"])}}
    laws = {
        PastPutAway: (_only_where_it_is_small, _long_past),
        RoomMade: (_only_where_it_is_small,),
    }
    rare = (MakeRoom,)

    @precondition(lambda self: self.case.plan and self.case.rules.room == SMALL)
    @rule()
    def a_lead_makes_room(self) -> None:
        self.ask(MakeRoom, by=LEAD, reason="so that it goes on")

    @invariant()
    def what_is_carried_is_as_if_nothing_had_been_put_away(self) -> None:
        case, whole = self.case, self.whole
        if not case.put_away:
            return
        for name in PAST:
            carried = getattr(case, name)
            here = {record.id for record in carried}
            assert carried == tuple(r for r in getattr(whole, name) if r.id in here)
            if name != "actions":  # a finished one leaves the list by itself
                assert case.total(name) == len(getattr(whole, name))
        assert (case.version, case.breaks) == (whole.version, whole.breaks)
