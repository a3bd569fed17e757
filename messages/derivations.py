"""Why a time is when it is, in words: enough to recompute it by hand (REQ A7)."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from domain.deadline import Ahead, Deadline
from domain.plan import Plan
from domain.plan.terms import Language
from messages.book import BOOK
from messages.lengths import length
from messages.speech import voice_of
from messages.times import day
from messages.voice import Voice

AT_MOST = 8
"""Holidays named on the way; a limit that crosses more of them is counted on paper anyway."""


def explain(
    due: Deadline,
    plan: Plan,
    language: Language,
    now: datetime | None = None,
    people: Mapping[str, str] | None = None,
) -> str:
    """The derivation of a deadline: its anchor, what was added and why, and the rule's place. Who agreed on it is
    called by their name in `people`, by handle where nobody is known under it."""
    voice = voice_of(plan, language, now=now, people=people)
    if due.ahead is None:
        return voice.say("list.sentence").join(_sentences(due, due.due_at, plan, voice))
    sentences = [
        *_sentences(due, due.ahead.of, plan, voice),
        _reminder(due, due.ahead, plan, voice),
    ]
    return voice.say("list.sentence").join(sentences)


def _reminder(due: Deadline, ahead: Ahead, plan: Plan, voice: Voice) -> str:
    at = voice.moment(due.due_at)
    if ahead.by is None:
        return voice.say("why.reminder.half_time", due=at)
    # hours in which customers may be called are no working hours
    day = plan.calendars[ahead.calendar].day if ahead.calendar == plan.business else None
    return voice.say("why.reminder", ahead=length(ahead.by, voice.language, day), due=at)


def _sentences(due: Deadline, due_at: datetime, plan: Plan, voice: Voice) -> Iterator[str]:
    why = due.why
    if why.counted is None:
        yield _agreed(due, due_at, voice)
    else:
        yield from _counted(due, due_at, why.counted, plan, voice)
    if due.kind == "red_line_warning":
        yield voice.say("why.share", share=round(plan.warn_at * 100))
    if why.calendar:
        yield from _exceptions(due, due_at, plan, voice)
    if why.estimated:
        yield voice.say("why.estimated")


def _agreed(due: Deadline, due_at: datetime, voice: Voice) -> str:
    """A date that nobody counted out: given to the customer, or set by another date."""
    why = due.why
    own_end = why.rule == due.kind  # of a pause or a window, which nobody promised
    return voice.say(
        BOOK.why.get(why.anchor, "why.window" if own_end else "why.agreed"),
        due=voice.moment(due_at),
        anchor=voice.anchor(why.anchor),
        anchor_at=voice.moment(why.anchor_at),
        by=voice.person(why.rule),
    )


def _counted(
    due: Deadline, due_at: datetime, counted: timedelta, plan: Plan, voice: Voice
) -> Iterator[str]:
    why = due.why
    calendar = plan.calendars[why.calendar] if why.calendar else None
    working_day = calendar.day if calendar else None
    yield voice.say(
        "why.counted_and_paused" if why.paused else "why.counted",
        due=voice.moment(due_at),
        anchor=voice.anchor(why.anchor),
        anchor_at=voice.moment(why.anchor_at),
        counted=length(counted, voice.language, working_day),
        paused=length(why.paused, voice.language, working_day),
    )
    if why.moved_into:
        yield voice.say("why.moved_into", calendar=why.moved_into)
    if why.held_in:
        yield voice.say("why.held_in", calendar=why.held_in)
    if calendar:
        yield voice.say("why.calendar", calendar=calendar.name)
    else:
        yield voice.say("why.clock_time")
    if due.set_by:
        yield voice.say("why.set_by", by=voice.person(due.set_by))
    else:
        yield voice.say("why.rule", rule=why.rule, policy=plan.policy, version=plan.policy_version)


def _exceptions(due: Deadline, due_at: datetime, plan: Plan, voice: Voice) -> Iterator[str]:
    """Holidays and make-up days between the anchor and the due time."""
    calendar = plan.calendars[due.why.calendar or ""]
    found = calendar.exceptions_between(due.why.anchor_at, due_at)
    days = []
    for on, name in found[:AT_MOST]:
        hours = " ".join(map(str, calendar.exceptions[on].intervals))
        key = "why.day_worked" if hours else "why.day_off"
        days.append(voice.say(key, day=day(on, voice.language), name=name, hours=hours))
    if days:
        more = len(found) - len(days)
        rest = voice.say("record.more", count=more) if more else ""
        yield voice.say("why.exceptions", days=voice.listed(days) + rest)
