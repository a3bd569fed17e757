"""A decision being written: events are folded in as they are made, so each rule sees the case as
the rules before it left it. A refusal anywhere throws the whole draft away.
"""

from datetime import date, datetime
from typing import Any, Literal, TypeVar

from domain.case import Case
from domain.case.actions import Action, ActionName
from domain.command import Command
from domain.deadline import Deadline
from domain.errors import Refusal
from domain.event import Event
from domain.plain import has_words
from domain.plan import Plan
from domain.plan.terms import LINES, Line
from domain.rules import Book

Made = TypeVar("Made", bound=Event)


class ActionRequested(Event):
    kind: Literal["action_requested"] = "action_requested"
    action: Action


class Draft:
    """The case as it would be, and the events that lead there, under the rules of a book."""

    def __init__(self, book: Book, case: Case, command: Command, now: datetime) -> None:
        self.book = book
        self.case = case
        self.command = command
        self.now = now
        self.events: list[Event] = []
        self.kinds: set[type[Event]] = set()
        """Of which kinds the events are."""

    @property
    def plan(self) -> Plan:
        return self.case.rules

    @property
    def heard_at(self) -> datetime:
        """When the command reached us. It is judged by this even if it was decided later."""
        return min(self.command.received_at, self.now)

    @property
    def counts_from(self) -> datetime:
        """From when that counts which the command begins or ends: since we heard it, not since we got round to it
        (REQ B4a). In cases of the first core it counts from the decision."""
        if self.case.core < 2:
            return self.now
        heard_at = self.heard_at
        return max(heard_at, self.case.spoke_at or heard_at)

    @property
    def heard_before(self) -> datetime | None:
        """The same, if that was before it is decided: an event says so beside its own time."""
        counts_from = self.counts_from
        return counts_from if counts_from < self.now else None

    def emit(self, event_type: type[Made], **fields: Any) -> Made:
        """Add an event to the decision and fold it into the case."""
        event = event_type(at=self.now, by=self.command.actor.handle, **fields)
        self.case = self.book.evolve(self.case, event)
        self.events.append(event)
        self.kinds.add(event_type)
        return event

    def request(
        self,
        name: ActionName,
        to: str,
        about: str,
        *,
        ref: str | None = None,
        joins: str | None = None,
        **params: object,
    ) -> None:
        """Ask the shell to carry something out."""
        self.emit(
            ActionRequested,
            action=Action(
                id=f"a{self.case.actions_requested + 1}",
                name=name,
                to=to,
                about=about,
                params={key: str(value) for key, value in params.items()},
                ref=ref,
                requested_at=self.now,
                joins=joins,
            ),
        )

    def tell(self, *people: str, about: str, ref: str | None = None, **params: object) -> None:
        """Tell each of these people once."""
        for person in dict.fromkeys(people):
            self.request("notify", person, about, ref=ref, joins=None, **params)

    def tell_overdue(
        self,
        about: str,
        due: Deadline,
        unseen_since: datetime | None,
        *,
        called: str | None = None,
        holder: str | None = None,
    ) -> None:
        """Tell the owner and the lead of something that was not done in time, and the `holder` of a call for it that
        stands; whoever was `called` for it at this moment has heard."""
        people = (self.case.owner, self.plan.ladder.lead, *([holder] if holder else []))
        self.tell(
            *(person for person in people if person != called),
            about=about,
            stage=self.case.stage,
            due=due.due_at.isoformat(),
            unseen_since=unseen_since.isoformat() if unseen_since else "",
        )

    @property
    def this_minute(self) -> datetime:
        """From when a time begins that begins now: this minute. What time brings about comes a few milliseconds late, and
        must not lose the last hour of a day, or of a morning, by that."""
        return to_the_minute(self.now) if self.case.core >= 2 else self.now

    def require_reason(self, reason: str, field: str = "reason") -> None:
        if self.is_nothing(reason):
            raise Refusal("reason_required", fields=(field,), number=self.case.number)

    def is_nothing(self, text: str) -> bool:
        """Whether somebody left out what others will need; a text that can't be seen is none."""
        return not (has_words(text) if self.case.core >= 2 else text.strip())

    def require_past(self, field: str, at: datetime) -> None:
        """Refuse a report from the future, or from before the customer's first word."""
        ours = {"our_time": self.now} if self.case.core >= 2 else {}
        if at > (self.now if ours else max(self.now, self.command.received_at)):
            raise Refusal(
                "time_in_future",
                fields=(field,),
                number=self.case.number,
                field=field,
                at=at,
                **ours,
            )
        if self.case.spoke_at and not is_since(at, self.case.spoke_at):
            raise Refusal(
                "time_before_case",
                fields=(field,),
                number=self.case.number,
                field=field,
                at=at,
                since=self.case.spoke_at,
            )

    def require_told(self, told_at: datetime, since: datetime) -> None:
        """Refuse what was told to the customer in the future, or before there was anything to tell of."""
        self.require_past("told_at", told_at)
        if self.case.core >= 2 and not is_since(told_at, since):
            raise Refusal(
                "told_too_early",
                fields=("told_at",),
                number=self.case.number,
                at=told_at,
                since=since,
            )

    def local_date(self, at: datetime) -> date:
        """The customer's calendar day, in the time zone of the business calendar."""
        return self.plan.calendars[self.plan.business].local_date(at)

    def outranks(self, line: Line) -> bool:
        """Whether the actor holds at least this place on the line."""
        return LINES.index(self.command.actor.line) >= LINES.index(line)


def to_the_minute(at: datetime) -> datetime:
    """The minute a moment lies in: people note when they spoke to the minute, not to the second."""
    return at.replace(second=0, microsecond=0)


def is_since(at: datetime, moment: datetime) -> bool:
    """Whether something noted to the minute lies in the minute of a moment, or after it."""
    return at >= moment or at >= to_the_minute(moment)
