"""One-liners of a case for Temporal's UI, each within what the server takes.

They are made inside workflow code, so they never raise on what a case may hold.
"""

from collections.abc import Callable, Sequence

from domain.case import Case
from domain.case.actions import Action
from domain.deadline import Deadline
from domain.draft import ActionRequested
from domain.errors import Problem
from domain.event import Event
from domain.frozen import changed
from domain.plan import Plan
from domain.plan.terms import Language
from domain.receipt import Outcome
from domain.record import Record
from messages.book import BOOK
from messages.speech import plain_voice, voice_of
from messages.text import LONGEST, cut
from messages.voice import Voice


def _voice(case: Case) -> Voice:
    """People are called by their handles: no names are kept in a history (docs/architecture.md)."""
    return voice_of(case.rules, case=case)


def deadline_line(due: Deadline, voice: Voice) -> str:
    """A deadline in a sentence: "Promised callback by li.min about “noise”, due Tue 3 Mar 14:00"."""
    return voice.say(
        f"deadline.{due.kind}",
        due=voice.moment(due.due_at),
        owner=voice.person(due.owner),
        subject=voice.subject(due.subject),
        stage=voice.stage(due.subject),
        ref=voice.thing(due.ref) if due.ref else "",
        window=voice.window(due.window or ""),
    )


def deadline_summary(due: Deadline, case: Case) -> str:
    """The summary of the timer that waits for a deadline."""
    return cut(deadline_line(due, _voice(case)))


def grace_summary(due: Deadline, case: Case) -> str:
    """The summary of the timer that gives messages on their way a minute after an outage."""
    voice = _voice(case)
    return cut(voice.say("shell.grace", line=deadline_line(due, voice)))


def leaving_summary(plan: Plan) -> str:
    """The summary of the timer that gives actions in hand some seconds before a new run."""
    return cut(voice_of(plan).say("shell.leaving"))


def load_summary(number: str, language: Language) -> str:
    """The summary of the activity that loads a case whose run had ended."""
    return plain_voice(language).say("shell.load", number=number)


def outcome_line(case: Case) -> str:
    """How a run ended, as its result in Temporal's UI."""
    voice = voice_of(case.rules)
    ending = voice.word("ending", case.closing.ending) if case.closing else voice.stage(case.stage)
    return voice.say("shell.outcome", number=case.number, ending=ending)


def action_summary(action: Action, case: Case) -> str:
    """The summary of the activity that carries an action out."""
    return cut(_voice(case).action(action))


def telling_summary(actions: Sequence[Action], case: Case) -> str:
    """The summary of the activity that tells people what there is to tell at one moment, each thing with all who hear of it;
    what doesn't fit is counted."""
    voice = _voice(case)
    alike: dict[tuple[str, str, str | None], list[Action]] = {}
    for action in actions:
        alike.setdefault((action.name, action.about, action.ref), []).append(action)
    told = [
        cut(
            voice.action(changed(first, {"to": voice.listed([a.to for a in (first, *rest)])})),
            LONGEST // 2,
        )
        for first, *rest in alike.values()
    ]
    return _as_many_as_fit(voice, told, voice.in_a_row)


def refusal_line(problem: Problem, case: Case) -> str:
    """Why a command was refused, as the failure of its update."""
    return _voice(case).refusal(problem).detail


def record_summary(record: Record, case: Case) -> str:
    """The summary of the activity that records a batch: "Write down: contact by li.min, …".

    What doesn't fit is counted: "(+3)".
    """
    voice = _voice(case)
    # who is told stands in the summaries of the actions themselves
    events = [event for event in record.events if not isinstance(event, ActionRequested)]
    briefs = [brief(event, voice) for event in events or record.events]
    briefs = [cut(each, LONGEST // 2) for each in briefs or _refusals(record.outcomes, voice)]
    if not briefs:
        return voice.say("record.nothing")
    return _as_many_as_fit(
        voice, briefs, lambda shown: voice.say("record.write_down", brief=voice.listed(shown))
    )


def _as_many_as_fit(voice: Voice, parts: list[str], said: Callable[[list[str]], str]) -> str:
    """What is said of the first of some parts; what doesn't fit is counted."""
    for shown in range(len(parts), 0, -1):
        line = said(parts[:shown])
        if shown < len(parts):
            line += voice.say("record.more", count=len(parts) - shown)
        if len(line.encode()) <= LONGEST:
            return line
    raise AssertionError("half of LONGEST and the words around it always fit")


def _refusals(outcomes: Sequence[Outcome], voice: Voice) -> list[str]:
    """What was refused, to whom and why, where nothing else is recorded."""
    return [
        voice.say(
            "record.refused",
            by=voice.person(outcome.principal),
            command=voice.word("command", outcome.command),
            why=voice.refusal(outcome.problem).title,
        )
        for outcome in outcomes
        if outcome.problem
    ]


def brief(event: Event, voice: Voice) -> str:
    """What happened in two or three words: "promise p1 kept"."""
    key = f"brief.{event.name}"
    if not BOOK.texts.has(key):
        return event.name
    more = BOOK.briefs.get(type(event))
    return voice.say(key, **voice.fields(event) | (more(event, voice) if more else {}))
