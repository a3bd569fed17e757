"""Tables of the case: its events, which are the truth, and its summary.

Rows of lists carry no foreign keys: they can be dropped and rebuilt from the events, and must never keep
an event from being stored.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Clear, Key, Sealed, Utc, one_of, where, words
from domain.plan.terms import Phase, Priority


class EventRow(Base):
    """One event of one case. Only ever inserted."""

    __tablename__ = "events"
    __table_args__ = (
        # The fold starts at 1; a smaller number is a mistake of the recorder.
        CheckConstraint("sequence >= 1", name="sequence_from_one"),
    )

    number: Mapped[str] = mapped_column(Key, primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str]
    at: Mapped[datetime] = mapped_column(Utc)
    by: Mapped[str]
    body: Mapped[bytes] = mapped_column(Sealed)


class CaseRow(Base):
    """The summary of a case (`domain.summary.CaseSummary`), for lists and boards."""

    __tablename__ = "cases"
    __table_args__ = (
        # There are three tiers (REQ: L1 agent, L2 specialist, L3 executive-led).
        CheckConstraint("tier BETWEEN 1 AND 3", name="tier_l1_to_l3"),
        # The phase decides which lists a case is in; an unknown one would be in none.
        CheckConstraint(one_of("phase", words(Phase)), name="phase_known"),
        # Sorting by priority relies on these words being in order.
        CheckConstraint(one_of("priority", words(Priority)), name="priority_known"),
        Index(None, "phase", "next_promise_due", "number"),
        Index(None, "phase", "red_line", "number"),
        Index(None, "phase", "priority", "number"),
        # A list is flat while an index has its filter, then its order, then the number.
        Index(None, "owner", "phase", "next_promise_due", "number"),
        Index(None, "team", "phase", "next_promise_due", "number"),
        Index(None, "owner", "phase", "priority", "number"),
        Index(None, "team", "phase", "priority", "number"),
        Index(None, "owner", "opened_at", "number"),
        Index(None, "team", "opened_at", "number"),
        Index(None, "stage", "opened_at", "number"),
        Index(None, "tier", "opened_at", "number"),
        Index(None, "sla_state", "opened_at", "number"),
        Index(None, "customer", "opened_at"),
        Index(None, "opened_at", "number"),
        # what is open, the oldest first; how heavy it is, by whose it is; what was solved in a time
        Index(None, "phase", "opened_at", "number"),
        Index(None, "phase", "owner", "priority", "emotion"),
        Index(None, "resolved_at"),
        # Few are paused at a time: the index has those alone.
        Index(None, "paused_for", "opened_at", "number", **where("paused_for IS NOT NULL")),
    )

    number: Mapped[str] = mapped_column(Key, primary_key=True)
    version: Mapped[int]
    title: Mapped[bytes] = mapped_column(Sealed)
    customer: Mapped[str]
    customer_level: Mapped[str]
    channel: Mapped[str]
    priority: Mapped[str]
    stage: Mapped[str]
    phase: Mapped[str]
    owner: Mapped[str]
    team: Mapped[str]
    tier: Mapped[int] = mapped_column(SmallInteger)
    scenario: Mapped[str]
    complexity: Mapped[str | None]
    emotion: Mapped[str]
    sla_state: Mapped[str]
    language: Mapped[str]
    core: Mapped[int]
    reopens: Mapped[int]
    opened_at: Mapped[datetime] = mapped_column(Utc)
    confirmed_at: Mapped[datetime | None] = mapped_column(Utc)
    resolved_at: Mapped[datetime | None] = mapped_column(Utc)
    closed_at: Mapped[datetime | None] = mapped_column(Utc)
    next_promise_due: Mapped[datetime | None] = mapped_column(Utc)
    red_line: Mapped[datetime | None] = mapped_column(Utc)
    line: Mapped[dict[str, str] | None] = mapped_column(Clear)
    paused_for: Mapped[str | None]
