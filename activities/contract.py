"""What travels from a case to its activities. Imported by workflow code: records only."""

from datetime import datetime, timedelta

from domain.case import Action, Case
from domain.frozen import Frozen
from domain.plan import Emotion, Label, Language

UNKNOWN_PERSON = "unknown_person"
"""Type of the ApplicationError when nobody active has the handle: trying again would not help."""


class Notification(Frozen):
    """An action to carry out, with what its text needs to know of the case.

    `language` is the case's (the customer's); the receiver reads in their own. `stages` are the
    labels of the SOP's stages that the action's params name.
    """

    number: str
    title: str
    owner: str
    customer: str
    emotion: Emotion
    language: Language
    zone: str
    stage: Label
    stages: dict[str, Label]
    next_subject: str = ""
    next_due: datetime | None = None
    action: Action

    @property
    def id(self) -> str:
        """The same for each attempt, so that nobody is told twice."""
        return f"{self.number}:{self.action.id}"


class LinkedOpening(Frozen):
    """A customer's message that is to have a case of its own. `shift` is the old run's."""

    number: str
    message: str
    asked_at: datetime
    shift: timedelta


def handed_over(case: Case, action: Action, shift: timedelta) -> Notification | LinkedOpening:
    """What the activity of an action gets."""
    if action.name != "open_linked_case":
        return notification(case, action)
    return LinkedOpening(
        number=case.number,
        message=action.ref or "",
        asked_at=action.requested_at,
        shift=shift,
    )


def notification(case: Case, action: Action) -> Notification:
    """An action that tells somebody something. Pure, for the workflow's loop."""
    plan = case.rules
    upcoming = case.next_promise
    named = set(action.params.values())
    return Notification(
        number=case.number,
        title=case.title,
        owner=case.owner,
        customer=case.customer,
        emotion=case.emotion,
        language=plan.language,
        zone=plan.calendars[plan.business].zone,
        stage=case.current.label,
        stages={stage.name: stage.label for stage in plan.sop.stages if stage.name in named},
        next_subject=upcoming.subject if upcoming else "",
        next_due=upcoming.latest_by if upcoming else None,
        action=action,
    )
