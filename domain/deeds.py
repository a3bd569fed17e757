"""What others do to a case is told to whoever it belongs to; nobody is told of their own deeds (REQ C1a).

What is said to the customer, or ended, in somebody's place counts all the same. But the owner must not call
the customer a second time, or wait for something that is over.
"""

from domain.command import Command
from domain.contacts import LogContact
from domain.draft import Draft
from domain.endings import EndWithoutAgreement, Withdraw
from domain.observation import EndObservation, ExtendObservation
from domain.pauses import PauseCase, ResumeCase
from domain.promises.commands import MakePromise, ReleasePromise, RenegotiatePromise
from domain.promises.events import (
    BreakCorrected,
    PromiseAttempted,
    PromiseBroken,
    PromiseKept,
    PromiseMade,
    PromiseReleased,
    PromiseRenegotiated,
)
from domain.questions import AskQuestions
from domain.resolution import RecordVerification, Resolve
from domain.revisits import RecordRevisit
from domain.rules import Rules
from domain.visits.commands import CancelVisit, RescheduleVisit

DEEDS: tuple[type[Command], ...] = (
    LogContact,
    AskQuestions,
    ReleasePromise,
    RenegotiatePromise,
    PauseCase,
    ResumeCase,
    ExtendObservation,
    EndObservation,
    RescheduleVisit,
    CancelVisit,
    RecordVerification,
    Resolve,
    RecordRevisit,
    Withdraw,
    EndWithoutAgreement,
)
"""What speaks to the customer in the owner's place, or ends what the owner answers for. What has a notice
of its own (handing over, notes, escalations) is not among them."""
VISITS = (RescheduleVisit, CancelVisit)
"""Of these the engineer hears otherwise; the owner of the case, who agreed on the window, from here."""
PROMISING = (MakePromise, LogContact, AskQuestions)
"""In which somebody may promise what a colleague is to keep."""
ENDINGS = (
    PromiseKept,
    PromiseAttempted,
    PromiseReleased,
    PromiseRenegotiated,
    PromiseBroken,
    BreakCorrected,
)


def _tell(draft: Draft) -> None:
    if draft.case.core < 2:
        return
    if isinstance(draft.command, DEEDS):
        _tell_owners(draft)
    if isinstance(draft.command, PROMISING):
        _tell_promised(draft)


def _tell_owners(draft: Draft) -> None:
    """The owner, unless the actor kept or moved a promise of their own; and whoever's promise it was."""
    command, case = draft.command, draft.case
    actor = command.actor.handle
    touched = [case.promise(e.promise) for e in draft.events if isinstance(e, ENDINGS)]
    owners = [promise.owner for promise in touched if promise]
    concerned = owners if actor in owners else [case.owner, *owners]
    if isinstance(command, VISITS):
        concerned = [case.owner]
    draft.tell(
        *(person for person in concerned if person != actor),
        about="done_by_other",
        by=actor,
        deed=command.name,
        grounds=getattr(command, "reason", ""),
    )


def _tell_promised(draft: Draft) -> None:
    """Whoever is to keep what a colleague has just promised in their place."""
    actor = draft.command.actor.handle
    for made in (event.promise for event in draft.events if isinstance(event, PromiseMade)):
        if made.kind == "callback" and made.why.anchor == "agreed" and made.owner != actor:
            draft.tell(
                made.owner,
                about="promised_for_other",
                ref=made.id,
                by=actor,
                subject=made.subject,
                kind=made.kind,
                due=made.latest_by.isoformat(),
            )


RULES = Rules(afterwards=_tell)
