"""Tables of the case: its events, which are the truth, and projections that follow from them.

Projections carry no foreign keys: they are rows of a list, can be dropped and rebuilt from the
events, and must never keep an event from being stored.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, Clear, Key, Sealed, Utc, one_of, words
from domain.customer_messages import Verdict
from domain.plan import Phase, Priority
from domain.promises.records import PromiseStatus


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
    """The face of a case (`domain.face.Face`), for lists and boards."""

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
        Index(None, "owner", "opened_at", "number"),
        Index(None, "stage", "opened_at", "number"),
        Index(None, "tier", "opened_at", "number"),
        Index(None, "sla_state", "opened_at", "number"),
        Index(None, "customer", "opened_at"),
        Index(None, "opened_at", "number"),
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


class PromiseRow(Base):
    """A promise of a case as a list shows it."""

    __tablename__ = "promises"
    __table_args__ = (
        # The agenda and the boards look for words they know.
        CheckConstraint(one_of("status", words(PromiseStatus)), name="status_known"),
        # An open promise has not ended, and an ended one says when: it stays on record (REQ C2).
        CheckConstraint("(status = 'open') = (ended_at IS NULL)", name="ended_has_time"),
        # Only a break can be put right by a contact that comes to light later (REQ C2).
        CheckConstraint("NOT corrected OR status = 'broken'", name="corrected_was_broken"),
        Index(None, "owner", "status", "latest_by", "number", "id"),
        Index(None, "status", "latest_by"),
    )

    number: Mapped[str] = mapped_column(Key, primary_key=True)
    id: Mapped[str] = mapped_column(Key, primary_key=True)
    kind: Mapped[str]
    owner: Mapped[str]
    subject: Mapped[bytes] = mapped_column(Sealed)
    made_at: Mapped[datetime] = mapped_column(Utc)
    made_by: Mapped[str]
    latest_by: Mapped[datetime] = mapped_column(Utc)
    expected_by: Mapped[datetime | None] = mapped_column(Utc)
    why: Mapped[dict[str, Any]] = mapped_column(Clear)
    status: Mapped[str]
    ended_at: Mapped[datetime | None] = mapped_column(Utc)
    follows: Mapped[str | None] = mapped_column(Key)
    renegotiations: Mapped[int]
    attempts: Mapped[int]
    reminded: Mapped[bool]
    corrected: Mapped[bool]
    stage: Mapped[str | None]


class ContactRow(Base):
    """A conversation, or the attempt at one. Its words are in `texts`."""

    __tablename__ = "contacts"
    __table_args__ = (Index(None, "by", "occurred_at"),)

    number: Mapped[str] = mapped_column(Key, primary_key=True)
    id: Mapped[str] = mapped_column(Key, primary_key=True)
    channel: Mapped[str]
    direction: Mapped[str]
    occurred_at: Mapped[datetime] = mapped_column(Utc)
    logged_at: Mapped[datetime] = mapped_column(Utc)
    by: Mapped[str]
    reached: Mapped[bool]
    left_message: Mapped[bool]
    parts: Mapped[list[str]] = mapped_column(Clear)
    emotion: Mapped[str | None]
    covers: Mapped[list[str]] = mapped_column(Clear)
    text: Mapped[str | None] = mapped_column(Key)


class CustomerMessageRow(Base):
    """The customer's own words: when and how they came. The words are in `texts`.

    `mark_by` is there while a human still has to say what a message on a closed case is (REQ E3).
    """

    __tablename__ = "customer_messages"
    __table_args__ = (
        # The verdict, who gave it and when are one fact; afterwards there is nothing to mark.
        CheckConstraint(
            "(verdict IS NULL) = (marked_at IS NULL) AND (verdict IS NULL) = (marked_by IS NULL)",
            name="marked_whole",
        ),
        CheckConstraint("verdict IS NULL OR mark_by IS NULL", name="marked_once"),
        # Figures count by these words.
        CheckConstraint(one_of("verdict", words(Verdict)), name="verdict_known"),
        Index(None, "received_at"),
        Index(None, "mark_by"),
    )

    number: Mapped[str] = mapped_column(Key, primary_key=True)
    id: Mapped[str] = mapped_column(Key, primary_key=True)
    channel: Mapped[str]
    occurred_at: Mapped[datetime] = mapped_column(Utc)
    received_at: Mapped[datetime] = mapped_column(Utc)
    text: Mapped[str] = mapped_column(Key)
    mark_by: Mapped[datetime | None] = mapped_column(Utc)
    verdict: Mapped[str | None]
    marked_at: Mapped[datetime | None] = mapped_column(Utc)
    marked_by: Mapped[str | None]


class EscalationRow(Base):
    """A call for help up the line, and by when its receiver must acknowledge it."""

    __tablename__ = "escalations"
    __table_args__ = (
        # Who acknowledged and when are one fact.
        CheckConstraint(
            "(acknowledged_at IS NULL) = (acknowledged_by IS NULL)", name="acknowledged_whole"
        ),
        Index(None, "receiver", "acknowledged_at", "due_at"),
    )

    number: Mapped[str] = mapped_column(Key, primary_key=True)
    id: Mapped[str] = mapped_column(Key, primary_key=True)
    cause: Mapped[str]
    reason: Mapped[bytes] = mapped_column(Sealed)
    raised_at: Mapped[datetime] = mapped_column(Utc)
    raised_by: Mapped[str]
    line: Mapped[str]
    receiver: Mapped[str]
    tier: Mapped[int] = mapped_column(SmallInteger)
    due_at: Mapped[datetime] = mapped_column(Utc)
    acknowledged_at: Mapped[datetime | None] = mapped_column(Utc)
    acknowledged_by: Mapped[str | None]
    unanswered: Mapped[bool]
    deescalated_at: Mapped[datetime | None] = mapped_column(Utc)
