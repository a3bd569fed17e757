"""The updates and signals of a case, each named after what is asked, so that a history reads as a story.

All of them go through `submit`: one place that dedupes, decides and raises.
"""

from collections.abc import Iterable
from datetime import datetime

from temporalio import workflow
from temporalio.exceptions import ApplicationError

with workflow.unsafe.imports_passed_through():
    from activities.contract import REMEMBERED
    from domain.actions import FinishAction
    from domain.assignment import Assign
    from domain.book import AnyCommand, AnyEvent
    from domain.case import Case
    from domain.command import Command
    from domain.confirmation import ConfirmComplex
    from domain.contacts import LogContact
    from domain.customer_messages import CustomerSaid, MarkMessage
    from domain.decide import CORE, Decision, decide
    from domain.endings import EndWithoutAgreement, Withdraw
    from domain.errors import Problem, Refusal
    from domain.escalations import AcknowledgeEscalation, Deescalate, Escalate
    from domain.intake import OpenCase
    from domain.late_refusals import NoteRefusal
    from domain.observation import EndObservation, ExtendObservation, StartObservation
    from domain.pauses import PauseCase, ResumeCase
    from domain.promises.commands import MakePromise, ReleasePromise, RenegotiatePromise
    from domain.questions import AskQuestions, NameProduct, RecordAnswers
    from domain.receipt import Outcome, Receipt
    from domain.resolution import RecordVerification, Resolve
    from domain.revisits import RecordRevisit
    from domain.stages import CompleteStage
    from domain.triage import Triage
    from messages.summaries import refusal_line
    from workflows.contract import CaseStart, CoreUnknown

KEY_REUSED = "idempotency_key_reused"


def refused(problem: Problem, case: Case) -> ApplicationError:
    """A refusal on its way to the client, and as supervisors read it in the history. Only
    ApplicationError may leave a handler: anything else would hang the case."""
    return ApplicationError(
        refusal_line(problem, case.plan) if case.plan else problem.code,
        problem.model_dump(mode="json"),
        type=problem.code,
        non_retryable=True,
    )


class CaseMessages:
    """State of a run and the doors into it. The loop that works on them is `workflows.case`."""

    def __init__(self, start: CaseStart) -> None:
        self.start = start
        self.case = start.case or Case(number=start.number, core=start.core)
        self.loading = start.reload
        self.applied = by_key(start.applied)
        self.inbox: list[Command] = list(start.told)
        self.pending: list[AnyEvent] = []
        self.outcomes: list[Outcome] = []
        self.recorded = self.case.version
        self.unmarked = False
        """Whether the loop has decided something in this turn and Temporal was asked for nothing yet."""

    @property
    def now(self) -> datetime:
        """Case time: workflow time plus the shift of the start input."""
        return workflow.now() + self.start.shift

    # --- deciding -------------------------------------------------------------------------------

    def submit(self, command: Command) -> Receipt:
        """Decide a command and fold its events, with no await in between.

        A repeat gets its first answer. Raises Refusal.
        """
        if command.key:
            known = self._repeated(command)
            if known:
                return known
        try:
            decision = decide(self.case, command, self.now)
        except Refusal as no:
            self._remember(command, None, no.problem)
            raise
        self._apply(decision)
        self._remember(command, decision.receipt, None)
        return decision.receipt

    def _repeated(self, command: Command) -> Receipt | None:
        known = self.applied.get(_who(command.actor.handle, command.key))
        if known is None:
            return None
        if known.digest != command.digest:
            raise Refusal(KEY_REUSED, number=self.case.number, key=command.key)
        if known.receipt:
            return known.receipt
        raise Refusal.of(known.problem) if known.problem else AssertionError("no answer kept")

    def _apply(self, decision: Decision) -> None:
        self.case = decision.case
        self.pending.extend(decision.events)

    def _remember(self, command: Command, receipt: Receipt | None, problem: Problem | None) -> None:
        if not command.key:
            return
        outcome = Outcome.of(command, receipt=receipt, problem=problem)
        self.applied[_who(outcome.principal, outcome.key)] = outcome
        while len(self.applied) > REMEMBERED:
            del self.applied[next(iter(self.applied))]
        self.outcomes.append(outcome)

    def has_mail(self) -> bool:
        """Whether signals have brought something that can be decided now. What comes before the
        opening waits for it."""
        return any(self._is_ready(command) for command in self.inbox)

    def drain(self) -> None:
        """Decide what signals have brought, in the order in which our API heard it, the opening first."""
        while self.has_mail():
            self.inbox.sort(key=lambda it: (not isinstance(it, OpenCase), it.received_at))
            command = self.inbox.pop(0)
            # the result of an action has left its mark already
            self.unmarked |= not isinstance(command, FinishAction)
            try:
                self.submit(command)
            except Refusal as no:
                self._tell_sender(command, no.problem)

    def _tell_sender(self, command: Command, problem: Problem) -> None:
        """Nobody waits for the answer of a signal, so a refusal goes to its sender's inbox (REQ J3)."""
        if not self.case.is_opened or not command.key:
            return
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
        (docs/decisions/0016).
        """
        if self._is_ready(command):
            try:
                self._repeated(command) or decide(self.case, command, self.now)
            except Refusal as no:
                refused(no.problem, self.case)  # its words are on trial too

    def _is_ready(self, command: Command) -> bool:
        """Whether the case is there: what comes before its opening waits for it."""
        return not self.loading and (self.case.is_opened or isinstance(command, OpenCase))

    async def handle(self, command: Command) -> Receipt:
        """Decide at once, then wait until the decision is recorded, so that the asker reads its own
        write.

        Signals of the same turn are decided after it, by the loop: which of the two a turn hands over
        first is not the same when it is replayed.
        """
        if not self._is_ready(command):
            await workflow.wait_condition(lambda: self._is_ready(command))
        try:
            receipt = self.submit(command)
        except Refusal as no:
            raise refused(no.problem, self.case) from no
        await workflow.wait_condition(lambda: self.recorded >= receipt.version)
        return receipt

    # --- signals: durable with no worker alive ---------------------------------------------------

    @workflow.signal(name="escalate")
    def escalate(self, command: Escalate) -> None:
        self.inbox.append(command)

    @workflow.signal(name="customer_said")
    def customer_said(self, command: CustomerSaid) -> None:
        self.inbox.append(command)

    @workflow.signal(name="deliver")
    def deliver(self, command: AnyCommand) -> None:
        """Any command whose update got no answer, sent again the durable way."""
        self.inbox.append(command)

    # --- updates -------------------------------------------------------------------------------------

    @workflow.update(name="open_case")
    async def open_case(self, command: OpenCase) -> Receipt:
        return await self.handle(command)

    @open_case.validator
    def _open_case(self, command: OpenCase) -> None:
        self.check(command)

    @workflow.update(name="triage")
    async def triage(self, command: Triage) -> Receipt:
        return await self.handle(command)

    @triage.validator
    def _triage(self, command: Triage) -> None:
        self.check(command)

    @workflow.update(name="confirm_complex")
    async def confirm_complex(self, command: ConfirmComplex) -> Receipt:
        return await self.handle(command)

    @confirm_complex.validator
    def _confirm_complex(self, command: ConfirmComplex) -> None:
        self.check(command)

    @workflow.update(name="assign")
    async def assign(self, command: Assign) -> Receipt:
        return await self.handle(command)

    @assign.validator
    def _assign(self, command: Assign) -> None:
        self.check(command)

    @workflow.update(name="complete_stage")
    async def complete_stage(self, command: CompleteStage) -> Receipt:
        return await self.handle(command)

    @complete_stage.validator
    def _complete_stage(self, command: CompleteStage) -> None:
        self.check(command)

    @workflow.update(name="log_contact")
    async def log_contact(self, command: LogContact) -> Receipt:
        return await self.handle(command)

    @log_contact.validator
    def _log_contact(self, command: LogContact) -> None:
        self.check(command)

    @workflow.update(name="name_product")
    async def name_product(self, command: NameProduct) -> Receipt:
        return await self.handle(command)

    @name_product.validator
    def _name_product(self, command: NameProduct) -> None:
        self.check(command)

    @workflow.update(name="ask_questions")
    async def ask_questions(self, command: AskQuestions) -> Receipt:
        return await self.handle(command)

    @ask_questions.validator
    def _ask_questions(self, command: AskQuestions) -> None:
        self.check(command)

    @workflow.update(name="record_answers")
    async def record_answers(self, command: RecordAnswers) -> Receipt:
        return await self.handle(command)

    @record_answers.validator
    def _record_answers(self, command: RecordAnswers) -> None:
        self.check(command)

    @workflow.update(name="make_promise")
    async def make_promise(self, command: MakePromise) -> Receipt:
        return await self.handle(command)

    @make_promise.validator
    def _make_promise(self, command: MakePromise) -> None:
        self.check(command)

    @workflow.update(name="renegotiate_promise")
    async def renegotiate_promise(self, command: RenegotiatePromise) -> Receipt:
        return await self.handle(command)

    @renegotiate_promise.validator
    def _renegotiate_promise(self, command: RenegotiatePromise) -> None:
        self.check(command)

    @workflow.update(name="release_promise")
    async def release_promise(self, command: ReleasePromise) -> Receipt:
        return await self.handle(command)

    @release_promise.validator
    def _release_promise(self, command: ReleasePromise) -> None:
        self.check(command)

    @workflow.update(name="acknowledge_escalation")
    async def acknowledge_escalation(self, command: AcknowledgeEscalation) -> Receipt:
        return await self.handle(command)

    @acknowledge_escalation.validator
    def _acknowledge_escalation(self, command: AcknowledgeEscalation) -> None:
        self.check(command)

    @workflow.update(name="deescalate")
    async def deescalate(self, command: Deescalate) -> Receipt:
        return await self.handle(command)

    @deescalate.validator
    def _deescalate(self, command: Deescalate) -> None:
        self.check(command)

    @workflow.update(name="mark_message")
    async def mark_message(self, command: MarkMessage) -> Receipt:
        return await self.handle(command)

    @mark_message.validator
    def _mark_message(self, command: MarkMessage) -> None:
        self.check(command)

    @workflow.update(name="start_observation")
    async def start_observation(self, command: StartObservation) -> Receipt:
        return await self.handle(command)

    @start_observation.validator
    def _start_observation(self, command: StartObservation) -> None:
        self.check(command)

    @workflow.update(name="extend_observation")
    async def extend_observation(self, command: ExtendObservation) -> Receipt:
        return await self.handle(command)

    @extend_observation.validator
    def _extend_observation(self, command: ExtendObservation) -> None:
        self.check(command)

    @workflow.update(name="end_observation")
    async def end_observation(self, command: EndObservation) -> Receipt:
        return await self.handle(command)

    @end_observation.validator
    def _end_observation(self, command: EndObservation) -> None:
        self.check(command)

    @workflow.update(name="record_verification")
    async def record_verification(self, command: RecordVerification) -> Receipt:
        return await self.handle(command)

    @record_verification.validator
    def _record_verification(self, command: RecordVerification) -> None:
        self.check(command)

    @workflow.update(name="resolve")
    async def resolve(self, command: Resolve) -> Receipt:
        return await self.handle(command)

    @resolve.validator
    def _resolve(self, command: Resolve) -> None:
        self.check(command)

    @workflow.update(name="record_revisit")
    async def record_revisit(self, command: RecordRevisit) -> Receipt:
        return await self.handle(command)

    @record_revisit.validator
    def _record_revisit(self, command: RecordRevisit) -> None:
        self.check(command)

    @workflow.update(name="pause")
    async def pause(self, command: PauseCase) -> Receipt:
        return await self.handle(command)

    @pause.validator
    def _pause(self, command: PauseCase) -> None:
        self.check(command)

    @workflow.update(name="resume")
    async def resume(self, command: ResumeCase) -> Receipt:
        return await self.handle(command)

    @resume.validator
    def _resume(self, command: ResumeCase) -> None:
        self.check(command)

    @workflow.update(name="withdraw")
    async def withdraw(self, command: Withdraw) -> Receipt:
        return await self.handle(command)

    @withdraw.validator
    def _withdraw(self, command: Withdraw) -> None:
        self.check(command)

    @workflow.update(name="end_without_agreement")
    async def end_without_agreement(self, command: EndWithoutAgreement) -> Receipt:
        return await self.handle(command)

    @end_without_agreement.validator
    def _end_without_agreement(self, command: EndWithoutAgreement) -> None:
        self.check(command)


def require_known_core(case: Case) -> None:
    """Two versions of a worker may run side by side while one is deployed; the older would decide by
    rules that are no longer this case's. Raises CoreUnknown."""
    if case.core > CORE:
        raise CoreUnknown(case.number, case.core, CORE)


def by_key(outcomes: Iterable[Outcome]) -> dict[str, Outcome]:
    """Outcomes as a run remembers them, the oldest first."""
    return {_who(outcome.principal, outcome.key): outcome for outcome in outcomes}


def _who(principal: str, key: str) -> str:
    return f"{principal}:{key}"
