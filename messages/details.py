"""A case as a supervisor reads it in Temporal's UI: where it stands, without knowing the code."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from domain.case import Case
from domain.clocks import Clock
from domain.deadline import Deadline
from domain.plan import Plan
from domain.promises.records import Promise
from messages import visits
from messages.summaries import action_line, cut, deadline_line, link_line
from messages.voice import Voice

AT_MOST = 5
"""Lines of one kind; the rest is counted. With SHORT it keeps the whole far below 20 kB."""
SHORT = 240
"""Bytes of a person's words (title, subject, reason, error) that are shown."""

MARKUP = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>|#"})


def current_details(case: Case, now: datetime, deadlines: Sequence[Deadline]) -> str:
    """Markdown for `workflow.set_current_details`; empty sections are left out."""
    if case.plan is None:
        return Voice("en").say("details.not_opened", number=case.number)
    plan = case.plan
    voice = Voice.of(plan, case=case, now=now)
    sections = [
        [voice.say("details.heading", number=case.number, title=plain(case.title))],
        list(_state(case, voice)),
        _under("details.clocks", list(_clocks(case, plan, voice)), voice),
        _under("details.promises", _promises(case, voice), voice),
        _under("details.visits", _visits(case, voice), voice),
        _under("details.escalations", list(_escalations(case, voice)), voice),
        _under("details.failed", list(_failed(case, voice)), voice),
        _under("details.next", _upcoming(deadlines, voice), voice),
    ]
    return "\n\n".join("\n".join(section) for section in sections if section)


def plain(text: str) -> str:
    """Somebody's words on one line, cut, and without a meaning in markdown."""
    return cut(text, SHORT).translate(MARKUP)


def _under(heading: str, lines: list[str], voice: Voice) -> list[str]:
    if not lines:
        return []
    more = len(lines) - AT_MOST
    rest = [voice.say("details.more", count=more)] if more > 0 else []
    return [voice.say(heading), *lines[:AT_MOST], *rest]


def _state(case: Case, voice: Voice) -> Iterator[str]:
    say, word = voice.say, voice.word
    if case.stage_entered_at:
        since = voice.moment(case.stage_entered_at)
        yield say("details.stage", stage=voice.stage(case.stage), since=since)
    yield say("details.priority", priority=word("priority", case.priority))
    yield say("details.owner", owner=voice.person(case.owner), tier=case.tier)
    yield say(
        "details.customer",
        level=word("customer_level", case.customer_level),
        channel=word("channel", case.channel),
        emotion=word("emotion", case.emotion),
    )
    if case.confirmed_at and case.complexity:
        complexity = word("complexity", case.complexity)
        at = voice.moment(case.confirmed_at)
        yield say("details.complex", confirmed_at=at, complexity=complexity)
    else:
        yield say("details.not_confirmed")
    if case.traits:
        yield say("details.traits", traits=voice.listed([word("trait", t) for t in case.traits]))
    if case.guide:
        yield say("details.product", product=plain(case.guide.label))
    if case.rounds:
        asked = sum(asked.life == case.life for asked in case.rounds)
        yield say("details.rounds", asked=asked, answers=len(case.answers))
    yield from visits.failed_line(case, voice)
    if case.breaks:
        yield say("details.breaks", count=case.breaks)
    yield from _periods(case, voice)


def _periods(case: Case, voice: Voice) -> Iterator[str]:
    """What holds the case in its state: a pause, an observation window, its resolution or end."""
    say, word = voice.say, voice.word
    if pause := case.pause:
        yield say(
            "details.pause",
            since=voice.moment(pause.since),
            until=voice.moment(pause.until),
            reason=word("pause_reason", pause.reason),
        )
    if (window := case.observation) and not window.ended:
        since, until = voice.moment(window.started_at), voice.moment(window.ends_at)
        yield say("details.observation", since=since, until=until)
    if case.resolved_at and case.resolved_on:
        basis = word("basis", case.resolved_on)
        yield say("details.resolved", at=voice.moment(case.resolved_at), basis=basis)
    yield from _lives(case, voice)


def _lives(case: Case, voice: Voice) -> Iterator[str]:
    """How the present life ended, or the last one if the case was reopened; and linked cases."""
    last = case.closings[-1] if case.closings else None
    if last:
        ending, at = voice.word("ending", last.ending), voice.moment(last.at)
        if case.closing:
            yield voice.say("details.ended", at=at, ending=ending)
        elif case.reopened_at:
            reopened_at = voice.moment(case.reopened_at)
            yield voice.say("details.ended_before", at=at, ending=ending, reopened_at=reopened_at)
    for link in case.links[-AT_MOST:]:
        yield voice.say("details.link", line=link_line(link, voice))


def _clocks(case: Case, plan: Plan, voice: Voice) -> Iterator[str]:
    if case.is_closed:
        return
    running = [("response", case.response)]
    if case.phase == "open":
        running += [("stage", case.stage_clock), ("follow_up", case.follow_up)]
    for name, clock in running:
        if clock:
            yield voice.say(f"details.clock.{name}", state=_clock_state(clock, plan, voice))


def _clock_state(clock: Clock, plan: Plan, voice: Voice) -> str:
    due = voice.moment(clock.due(plan)[0])
    if clock.overdue:
        return voice.say("details.clock.overdue", due=due)
    if clock.paused_at:
        return voice.say("details.clock.paused", since=voice.moment(clock.paused_at))
    return voice.say("details.clock.warned" if clock.warned else "details.clock.running", due=due)


def _promises(case: Case, voice: Voice) -> list[str]:
    if not case.is_confirmed or case.is_closed:
        return []
    ahead = sorted(case.open_promises, key=lambda p: (p.latest_by, p.id))
    return [_promise(promise, voice) for promise in ahead] or [voice.say("details.no_promise")]


def _promise(promise: Promise, voice: Voice) -> str:
    known = {
        "owner": voice.person(promise.owner),
        "subject": plain(voice.subject(promise.subject, promise.kind)),
        "due": voice.moment(promise.latest_by),
    }
    if promise.kind == "visit":
        known["window"] = voice.window(promise.window)
        return voice.say("details.promise.visit", **known)
    if promise.kind == "milestone":
        return voice.say("details.milestone", **known)
    if promise.expected_by:
        expected = voice.moment(promise.expected_by)
        return voice.say("details.promise.expected", expected=expected, **known)
    return voice.say("details.promise", **known)


def _visits(case: Case, voice: Voice) -> list[str]:
    return [] if case.is_closed else list(visits.detail_lines(case, voice))


def _escalations(case: Case, voice: Voice) -> Iterator[str]:
    for escalation in case.escalations:
        if escalation.deescalated_at:
            continue
        why = {
            "cause": voice.word("cause", escalation.cause),
            "reason": plain(voice.reason(escalation.reason)),
        }
        if escalation.acknowledged_at:
            by, at = escalation.acknowledged_by or "", voice.moment(escalation.acknowledged_at)
            yield voice.say("details.escalation.taken", by=voice.person(by), at=at, **why)
        else:
            line = voice.word("line", escalation.line)
            receiver = voice.person(escalation.receiver)
            yield voice.say("details.escalation.waiting", receiver=receiver, line=line, **why)


def _failed(case: Case, voice: Voice) -> Iterator[str]:
    for action in case.actions:
        if action.status == "failed":
            told = plain(action_line(action, voice))
            yield voice.say("details.action", action=told, error=plain(action.error or ""))


def _upcoming(deadlines: Sequence[Deadline], voice: Voice) -> list[str]:
    return [
        voice.say("details.deadline", deadline=plain(deadline_line(due, voice)))
        for due in sorted(deadlines, key=lambda d: (d.due_at, d.key))
    ]
