"""What a list shows of a part of the case: the database keeps a row for each."""

from domain.frozen import Frozen


class Entry(Frozen):
    """A record of the case as lists show it, with what the plan is needed for worked out. Each kind has
    its own, by a `kind` written out."""
