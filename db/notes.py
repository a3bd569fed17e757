"""Notes have no rows of their own: a case keeps them. That somebody was called in one, or had to know of a case, stands in
what they were told."""

from db.models import CaseRow, InboxRow
from db.owing import Holding

MENTION = "note_mention"
"""What a notice to whoever is called by `@` is about (`domain.notes`)."""

CAME = "case_came_to"
"""What a notice to whoever has to know of a case in a stage is about (`domain.stages`)."""

ASKING = (
    Holding(
        InboxRow,
        InboxRow.person,
        (InboxRow.about.in_((MENTION, CAME)), CaseRow.phase != "closed"),
    ),
)
"""A colleague's question is asked of whoever it calls, and a case that they have to know of is open to them, until it is
closed."""
