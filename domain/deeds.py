"""What others do to a case is told to whoever it belongs to; nobody is told of their own deeds (REQ C1a).

What is said to the customer, or ended, in somebody's place counts all the same. But the owner must not call
the customer a second time, or wait for something that is over. Every other step a colleague takes in the case is
told as well, whatever the command; what they do in a row is one notice that grows.
"""

from typing import cast, get_args

from domain.assignment import Assign
from domain.case import Case
from domain.case.deeds import StepsTold
from domain.command import SYSTEM, Command
from domain.contacts import ContactJoined, LogContact
from domain.draft import ActionRequested, Draft
from domain.endings import EndWithoutAgreement, Withdraw
from domain.notes import NoteJoined
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
from domain.rules import Change, Rules
from domain.triage import SetPriority
from domain.visits.commands import CancelVisit, RescheduleVisit
from domain.visits.events import VisitJoined

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
"""What speaks to the customer in the owner's place, or ends what the owner answers for."""
VISITS = (RescheduleVisit, CancelVisit)
"""Of these the engineer hears otherwise; the owner of the case, who agreed on the window, from here."""
TOLD_ALREADY = (
    "promise_broken",
    "promise_broken_again",
    "break_corrected",
    "promise_moved_too_often",
    "visit_moved_too_often",
    "visit_late",
    "priority_changed",
)
"""Notices of what came with a step, or of it: they don't say all that was done."""
IN_ITS_OWN_WORDS = (Assign, SetPriority)
"""What tells whom it concerns by itself; nobody when all stays as it is."""
STEP = "step_by_other"
SECOND_CLICKS = (ContactJoined, VisitJoined, NoteJoined)
"""What was told of when it was done for the first time."""
PROMISING = (MakePromise, LogContact, AskQuestions)
"""In which somebody may promise what a colleague is to keep."""
Ending = (
    PromiseKept
    | PromiseAttempted
    | PromiseReleased
    | PromiseRenegotiated
    | PromiseBroken
    | BreakCorrected
)
ENDINGS = get_args(Ending)


def _tell(draft: Draft) -> None:
    if draft.case.core < 2 or not draft.kinds.isdisjoint(SECOND_CLICKS):
        return
    kind = type(draft.command)
    if kind in DEEDS:
        _tell_owners(draft)
    if kind in PROMISING:
        _tell_promised(draft)
    if kind not in DEEDS:
        _tell_step(draft)


def _tell_owners(draft: Draft) -> None:
    """The owner, unless the actor kept or moved a promise of their own; and whoever's promise it was."""
    command, case = draft.command, draft.case
    actor = command.actor.handle
    ended = cast(list[Ending], [event for event in draft.events if type(event) in ENDINGS])
    touched = [case.promise(event.promise) for event in ended]
    # whoever was to go to the customer's door hears otherwise that it is off
    owners = [promise.owner for promise in touched if promise and not promise.keeping.apart]
    concerned = owners if actor in owners else [case.owner, *owners]
    if type(command) in VISITS:
        concerned = [case.owner]
    others = [person for person in concerned if person != actor]
    if not others:
        return
    draft.tell(
        *others,
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


def _tell_step(draft: Draft) -> None:
    """The owner, of what a colleague did in the case, unless the command has told them in its own words."""
    command, owner = draft.command, draft.case.owner
    is_own = command.actor.handle in (owner, SYSTEM)
    if is_own or not draft.events:
        return
    kind = type(command)
    if kind in IN_ITS_OWN_WORDS or kind not in draft.book.asked:
        return
    heard = {
        event.action.about
        for event in draft.events
        if isinstance(event, ActionRequested) and event.action.to == owner
    }
    if heard.difference(TOLD_ALREADY):
        return
    told = draft.case.steps_told
    grows = told if told and _goes_on(draft, told) else None
    deeds = dict.fromkeys((*(grows.deeds if grows else ()), command.name))
    outcome, emotion = getattr(command, "outcome", ""), getattr(command, "emotion", None)
    draft.request(
        "notify",
        owner,
        STEP,
        joins=grows.notice if grows else None,
        by=command.actor.handle,
        deed=", ".join(deeds),
        visit_outcome=outcome,
        feels=emotion or "",
        noted=getattr(command, "note", ""),
    )


def _goes_on(draft: Draft, told: StepsTold) -> bool:
    """Whether the notice is still the one to tell it by."""
    is_same = (told.to, told.by) == (draft.case.owner, draft.command.actor.handle)
    return is_same and draft.now - told.begun_at <= draft.plan.gather_messages


def _told(case: Case, event: ActionRequested) -> Change:
    action = event.action
    if action.about != STEP:
        return {}
    grown = case.steps_told if action.joins else None
    return {
        "steps_told": StepsTold(
            notice=action.notice,
            to=action.to,
            by=action.params["by"],
            begun_at=grown.begun_at if grown else action.requested_at,
            deeds=tuple(action.params["deed"].split(", ")),
        )
    }


RULES = Rules(folds={ActionRequested: _told}, afterwards=_tell)
