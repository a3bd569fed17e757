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
        return max(self.heard_at, self.case.spoke_at or self.heard_at)

    def emit(self, event_type: type[Made], **fields: Any) -> Made:
        """Add an event to the decision and fold it into the case."""
        event = event_type(at=self.now, by=self.command.actor.handle, **fields)
        self.case = self.book.evolve(self.case, event)
        self.events.append(event)
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
        if self.case.spoke_at and at < to_the_minute(self.case.spoke_at):
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
        if self.case.core >= 2 and told_at < to_the_minute(since):
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
