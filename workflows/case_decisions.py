"""Deciding what a case is asked, and remembering what came of it.

All of it goes through `submit`: one place that dedupes, decides and raises. How a command gets in is
`workflows.case_handlers`.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from temporalio import workflow
from temporalio.exceptions import ApplicationError

with workflow.unsafe.imports_passed_through():
    from activities.contract import REMEMBERED, newest_of
    from domain import engine
    from domain.actions import FinishAction
    from domain.book import AnyEvent
    from domain.case import Case
    from domain.command import SYSTEM, Actor, Command
    from domain.cores import SwitchCore
    from domain.decide import CORE, Decision, decide
    from domain.errors import Problem, Refusal
    from domain.intake import OpenCase
    from domain.late_refusals import NoteRefusal
    from domain.receipt import Outcome, Receipt
    from domain.record import Record
    from domain.taking_up import EndedRun, NoteTakenUp
    from messages.summaries import refusal_line
    from workflows.contract import SHELL, CaseStart, CoreUnknown, Reply, ShellUnknown

KEY_REUSED = "idempotency_key_reused"

SLICE = 25
"""Events and outcomes that may wait for the next record before signals are decided on. A flood is taken in such
slices: one of them takes a turn a tenth of a second on a long case, and two seconds are the server's limit."""

FULL = 4 * SLICE
"""As many, and updates wait too: the database has been away for some time."""

GIVES_WAY = "gives_way"
"""Type of the ApplicationError that turns an update away while the run gives way to the next. Nothing is decided
and nothing is written; `workflows.client` asks again."""


def refused(problem: Problem, case: Case) -> ApplicationError:
    """A refusal on its way to the client, and as supervisors read it in the history. Only
    ApplicationError may leave a handler: anything else would hang the case."""
    return ApplicationError(
        refusal_line(problem, case) if case.plan else problem.code,
        problem.model_dump(mode="json"),
        type=problem.code,
        non_retryable=True,
    )


class CaseDecisions:
    """State of a run, and the decisions that change it. The loop around them is `workflows.case`."""

    def __init__(self, start: CaseStart) -> None:
        self.start = start
        self.case = start.case or Case(number=start.number, core=start.core)
        self.loading = start.reload
        self.applied = by_key(start.applied)
        self.inbox: list[Command] = list(start.undecided)
        self.pending: list[AnyEvent] = []
        self.outcomes: list[Outcome] = []
        self.recorded = self.case.version
        self.recording = False
        """Whether a record is on its way."""
        self.answered = Held()
        """How much of what waits for the next record stands in answers already."""
        self.knocking: list[Command] = []
        """What people ask and can't be decided yet, in the order in which it came."""
        self.handed_in = self.case
        """The case as the last record left it."""
        self.stored = self.case
        """The case as the database has it."""
        self.told = dict.fromkeys(start.told)
        """Keys of the refusals that their senders' inboxes know of."""
        self.heard_late: datetime | None = None
        """When our API heard the first of the commands that nobody was there to decide."""
        self.answers: dict[str, Receipt] = {}
        """First answers, given by runs before, to what is still to be done again."""
        self.was_overtaken = False
        """Whether the run before this one met another run's record, and nothing was recorded since."""
        self.redone: dict[str, int] = {}
        """And the version to which doing it again led; that of the first answer is another run's."""
        self.unmarked = False
        """Whether the loop has decided something in this turn and Temporal was asked for nothing yet."""
        self.take_up()

    @property
    def now(self) -> datetime:
        """Case time: workflow time plus the shift of the start input."""
        return workflow.now() + self.start.shift

    @property
    def in_slices(self) -> bool:
        """Whether the run is of the shell that takes a flood in slices and carries out what is recorded."""
        return self.start.shell >= 2

    def is_leaving(self) -> bool:
        """Whether the run is about to give way to the next; see `workflows.case`."""
        return False

    # --- deciding -------------------------------------------------------------------------------

    def submit(self, command: Command) -> Receipt:
        """Decide a command and fold its events, with no await in between.

        A repeat gets its first answer. Raises Refusal.
        """
        if command.key:
            known = self._repeated(command)
            if known:
                return known
        self._note_outage(command)
        try:
            decision = decide(self.case, command, self.now)
        except Refusal as no:
            if self.in_slices:
                no.problem = no.problem.bounded()
            self._remember(command, None, no.problem)
            raise
        self._apply(decision)
        who = _who(command.actor.handle, command.key)
        first = self.answers.pop(who, None)
        if first:
            self.redone[who] = decision.receipt.version
        receipt = first or decision.receipt
        self._remember(command, receipt, None)
        return receipt

    def _note_outage(self, command: Command) -> None:
        """What is decided long after it was heard lay waiting for a worker."""
        if self.case.core >= 2 and self.now - command.received_at > engine.LATE:
            self.heard_late = min(self.heard_late or command.received_at, command.received_at)

    def _repeated(self, command: Command) -> Receipt | None:
        known = self.applied.get(_who(command.actor.handle, command.key))
        if known is None:
            return None
        if known.digest != command.digest:
            raise Refusal(KEY_REUSED, number=self.case.number, key=command.key)
        if known.receipt:
            return known.receipt
        assert known.problem, "no answer kept"
        told = known.problem.again(known.received_at) if self.case.core >= 2 else known.problem
        raise Refusal.of(told)

    def _apply(self, decision: Decision) -> None:
        self.case = decision.case
        self.pending.extend(decision.events)

    def _remember(self, command: Command, receipt: Receipt | None, problem: Problem | None) -> None:
        if not command.key:
            return
        outcome = Outcome.of(command, receipt=receipt, problem=problem)
        self.applied[_who(outcome.principal, outcome.key)] = outcome
        self.outcomes.append(outcome)
        if not self.in_slices:
            while len(self.applied) > REMEMBERED:
                del self.applied[next(iter(self.applied))]

    def forget(self) -> None:
        """Let go of the oldest outcomes that the database knows, beyond what a run may carry."""
        recorded = len(self.applied) - len(self.outcomes)
        spare = recorded - len(newest_of(tuple(self.applied.values())[:recorded]))
        for who in list(self.applied)[:spare]:
            del self.applied[who]
            self.told.pop(who, None)

    def take_up(self) -> None:
        """Go on under the core that the run was started with, if that is newer than the case's. One that this
        worker doesn't know stops the run (`require_known_core`)."""
        if self.case.is_opened and self.start.core > self.case.core:
            actor = Actor(handle=SYSTEM)
            self.submit(SwitchCore(actor=actor, received_at=self.now, core=self.start.core))

    def keep_answers(self, answered: Iterable[Outcome], ended: EndedRun | None) -> None:
        """Stand by what clients of runs before were told, though those were ended before that was recorded.

        What was refused stays refused under its key. What was done is among the undecided and will be done
        again; who asks again then gets the first answer. And the timeline gets to know of the end.
        """
        for outcome in answered:
            who = _who(outcome.principal, outcome.key)
            if who in self.applied:
                continue
            if outcome.receipt:
                self.answers[who] = outcome.receipt
            else:
                self.applied[who] = outcome
                self.outcomes.append(outcome)
        if ended and self.case.is_opened:
            actor = Actor(handle=SYSTEM)
            self.submit(NoteTakenUp(actor=actor, received_at=self.now, ended=ended))

    def has_mail(self) -> bool:
        """Whether signals have brought something that can be decided now. What comes before the
        opening waits for it, and a flood for the record of what was decided of it."""
        held = self.in_slices and self._holds_mail()
        return not held and any(self._is_ready(command) for command in self.inbox)

    def _holds_mail(self) -> bool:
        return self.is_leaving() or self._waiting() >= SLICE

    def is_behind(self, due_at: datetime) -> bool:
        """Whether something was heard before a time and can't be decided yet, because so much waits for its record or the run
        is about to give way."""
        if not self.in_slices:
            return False
        held = self.inbox if self._holds_mail() else ()
        heard = [command for command in held if not isinstance(command, FinishAction)]
        return any(command.received_at <= due_at for command in (*heard, *self.knocking))

    def _waiting(self) -> int:
        """How much waits for the next record."""
        return len(self.pending) + len(self.outcomes)

    def drain(self) -> None:
        """Decide what signals have brought, in the order in which our API heard it, the opening first."""
        self.inbox.sort(key=lambda it: (not isinstance(it, OpenCase), it.received_at))
        while self.has_mail():
            command = self.inbox.pop(0)
            # the result of an action has left its mark already
            self.unmarked |= not isinstance(command, FinishAction)
            try:
                self.submit(command)
            except Refusal as no:
                self._tell_sender(command, no.problem)

    def _tell_sender(self, command: Command, problem: Problem) -> None:
        """Nobody waits for the answer of a signal, so a refusal goes to its sender's inbox, once for
        each key (REQ J3)."""
        if not self.case.is_opened or not command.key:
            return
        if self.in_slices:
            if (who := _who(command.actor.handle, command.key)) in self.told:
                return
            self.told[who] = None
        note = NoteRefusal(
            actor=command.actor,
            received_at=command.received_at,
            refused=command.name,
            refused_key=command.key,
            problem=problem,
        )
        self._apply(decide(self.case, note, self.now))

    def check(self, command: Command) -> None:
        """Validator: a dry run, so that a mistake of ours fails the command and not the case.

        A refusal passes: `handle` keeps it under its key, and what a validator learns is forgotten
        (docs/decisions/0016). While the run gives way nothing new is let in: an update on its way would
        be cut off with it.
        """
        if self.in_slices and self.is_leaving():
            raise ApplicationError("the run gives way to the next", type=GIVES_WAY)
        if self._is_ready(command):
            try:
                self._repeated(command) or decide(self.case, command, self.now)
            except Refusal as no:
                refused(no.problem, self.case)  # its words are on trial too

    def _is_ready(self, command: Command) -> bool:
        """Whether the case is there: what comes before its opening waits for it."""
        return not self.loading and (self.case.is_opened or isinstance(command, OpenCase))

    def _may_decide(self, command: Command) -> bool:
        return self._is_ready(command) and not (self.in_slices and self._waiting() >= FULL)

    async def handle(self, command: Command) -> Receipt:
        """Decide at once, and answer. The decision is durable with the answer; its record follows. A run of the first shell
        waits until it is recorded.

        Signals of the same turn are decided after it, by the loop: which of the two a turn hands over
        first is not the same when it is replayed.
        """
        if not self._may_decide(command):
            self.knocking.append(command)
            await workflow.wait_condition(lambda: self._may_decide(command))
            self.knocking.remove(command)
        try:
            receipt = self.submit(command)
        except Refusal as no:
            raise refused(no.problem, self.case) from no
        if self.in_slices:
            return self._durable(receipt)
        version = self.redone.get(_who(command.actor.handle, command.key), receipt.version)
        if version > self.case.version:
            version = 0  # an ended run's, done again and recorded before this one began
        await workflow.wait_condition(lambda: self.recorded >= version)
        return receipt

    def _durable(self, receipt: Receipt) -> Receipt:
        """The answer, with what stands nowhere else in the history. Where no record is on its way the next one is asked for in
        this very turn, and holds it."""
        if not self.recording:
            return receipt
        events = self.pending[self.answered.events :]
        outcomes = self.outcomes[self.answered.outcomes :]
        self.answered = Held(len(self.pending), len(self.outcomes))
        if not events and not outcomes:
            return receipt
        unrecorded = Record(
            number=self.case.number,
            first=self.case.version - len(events) + 1,
            events=tuple(events),
            outcomes=tuple(outcomes),
        )
        return Reply(**receipt.model_dump(), unrecorded=unrecorded)


class Held(NamedTuple):
    """How many of the events and outcomes that wait for the next record."""

    events: int = 0
    outcomes: int = 0


def require_known_core(case: Case, wanted: int) -> None:
    """Two versions of a worker may run side by side while one is deployed; the older would decide by
    rules that are no longer this case's. Raises CoreUnknown."""
    if (core := max(case.core, wanted)) > CORE:
        raise CoreUnknown(case.number, core, CORE)


def require_known_shell(start: CaseStart) -> None:
    """As `require_known_core`, for the order in which things are asked of Temporal. Raises ShellUnknown."""
    if start.shell > SHELL:
        raise ShellUnknown(start.number, start.shell)


def by_key(outcomes: Iterable[Outcome]) -> dict[str, Outcome]:
    """Outcomes as a run remembers them, the oldest first."""
    return {_who(outcome.principal, outcome.key): outcome for outcome in outcomes}


def _who(principal: str, key: str) -> str:
    return f"{principal}:{key}"
