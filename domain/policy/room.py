"""How much a case may hold (REQ J3)."""

from typing import Annotated

from pydantic import Field

from domain.frozen import Frozen
from domain.plan.room import RoomRules
from domain.spans import Calendars, SpanText, parse_span


class RoomPolicy(Frozen):
    """How many kilobytes a case may weigh before it takes on nothing new; more than 1,500 a run can't carry for certain. A
    lead makes room `within` so long where little is left (REQ C0)."""

    most: Annotated[int, Field(ge=200, le=1_500)] = 1_500
    within: SpanText = parse_span("1 working day")

    def rules(self, on: Calendars) -> RoomRules:
        return RoomRules(most=self.most * 1_000, within=on.limit(self.within, "room.within"))
