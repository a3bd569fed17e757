"""Amounts that nobody names because the policy says how they come about (REQ B2)."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Self

from pydantic import Field, model_validator

from domain.frozen import Compact

CENT = Decimal("0.01")
Share = Annotated[Decimal, Field(ge=0, le=1)]


class Step(Compact):
    """Up to which share of it used how much comes back: of what is left, less a share of that."""

    up_to: Share
    less: Share = Decimal(0)


class Reckoning(Compact):
    """What is due of something paid for as a whole and used in part. `paid`, `units` and `used` name facts of the SOP.
    Beyond the last step nothing is due."""

    paid: str
    units: str
    used: str
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _goes_up(self) -> Self:
        shares = [step.up_to for step in self.steps]
        if shares != sorted(set(shares)):
            raise ValueError("steps: each has to go further than the one before it")
        return self

    @property
    def operands(self) -> tuple[str, ...]:
        return (self.paid, self.units, self.used)

    def due(self, paid: Decimal, units: Decimal, used: Decimal) -> Decimal:
        """To the cent, halves upwards. Raises ValueError when more was used than there was, or there was nothing."""
        if not 0 <= used <= units or not units:
            raise ValueError(f"{used} of {units}")
        share = used / units
        less = next((step.less for step in self.steps if share <= step.up_to), Decimal(1))
        return (paid * (1 - share) * (1 - less)).quantize(CENT, ROUND_HALF_UP)
