"""What the customer said of the fix, and on which ground the case was resolved."""

from datetime import datetime
from typing import Literal

from domain.frozen import Frozen

VerificationOutcome = Literal["fixed", "not_fixed"]


Basis = Literal["customer_confirmed", "observed", "unreachable"]


class Verification(Frozen):
    """What the customer said of the fix. `said_in` is the contact or the message in which they said so,
    where it has been named."""

    outcome: VerificationOutcome
    at: datetime
    by: str
    said_in: str = ""
