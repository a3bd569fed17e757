"""The parts of the refusals, put together. A new feature is named here."""

from collections.abc import Mapping
from typing import Any

from domain.command import Command
from refusals import (
    actions,
    assignment,
    closed_in_error,
    complexity,
    confirmation,
    contacts,
    cores,
    customer_messages,
    disproofs,
    endings,
    engine,
    escalations,
    intake,
    late_refusals,
    milestones,
    notes,
    observation,
    pauses,
    promises,
    questions,
    repairs,
    resolution,
    revisits,
    room,
    stages,
    succession,
    taking_up,
    triage,
    visits,
)
from refusals.story import Part

PARTS: tuple[Part, ...] = (
    engine.PART,
    actions.PART,
    closed_in_error.PART,
    complexity.PART,
    late_refusals.PART,
    cores.PART,
    taking_up.PART,
    succession.PART,
    escalations.PART,
    assignment.PART,
    stages.PART,
    promises.PART,
    pauses.PART,
    contacts.PART,
    disproofs.PART,
    notes.PART,
    customer_messages.PART,
    milestones.PART,
    observation.PART,
    questions.PART,
    repairs.PART,
    visits.PART,
    intake.PART,
    triage.PART,
    confirmation.PART,
    endings.PART,
    resolution.PART,
    revisits.PART,
    room.PART,
)
STORIES = [story for part in PARTS for story in part.stories]
SENSIBLE: dict[type[Command], Mapping[str, Any]] = {
    command: fields for part in PARTS for command, fields in part.sensible.items()
}
