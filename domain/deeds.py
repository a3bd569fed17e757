"""What others do to a case is told to whoever it belongs to; nobody is told of their own deeds (REQ C1a).

What is said to the customer, or ended, in somebody's place counts all the same. But the owner must not call
the customer a second time, or wait for something that is over.
"""

from domain.command import Command
from domain.contacts import LogContact
from domain.draft import Draft
from domain.endings import EndWithoutAgreement, Withdraw
from domain.pauses import PauseCase, ResumeCase
from domain.promises.commands import ReleasePromise, RenegotiatePromise
from domain.promises.events import (
    BreakCorrected,
    PromiseAttempted,
    PromiseBroken,
    PromiseKept,
    PromiseReleased,
    PromiseRenegotiated,
)
from domain.questions import AskQuestions
from domain.resolution import RecordVerification, Resolve
from domain.revisits import RecordRevisit
from domain.rules import Rules

DEEDS: tuple[type[Command], ...] = (
    LogContact,
    AskQuestions,
    ReleasePromise,
    RenegotiatePromise,
    PauseCase,
    ResumeCase,
    RecordVerification,
    Resolve,
    RecordRevisit,
    Withdraw,
    EndWithoutAgreement,
)
"""What speaks to the customer in the owner's place, or ends what the owner answers for. What has a notice
of its own (handing over, visits, notes, escalations) is not among them."""
ENDINGS = (
    PromiseKept,
    PromiseAttempted,
    PromiseReleased,
    PromiseRenegotiated,
    PromiseBroken,
    BreakCorrected,
)


def _tell(draft: Draft) -> None:
    """The owner, unless the actor kept or moved a promise of their own; and whoever's promise it was."""
    command, case = draft.command, draft.case
    if case.core < 2 or not isinstance(command, DEEDS):
        return
    actor = command.actor.handle
    touched = [case.promise(e.promise) for e in draft.events if isinstance(e, ENDINGS)]
    owners = [promise.owner for promise in touched if promise]
    concerned = owners if actor in owners else [case.owner, *owners]
    draft.tell(
        *(person for person in concerned if person != actor),
        about="done_by_other",
        by=actor,
        deed=command.name,
        grounds=getattr(command, "reason", ""),
    )


RULES = Rules(afterwards=_tell)
