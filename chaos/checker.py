"""What clients were told, compared with what is recorded. Pure: the same records give the same violations.

Each kind of violation has a name, a meaning in `KINDS` and a rule below; a test plants every kind.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property

from chaos.seen import Seen
from chaos.sent import Read, Sent
from chaos.work import CARRIES
from db.commands import Settled
from domain.actions import ActionFailed
from domain.assignment import OwnerAssigned
from domain.book import BOOK, AnyEvent
from domain.case import Case
from domain.case.actions import Action
from domain.draft import ActionRequested
from domain.evolve import fold
from domain.intake import CaseOpened
from domain.late_refusals import CommandRefused
from domain.promises.events import PromiseBroken, PromiseMade
from domain.record import EVENT

KINDS: Mapping[str, str] = {
    "lost": "a client was told that it was done, and it is not recorded",
    "twice": "something was applied more than once",
    "contradiction": "two answers to one key differ, or an answer differs from what is recorded",
    "refused_yet_done": "a client was told no, and it was done",
    "undecided": "a client was told that it was received, and nobody ever decided it",
    "unstarted": "a case was asked for and never opened",
    "silent_refusal": "a command answered with 202 was refused, and its sender was not told",
    "gap": "the events of a case are not numbered without a gap",
    "drift": "the rows of a list differ from the events",
    "silent_promise": "a promise fell due, and nothing happened",
    "unannounced": "a promise broke and not everybody concerned was told, or an action was not carried out",
    "announced_twice": "somebody was told the same thing twice",
    "swallowed": "a notice stands where another one should, which nobody will ever read",
    "unjust": "a promise is called broken that a contact in time kept",
    "run": "Temporal and the database disagree on whether the case is open",
    "state": "the workflow knows another version of the case than the database, or shows another",
    "stuck": "a case can't go on, or never comes to rest",
    "replay": "a history does not replay with the code at hand",
    "stale": "a client was told that it was done, and then could not see it",
    "crash": "the API answered with a server error of its own, or without saying when to come back",
}

TOKEN = re.compile(r"tk\d{5,}k")
LATE = timedelta(seconds=30)
"""A promise that fell due so shortly before the end may still be on its way."""
BREAK_NOTICES = ("promise_broken", "promise_broken_again")
ANNOUNCED_ONCE = (*BREAK_NOTICES, "apology_draft", "promise_due_soon")


@dataclass(frozen=True)
class Violation:
    """One thing that must not be. `about` is a case's number or a command's key."""

    kind: str
    about: str
    what: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.about}: {self.what}"


@dataclass
class Evidence:
    """Everything there is to compare, and what follows from it."""

    sent: Sequence[Sent]
    reads: Sequence[Read]
    seen: Seen
    _cases: dict[str, Case] = field(default_factory=dict)

    def case(self, number: str) -> Case:
        """A case as its recorded events lead to it."""
        if number not in self._cases:
            events = [event for _, event in self.seen.events[number]]
            self._cases[number] = fold(number, events)
        return self._cases[number]

    @cached_property
    def applied(self) -> dict[str, list[tuple[str, int, AnyEvent]]]:
        """Where each token stands: number, sequence and event."""
        found: dict[str, list[tuple[str, int, AnyEvent]]] = defaultdict(list)
        for number, events in self.seen.events.items():
            for sequence, event in events:
                for token in set(TOKEN.findall(self._words(event))):
                    found[token].append((number, sequence, event))
        return found

    def _words(self, event: AnyEvent) -> str:
        """An event with the words that it points to."""
        inner = getattr(event, "contact", None) or getattr(event, "message", None)
        text = getattr(inner, "text", None)
        return EVENT.dump_json(event).decode() + self.seen.texts.get(text or "", "")

    def effects(self, sent: Sent) -> int:
        """How often a command was applied, by the token that only it carries."""
        return sum(
            event.name == CARRIES[sent.command]
            and event.by == sent.principal
            and not _follows_another(event)
            for _, _, event in self.applied.get(sent.token, ())
        )

    def settled(self, sent: Sent) -> Settled | None:
        return self.seen.commands.get((sent.principal, sent.key))


def _follows_another(event: AnyEvent) -> bool:
    """A promise in the place of a broken or moved one repeats its subject."""
    return isinstance(event, PromiseMade) and event.promise.follows is not None


Rule = Callable[[Evidence], Iterator[Violation]]


def check(sent: Sequence[Sent], reads: Sequence[Read], seen: Seen) -> list[Violation]:
    """Every violation, in the order of the rules."""
    evidence = Evidence(sent, reads, seen)
    return [violation for rule in RULES for violation in rule(evidence)]


# --- what clients were told ---------------------------------------------------------------------


def _answers(it: Evidence) -> Iterator[Violation]:
    for sent in it.sent:
        settled, count = it.settled(sent), it.effects(sent)
        if count > 1:
            yield Violation("twice", sent.key, f"{sent.command} was applied {count} times")
        if "refused" in sent.words and (count or sent.receipts):
            yield Violation("refused_yet_done", sent.key, f"{sent.command} was applied")
        elif sent.receipts:
            yield from _done(it, sent, settled, count)
        elif "received" in sent.words:
            yield from _received(it, sent, settled, count)
        elif settled and settled.outcome.receipt and not count:
            yield Violation("lost", sent.key, f"{sent.command} is settled as done, without effect")


def _done(it: Evidence, sent: Sent, settled: Settled | None, count: int) -> Iterator[Violation]:
    first = sent.receipts[0]
    if any(other != first for other in sent.receipts):
        yield Violation("contradiction", sent.key, "two receipts of one key differ")
    if not count:
        yield Violation("lost", sent.key, f"{sent.command} on {first['number']} left no event")
    if settled is None or settled.outcome.receipt is None:
        yield Violation("lost", sent.key, "no receipt is recorded")
    elif settled.outcome.receipt.whole(BOOK.lists).model_dump(mode="json") != first:
        yield Violation("contradiction", sent.key, "the recorded receipt is another")
    recorded = dict(it.seen.events.get(first["number"], ()))
    names, version = list(first["events"]), first["version"]
    upto = [
        event.name
        for sequence, event in recorded.items()
        if sequence <= version and not isinstance(event, ActionRequested)
    ]
    if version not in recorded or upto[len(upto) - len(names) :] != names:
        what = f"the events up to {version} do not end with {', '.join(names)}"
        yield Violation("lost", sent.key, what)


def _received(it: Evidence, sent: Sent, settled: Settled | None, count: int) -> Iterator[Violation]:
    if settled is None:
        yield Violation("undecided", sent.key, f"{sent.command} on {sent.number} was received")
    elif settled.outcome.receipt and not count:
        yield Violation("lost", sent.key, f"{sent.command} is settled as done, without effect")
    elif settled.outcome.problem:
        if count:
            yield Violation("refused_yet_done", sent.key, f"{sent.command} was applied")
        announced = any(
            isinstance(event, CommandRefused) and event.key == sent.key
            for _, event in it.seen.events.get(settled.number, ())
        )
        if not announced:
            yield Violation("silent_refusal", sent.key, f"{sent.command}: its sender wasn't told")


def _crashes(it: Evidence) -> Iterator[Violation]:
    for sent in it.sent:
        for answer in sent.answers:
            if answer.status >= 500 and answer.status != 503:
                yield Violation("crash", sent.key, f"{sent.command}: {answer.status} {answer.body}")
            elif answer.status == 503 and not answer.retry_after:
                yield Violation("crash", sent.key, f"{sent.command}: 503 without Retry-After")


def _reads(it: Evidence) -> Iterator[Violation]:
    for read in it.reads:
        if read.seen < read.version:
            yield Violation(
                "stale", read.number, f"event {read.seen} was the newest after {read.version}"
            )


# --- what is recorded ---------------------------------------------------------------------------


def _numbering(it: Evidence) -> Iterator[Violation]:
    for number in it.seen.unstarted:
        yield Violation("unstarted", number, "an opening without a case")
    for number, events in it.seen.events.items():
        sequences = [sequence for sequence, _ in events]
        if sequences != list(range(1, len(sequences) + 1)):
            yield Violation("gap", number, f"events are numbered {sequences}")


def _drift(it: Evidence) -> Iterator[Violation]:
    for number, lines in it.seen.drift.items():
        for line in lines:
            yield Violation("drift", number, line)


def _promises(it: Evidence) -> Iterator[Violation]:
    for number in it.seen.events:
        case = it.case(number)
        for promise in case.promises:
            if promise.is_open and promise.latest_by < it.seen.at - LATE:
                yield Violation("silent_promise", number, f"{promise.id} was due and is open")
            in_time = any(
                contact.reached
                and promise.id in contact.covers
                and promise.made_at <= contact.occurred_at <= promise.latest_by
                for contact in case.contacts
            )
            if promise.status == "broken" and not promise.corrected and in_time:
                yield Violation("unjust", number, f"{promise.id} was kept in time")


def _actions(it: Evidence) -> Iterator[Violation]:
    """What the events ask for was carried out, and what is told is in an inbox."""
    inbox = {item.id: item for item in it.seen.inbox}
    for number, events in it.seen.events.items():
        failed = {event.action for _, event in events if isinstance(event, ActionFailed)}
        for action in _requested(events):
            if action.name in ("open_linked_case", "pass_on_message"):
                done = any(link.message == action.ref for link in it.case(number).links)
            else:  # its event waits for the next batch; the inbox is what counts
                done = f"{number}:{action.notice}" in inbox
            if not done and action.id not in failed:
                what = f"{action.about} for {action.to} is not carried out"
                yield Violation("unannounced", number, what)
            told = inbox.get(f"{number}:{action.id}")
            if told and (told.person, told.about, told.ref) != (
                action.to,
                action.about,
                action.ref,
            ):
                what = f"{action.about} for {action.to}: {told.about} for {told.person} is there"
                yield Violation("swallowed", number, what)


def _breaks(it: Evidence) -> Iterator[Violation]:
    """Whoever had the case when a promise broke, and the lead, were told (REQ C2)."""
    for number, events in it.seen.events.items():
        notified: dict[str, set[str]] = defaultdict(set)
        for action in _requested(events):
            if action.ref and action.about in BREAK_NOTICES:
                notified[action.ref].add(action.to)
        owner, lead = "", it.case(number).rules.ladder.lead
        for _, event in events:
            if isinstance(event, CaseOpened | OwnerAssigned):
                owner = event.owner
            if isinstance(event, PromiseBroken):
                for person in sorted({owner, lead} - notified[event.promise]):
                    what = f"{person} never heard that {event.promise} broke"
                    yield Violation("unannounced", number, what)


def _repeats(it: Evidence) -> Iterator[Violation]:
    """What happens once is told once; and nothing is told that no event asks for."""
    for number, events in it.seen.events.items():
        times = Counter(
            (action.to, action.about, action.ref)
            for action in _requested(events)
            if action.about in ANNOUNCED_ONCE
        )
        for (person, about, ref), count in times.items():
            if count > 1:
                what = f"{person} was told {about} of {ref} {count} times"
                yield Violation("announced_twice", number, what)
        late = Counter(event.key for _, event in events if isinstance(event, CommandRefused))
        for key, count in late.items():
            if count > 1:
                yield Violation("announced_twice", key, f"its refusal was told {count} times")
    asked = {
        f"{number}:{action.id}"
        for number, events in it.seen.events.items()
        for action in _requested(events)
    }
    for item in it.seen.inbox:
        if item.id not in asked:
            yield Violation("announced_twice", item.id, f"{item.about}: no event asked for it")


def _requested(events: Sequence[tuple[int, AnyEvent]]) -> list[Action]:
    return [event.action for _, event in events if isinstance(event, ActionRequested)]


# --- Temporal and the database ------------------------------------------------------------------


def _restless(it: Evidence) -> Iterator[Violation]:
    for number, why in it.seen.restless.items():
        yield Violation("stuck", number, why)


def _runs(it: Evidence) -> Iterator[Violation]:
    for number in it.seen.events:
        case, run = it.case(number), it.seen.runs[number]
        wanted = "COMPLETED" if case.is_closed and not case.unmarked else "RUNNING"
        if run.status != wanted:
            yield Violation("run", number, f"the run is {run.status}, the case wants it {wanted}")
        # that an action was carried out waits for the next batch, and nothing else does
        known = case.version + len(case.actions)
        if run.version is not None and run.version != known:
            yield Violation(
                "state", number, f"workflow at version {run.version}, database at {known}"
            )
        if run.attributes != it.seen.attributes[number]:
            differing = [
                name
                for name in run.attributes.keys() | it.seen.attributes[number].keys()
                if run.attributes.get(name) != it.seen.attributes[number].get(name)
            ]
            yield Violation("state", number, f"Temporal shows another {', '.join(differing)}")
        for reason in run.differing:
            yield Violation("replay", number, reason)


RULES: tuple[Rule, ...] = (
    _answers,
    _crashes,
    _reads,
    _numbering,
    _drift,
    _promises,
    _actions,
    _breaks,
    _repeats,
    _restless,
    _runs,
)
