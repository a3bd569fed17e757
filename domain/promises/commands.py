"""What may be asked about promises."""

from datetime import datetime
from typing import Literal

from domain.command import Command
from domain.frozen import Frozen


class NextPromise(Frozen):
    """A promise as an agent gives it to the customer."""

    subject: str
    latest_by: datetime
    expected_by: datetime | None = None
    owner: str | None = None


class MakePromise(Command):
    kind: Literal["make_promise"] = "make_promise"
    promise: NextPromise


class RenegotiatePromise(Command):
    """Move a promise before it is due, told to the customer (REQ C2)."""

    kind: Literal["renegotiate_promise"] = "renegotiate_promise"
    promise: str
    latest_by: datetime
    expected_by: datetime | None = None
    told_at: datetime
    reason: str


class ReleasePromise(Command):
    """The customer no longer needs it and said so since it was made: that word is on record (REQ C2)."""

    kind: Literal["release_promise"] = "release_promise"
    promise: str
    reason: str
