"""How much a case may hold (REQ J3)."""

from typing import Annotated

from pydantic import Field

from domain.frozen import Frozen
from domain.plan.room import RoomRules


class RoomPolicy(Frozen):
    """How many kilobytes a case may weigh before it takes on nothing new; more than 1,500 a run can't carry for certain."""

    most: Annotated[int, Field(ge=200, le=1_500)] = 1_500

    def rules(self) -> RoomRules:
        return RoomRules(most=self.most * 1_000)
