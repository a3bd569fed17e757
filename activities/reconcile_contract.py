"""What travels between the workflow `reconcile` and its activities. Imported by workflow code: records
only."""

from typing import Literal

from domain.frozen import Frozen
from messages.findings import Finding

OddKind = Literal["lingering", "unknown", "drift"]
"""What is told only when it is the same a while later."""


class LookFrom(Frozen):
    """`looked_to` is the last of the runs the reconciliation before this one looked into."""

    looked_to: str = ""


class Oddity(Frozen):
    """Something that may be the matter, or only on its way. `version` is the database row's, `length`
    that of the run's history: while either moves, so does the case."""

    kind: OddKind
    number: str
    detail: str
    version: int
    length: int


class Looked(Frozen):
    """What a look found. `unstarted` openings and `unwatched` cases are to be mended, the `odd` to be
    looked at again; `troubled` is told as it is."""

    runs: int
    looked_to: str
    unstarted: tuple[str, ...] = ()
    unwatched: tuple[str, ...] = ()
    odd: tuple[Oddity, ...] = ()
    troubled: tuple[Finding, ...] = ()
