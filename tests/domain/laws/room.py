"""Making room in a case that has enough changes nothing."""

from hypothesis import strategies as st

from domain.case import Case
from domain.command import Command
from domain.decide import Decision
from domain.room.rules import MakeRoom, PastPutAway, RoomMade
from laws.history import History


def _never(
    history: History,
    case: Case,
    command: Command,
    event: PastPutAway | RoomMade,
    decision: Decision,
) -> None:
    raise AssertionError("a case of a few commands has enough room")


class Rooms(History):
    fields = {MakeRoom: lambda at: {"reason": st.sampled_from(["", "so that it goes on"])}}
    laws = {PastPutAway: (_never,), RoomMade: (_never,)}
    rare = (MakeRoom,)
