"""The handlers of a case, each named after what it takes in, so that a history reads as a story.

What people ask is an update; the book lists those commands, and each has a handler of its own here without
anybody writing one. What nobody waits for is a signal.
"""

from typing import Any, TypeVar

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.book import BOOK, AnyCommand
    from domain.command import Command
    from domain.customer_messages.commands import CustomerSaid
    from domain.escalations import Escalate
    from domain.intake import AnswerPerson
    from domain.receipt import Receipt
    from workflows.case_decisions import CaseDecisions

ABANDON = workflow.HandlerUnfinishedPolicy.ABANDON
Handlers = TypeVar("Handlers", bound=type[CaseDecisions])


def _update(command: type[Command]) -> Any:
    """The update that asks for one kind of command, with its validator.

    Its argument is annotated with the command's own class: by that the SDK knows what to read, so
    nobody can ask for one thing under the name of another.
    """

    async def ask(self: CaseDecisions, command: Command) -> Receipt:
        return await self.handle(command)

    def check(self: CaseDecisions, command: Command) -> None:
        self.check(command)

    # without `self`: the SDK would take an annotated one for an argument
    ask.__annotations__ = {"command": command, "return": Receipt}
    check.__annotations__ = {"command": command, "return": None}
    # only a run that fails leaves any, and the next one is told of them (`CaseWorkflow._fail_task`)
    handler = workflow.update(name=command.durable_name(), unfinished_policy=ABANDON)(ask)
    handler.validator(check)
    return handler


def with_updates(handlers: Handlers) -> Handlers:
    """Give a class one update for each command that people ask, under the command's durable name."""
    for command in BOOK.asked:
        setattr(handlers, f"ask_{command.durable_name()}", _update(command))
    return handlers


@with_updates
class CaseHandlers(CaseDecisions):
    """What the handlers take in is decided by `CaseDecisions`."""

    @workflow.signal(name="escalate")
    def escalate(self, command: Escalate) -> None:
        self.inbox.append(command)

    @workflow.signal(name="customer_said")
    def customer_said(self, command: CustomerSaid) -> None:
        self.inbox.append(command)

    @workflow.signal(name="answer_person")
    def answer_person(self, command: AnswerPerson) -> None:
        self.inbox.append(command)

    @workflow.signal(name="deliver")
    def deliver(self, command: AnyCommand) -> None:
        """Any command whose update got no answer, sent again the durable way."""
        self.inbox.append(command)
