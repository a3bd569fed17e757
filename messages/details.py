"""A case as a supervisor reads it in Temporal's UI: where it stands, without knowing the code."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from domain.case import Case
from domain.clocks import Clock
from domain.deadline import Deadline
from messages.book import BOOK
from messages.speech import plain_voice, voice_of
from messages.summaries import deadline_line
from messages.text import plain
from messages.voice import Voice

AT_MOST = 5
"""Lines of one kind; the rest is counted. With `text.SHORT` it keeps the whole far below 20 kB."""


def current_details(case: Case, now: datetime, deadlines: Sequence[Deadline]) -> str:
    """Markdown for `workflow.set_current_details`; empty sections are left out."""
    if case.plan is None:
        return plain_voice("en").say("details.not_opened", number=case.number)
    voice = voice_of(case.plan, case=case, now=now)
    sections = [
        [voice.say("details.heading", number=case.number, title=plain(case.title))],
        [line for state in BOOK.state for line in state(case, voice)],
        _under("details.clocks", _clocks(case, voice), voice),
        *(_under(section.heading, section.lines(case, voice), voice) for section in BOOK.sections),
        _under("details.next", _upcoming(deadlines, voice), voice),
    ]
    return "\n\n".join("\n".join(section) for section in sections if section)


def _under(heading: str, given: Iterable[str], voice: Voice) -> list[str]:
    lines = list(given)
    if not lines:
        return []
    more = len(lines) - AT_MOST
    rest = [voice.say("details.more", count=more)] if more > 0 else []
    return [voice.say(heading), *lines[:AT_MOST], *rest]


def _clocks(case: Case, voice: Voice) -> Iterator[str]:
    if case.is_closed:
        return
    for name, clock_of in BOOK.clocks.items():
        if clock := clock_of(case):
            yield voice.say(f"details.clock.{name}", state=_clock_state(clock, voice))


def _clock_state(clock: Clock, voice: Voice) -> str:
    due = voice.due(clock)
    if clock.overdue:
        return voice.say("details.clock.overdue", due=due)
    if clock.paused_at:
        return voice.say("details.clock.paused", since=voice.moment(clock.paused_at))
    return voice.say("details.clock.warned" if clock.warned else "details.clock.running", due=due)


def _upcoming(deadlines: Sequence[Deadline], voice: Voice) -> list[str]:
    return [
        voice.say("details.deadline", deadline=plain(deadline_line(due, voice)))
        for due in sorted(deadlines, key=lambda d: (d.due_at, d.key))
    ]
