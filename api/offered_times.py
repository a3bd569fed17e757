"""Times that people promise things by, as the case's calendar has them: offered, so that nobody counts hours (REQ C1)."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from fastapi import Request
from pydantic import BaseModel

from api.dependencies import DependenciesIn
from api.lookups import CaseIn
from api.problem_codes import Either
from api.problems import language
from api.routes import reads
from domain.calendar import Calendar
from domain.case import Case
from domain.promises.rhythm import next_due

SOON = timedelta(hours=2)
MORNING = time(10)
"""When people are reached the day after: the first hour belongs to whoever plans the day."""
HARDLY_ANY = timedelta(minutes=30)
"""With less left of a day, nothing is promised for it."""
A_STEP = timedelta(minutes=5)
"""People say times in steps; a promise is put off to the next one, never brought forward, but for the latest that the rhythm
allows."""

Offer = Literal["rhythm", "soon", "today", "next_morning", "next_day"]
WORDS: dict[Offer, Either] = {
    "rhythm": Either("By the rhythm", "按联系节奏"),
    "soon": Either("In two hours", "两小时内"),
    "today": Either("By the end of today", "今天下班前"),
    "next_morning": Either("Tomorrow at ten", "明天上午十点"),
    "next_day": Either("By the end of tomorrow", "明天下班前"),
}
AFTER_DAYS_OFF: dict[Offer, Either] = {
    "next_morning": Either("On the next working day, in the morning", "下个工作日上午"),
    "next_day": Either("By the end of the next working day", "下个工作日下班前"),
}
"""In place of those where tomorrow is no working day."""
OF_WORK: dict[Offer, Either] = {"soon": Either("In two working hours", "两个工作小时内")}
"""In place of those whose hours a night or a day off comes between."""


class OfferedTimeOut(BaseModel):
    name: Offer
    label: str
    at: datetime


class OfferedTimesOut(BaseModel):
    items: list[OfferedTimeOut]


reading = reads("promises")


@reading.get("/times", summary="Times to promise something by")
async def get_times(case: CaseIn, deps: DependenciesIn, request: Request) -> OfferedTimesOut:
    """In the working time of the case's calendar; a case that runs round the clock has its two hours by the clock. Once
    confirmed it has a rhythm (REQ C1): by then somebody calls, should nobody name another time."""
    now = deps.now()
    items: dict[datetime, OfferedTimeOut] = {}
    for name, at in offered(case, now):
        label = called(case, name, at, now).text(language(request))
        items.setdefault(at, OfferedTimeOut(name=name, label=label, at=at))
    return OfferedTimesOut(items=[items[at] for at in sorted(items)])


def called(case: Case, name: Offer, at: datetime, now: datetime) -> Either:
    """What an offered time is called, so that nobody who reads it out promises another one."""
    calendar = case.rules.calendars[case.rules.business]
    if at - now > SOON + A_STEP and name in OF_WORK:
        return OF_WORK[name]
    if calendar.local_date(at) != calendar.local_date(now) + timedelta(days=1):
        return AFTER_DAYS_OFF.get(name, WORDS[name])
    return WORDS[name]


def offered(case: Case, now: datetime) -> Iterator[tuple[Offer, datetime]]:
    """The times by name, each of them ahead."""
    plan = case.rules
    calendar = plan.calendars[plan.business]
    if case.is_confirmed and not case.is_closed:
        by_rhythm = _before(next_due(case, now)[0])
        if by_rhythm > now:
            yield "rhythm", by_rhythm
    if plan.runs_round_the_clock(case.priority):
        yield "soon", _in_steps(now + SOON)
    else:
        yield "soon", _in_steps(calendar.add(now, SOON))
    today = calendar.end_of_day(now)
    if calendar.day_of(today) == calendar.local_date(now) and today - now >= HARDLY_ANY:
        yield "today", today
    next_day = calendar.end_of_next_day(now)
    yield "next_morning", _morning(calendar, next_day)
    yield "next_day", next_day


def _morning(calendar: Calendar, at: datetime) -> datetime:
    """Ten o'clock of the day a time is of, or when its work begins after that."""
    ten = datetime.combine(calendar.day_of(at), MORNING, ZoneInfo(calendar.zone))
    return calendar.next_working(ten)


def _in_steps(at: datetime) -> datetime:
    before = _before(at)
    return before + A_STEP if before < at else at


def _before(at: datetime) -> datetime:
    """The step before a time, or the time itself."""
    return at - timedelta(minutes=at.minute % 5, seconds=at.second, microseconds=at.microsecond)
