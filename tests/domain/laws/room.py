"""Making room in a case that has enough changes nothing but what is long past."""

from hypothesis import strategies as st

from domain.case import Case
from domain.command import Command
from domain.decide import Decision
from domain.room.rules import MakeRoom, PastPutAway, RoomMade
from laws.history import History


def _nothing_open(
    history: History, case: Case, command: Command, event: PastPutAway, decision: Decision
) -> None:
    before = history.case
    assert case.open_promises == before.open_promises
    assert case.breaks == before.breaks
    for name, ids in event.records.items():
        assert case.total(name) == before.total(name)
        assert not {record.id for record in getattr(case, name)} & set(ids)


def _ended_nothing(
    history: History, case: Case, command: Command, event: RoomMade, decision: Decision
) -> None:
    assert (event.promises, event.escalations) == (0, 0), "a case of a few commands has enough room"


class Rooms(History):
    fields = {MakeRoom: lambda at: {"reason": st.sampled_from(["", "so that it goes on"])}}
    laws = {PastPutAway: (_nothing_open,), RoomMade: (_ended_nothing,)}
    rare = (MakeRoom,)
