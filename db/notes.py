"""Notes have no rows of their own: a case keeps them. That somebody was called in one stands in what they were told."""

from db.models import CaseRow, InboxRow
from db.owing import Holding

MENTION = "note_mention"
"""What a notice to whoever is called by `@` is about (`domain.notes`)."""

ASKING = (
    Holding(InboxRow, InboxRow.person, (InboxRow.about == MENTION, CaseRow.phase != "closed")),
)
"""A colleague's question is asked of whoever it calls, until the case is closed."""
