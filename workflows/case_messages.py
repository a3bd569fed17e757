"""The updates and signals of a case, each named after what is asked, so that a history reads as a story.

All of them go through `submit`: one place that dedupes, decides and raises.
"""

from collections.abc import Iterable
from datetime import datetime

from temporalio import workflow
from temporalio.exceptions import ApplicationError

with workflow.unsafe.imports_passed_through():
    from activities.contract import REMEMBERED
    from domain import commands as c
    from domain.case import Case
    from domain.decide import CORE, Decision, decide
    from domain.errors import Problem, Refusal
    from domain.events import AnyEvent
    from domain.receipt import Outcome, Receipt
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
        self.inbox: list[c.Command] = list(start.told)
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

    def submit(self, command: c.Command) -> Receipt:
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

    def _repeated(self, command: c.Command) -> Receipt | None:
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

    def _remember(
        self, command: c.Command, receipt: Receipt | None, problem: Problem | None
    ) -> None:
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
            self.inbox.sort(key=lambda it: (not isinstance(it, c.OpenCase), it.received_at))
            command = self.inbox.pop(0)
            # the result of an action has left its mark already
            self.unmarked |= not isinstance(command, c.FinishAction)
            try:
                self.submit(command)
            except Refusal as no:
                self._tell_sender(command, no.problem)

    def _tell_sender(self, command: c.Command, problem: Problem) -> None:
        """Nobody waits for the answer of a signal, so a refusal goes to its sender's inbox (REQ J3)."""
        if not self.case.is_opened or not command.key:
            return
        note = c.NoteRefusal(
            actor=command.actor,
            received_at=command.received_at,
            refused=command.name,
            refused_key=command.key,
            problem=problem,
        )
        self._apply(decide(self.case, note, self.now))

    def check(self, command: c.Command) -> None:
        """Validator: a dry run, so that a mistake of ours fails the command and not the case.

        A refusal passes: `handle` keeps it under its key, and what a validator learns is forgotten
        (docs/decisions/0016).
        """
        if self._is_ready(command):
            try:
                self._repeated(command) or decide(self.case, command, self.now)
            except Refusal as no:
                refused(no.problem, self.case)  # its words are on trial too

    def _is_ready(self, command: c.Command) -> bool:
        """Whether the case is there: what comes before its opening waits for it."""
        return not self.loading and (self.case.is_opened or isinstance(command, c.OpenCase))

    async def handle(self, command: c.Command) -> Receipt:
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
    def escalate(self, command: c.Escalate) -> None:
        self.inbox.append(command)

    @workflow.signal(name="customer_said")
    def customer_said(self, command: c.CustomerSaid) -> None:
        self.inbox.append(command)

    @workflow.signal(name="deliver")
    def deliver(self, command: c.AnyCommand) -> None:
        """Any command whose update got no answer, sent again the durable way."""
        self.inbox.append(command)

    # --- updates -------------------------------------------------------------------------------------

    @workflow.update(name="open_case")
    async def open_case(self, command: c.OpenCase) -> Receipt:
        return await self.handle(command)

    @open_case.validator
    def _open_case(self, command: c.OpenCase) -> None:
        self.check(command)

    @workflow.update(name="triage")
    async def triage(self, command: c.Triage) -> Receipt:
        return await self.handle(command)

    @triage.validator
    def _triage(self, command: c.Triage) -> None:
        self.check(command)

    @workflow.update(name="confirm_complex")
    async def confirm_complex(self, command: c.ConfirmComplex) -> Receipt:
        return await self.handle(command)

    @confirm_complex.validator
    def _confirm_complex(self, command: c.ConfirmComplex) -> None:
        self.check(command)

    @workflow.update(name="assign")
    async def assign(self, command: c.Assign) -> Receipt:
        return await self.handle(command)

    @assign.validator
    def _assign(self, command: c.Assign) -> None:
        self.check(command)

    @workflow.update(name="complete_stage")
    async def complete_stage(self, command: c.CompleteStage) -> Receipt:
        return await self.handle(command)

    @complete_stage.validator
    def _complete_stage(self, command: c.CompleteStage) -> None:
        self.check(command)

    @workflow.update(name="log_contact")
    async def log_contact(self, command: c.LogContact) -> Receipt:
        return await self.handle(command)

    @log_contact.validator
    def _log_contact(self, command: c.LogContact) -> None:
        self.check(command)

    @workflow.update(name="name_product")
    async def name_product(self, command: c.NameProduct) -> Receipt:
        return await self.handle(command)

    @name_product.validator
    def _name_product(self, command: c.NameProduct) -> None:
        self.check(command)

    @workflow.update(name="ask_questions")
    async def ask_questions(self, command: c.AskQuestions) -> Receipt:
        return await self.handle(command)

    @ask_questions.validator
    def _ask_questions(self, command: c.AskQuestions) -> None:
        self.check(command)

    @workflow.update(name="record_answers")
    async def record_answers(self, command: c.RecordAnswers) -> Receipt:
        return await self.handle(command)

    @record_answers.validator
    def _record_answers(self, command: c.RecordAnswers) -> None:
        self.check(command)

    @workflow.update(name="make_promise")
    async def make_promise(self, command: c.MakePromise) -> Receipt:
        return await self.handle(command)

    @make_promise.validator
    def _make_promise(self, command: c.MakePromise) -> None:
        self.check(command)

    @workflow.update(name="renegotiate_promise")
    async def renegotiate_promise(self, command: c.RenegotiatePromise) -> Receipt:
        return await self.handle(command)

    @renegotiate_promise.validator
    def _renegotiate_promise(self, command: c.RenegotiatePromise) -> None:
        self.check(command)

    @workflow.update(name="release_promise")
    async def release_promise(self, command: c.ReleasePromise) -> Receipt:
        return await self.handle(command)

    @release_promise.validator
    def _release_promise(self, command: c.ReleasePromise) -> None:
        self.check(command)

    @workflow.update(name="acknowledge_escalation")
    async def acknowledge_escalation(self, command: c.AcknowledgeEscalation) -> Receipt:
        return await self.handle(command)

    @acknowledge_escalation.validator
    def _acknowledge_escalation(self, command: c.AcknowledgeEscalation) -> None:
        self.check(command)

    @workflow.update(name="deescalate")
    async def deescalate(self, command: c.Deescalate) -> Receipt:
        return await self.handle(command)

    @deescalate.validator
    def _deescalate(self, command: c.Deescalate) -> None:
        self.check(command)

    @workflow.update(name="mark_message")
    async def mark_message(self, command: c.MarkMessage) -> Receipt:
        return await self.handle(command)

    @mark_message.validator
    def _mark_message(self, command: c.MarkMessage) -> None:
        self.check(command)

    @workflow.update(name="start_observation")
    async def start_observation(self, command: c.StartObservation) -> Receipt:
        return await self.handle(command)

    @start_observation.validator
    def _start_observation(self, command: c.StartObservation) -> None:
        self.check(command)

    @workflow.update(name="extend_observation")
    async def extend_observation(self, command: c.ExtendObservation) -> Receipt:
        return await self.handle(command)

    @extend_observation.validator
    def _extend_observation(self, command: c.ExtendObservation) -> None:
        self.check(command)

    @workflow.update(name="end_observation")
    async def end_observation(self, command: c.EndObservation) -> Receipt:
        return await self.handle(command)

    @end_observation.validator
    def _end_observation(self, command: c.EndObservation) -> None:
        self.check(command)

    @workflow.update(name="record_verification")
    async def record_verification(self, command: c.RecordVerification) -> Receipt:
        return await self.handle(command)

    @record_verification.validator
    def _record_verification(self, command: c.RecordVerification) -> None:
        self.check(command)

    @workflow.update(name="resolve")
    async def resolve(self, command: c.Resolve) -> Receipt:
        return await self.handle(command)

    @resolve.validator
    def _resolve(self, command: c.Resolve) -> None:
        self.check(command)

    @workflow.update(name="record_revisit")
    async def record_revisit(self, command: c.RecordRevisit) -> Receipt:
        return await self.handle(command)

    @record_revisit.validator
    def _record_revisit(self, command: c.RecordRevisit) -> None:
        self.check(command)

    @workflow.update(name="pause")
    async def pause(self, command: c.PauseCase) -> Receipt:
        return await self.handle(command)

    @pause.validator
    def _pause(self, command: c.PauseCase) -> None:
        self.check(command)

    @workflow.update(name="resume")
    async def resume(self, command: c.ResumeCase) -> Receipt:
        return await self.handle(command)

    @resume.validator
    def _resume(self, command: c.ResumeCase) -> None:
        self.check(command)

    @workflow.update(name="withdraw")
    async def withdraw(self, command: c.Withdraw) -> Receipt:
        return await self.handle(command)

    @withdraw.validator
    def _withdraw(self, command: c.Withdraw) -> None:
        self.check(command)

    @workflow.update(name="end_without_agreement")
    async def end_without_agreement(self, command: c.EndWithoutAgreement) -> Receipt:
        return await self.handle(command)

    @end_without_agreement.validator
    def _end_without_agreement(self, command: c.EndWithoutAgreement) -> None:
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
