"""The book of this product: what each feature brings, put together. A new feature is named here."""

from typing import Annotated

from pydantic import Field

from domain import (
    actions,
    assignment,
    closed_in_error,
    complexity,
    confirmation,
    contacts,
    cores,
    deeds,
    disproofs,
    endings,
    engine,
    follow_up,
    gathering,
    going_back,
    intake,
    late_refusals,
    linking,
    milestones,
    notes,
    observation,
    pauses,
    questions,
    repairs,
    resolution,
    response,
    revisits,
    stages,
    succession,
    taking_up,
    triage,
)
from domain.case.contacts import ContactEntry
from domain.case.customer_messages import CustomerMessageEntry
from domain.case.escalations import EscalationEntry
from domain.case.promises import PromiseEntry
from domain.case.repairs import FailedRepairEntry
from domain.case.visits import VisitEntry
from domain.customer_messages import rules as customer_messages
from domain.escalations import rules as escalations
from domain.owed import OwedEntry
from domain.promises import rules as promises
from domain.room import rules as room
from domain.rules import Book
from domain.visits import rules as visits

BOOK = Book(
    (
        engine.RULES,
        actions.RULES,
        late_refusals.RULES,
        cores.RULES,
        taking_up.RULES,
        stages.RULES,  # ahead of the calls: with its stage a call for it ends
        escalations.RULES,
        assignment.RULES,
        succession.RULES,
        response.RULES,
        follow_up.RULES,
        promises.RULES,
        pauses.RULES,
        contacts.RULES,
        going_back.RULES,
        closed_in_error.RULES,
        complexity.RULES,
        disproofs.RULES,
        notes.RULES,
        linking.RULES,
        customer_messages.RULES,
        gathering.RULES,
        milestones.RULES,
        observation.RULES,
        questions.RULES,
        repairs.RULES,
        visits.RULES,
        intake.RULES,
        triage.RULES,
        confirmation.RULES,
        endings.RULES,
        resolution.RULES,
        revisits.RULES,
        deeds.RULES,
        room.RULES,
    )
)

AnyCommand = Annotated[
    intake.Commands
    | triage.Commands
    | confirmation.Commands
    | assignment.Commands
    | stages.Commands
    | contacts.Commands
    | closed_in_error.Commands
    | complexity.Commands
    | disproofs.Commands
    | notes.Commands
    | questions.Commands
    | promises.Commands
    | escalations.Commands
    | customer_messages.Commands
    | observation.Commands
    | resolution.Commands
    | revisits.Commands
    | pauses.Commands
    | endings.Commands
    | visits.Commands
    | repairs.Commands
    | room.Commands
    | actions.Commands
    | late_refusals.Commands
    | cores.Commands
    | taking_up.Commands
    | succession.Commands
    | engine.Commands,
    Field(discriminator="kind"),
]
AnyEntry = Annotated[
    PromiseEntry
    | EscalationEntry
    | ContactEntry
    | CustomerMessageEntry
    | VisitEntry
    | FailedRepairEntry
    | OwedEntry,
    Field(discriminator="kind"),
]
AnyEvent = Annotated[
    intake.Events
    | stages.Events
    | triage.Events
    | confirmation.Events
    | follow_up.Events
    | assignment.Events
    | response.Events
    | contacts.Events
    | closed_in_error.Events
    | complexity.Events
    | disproofs.Events
    | going_back.Events
    | notes.Events
    | linking.Events
    | customer_messages.Events
    | questions.Events
    | promises.Events
    | escalations.Events
    | pauses.Events
    | observation.Events
    | resolution.Events
    | revisits.Events
    | endings.Events
    | visits.Events
    | repairs.Events
    | room.Events
    | actions.Events
    | late_refusals.Events
    | cores.Events
    | taking_up.Events
    | succession.Events,
    Field(discriminator="kind"),
]
