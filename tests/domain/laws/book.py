"""The parts of the laws, put together into the histories that run. A new feature is named here."""

from collections.abc import Iterable, Mapping
from itertools import chain
from types import new_class
from typing import Any

from laws import (
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
from laws.history import History

PARTS: tuple[type[History], ...] = (
    engine.Engine,
    actions.Actions,
    late_refusals.LateRefusals,
    cores.Cores,
    taking_up.TakingUp,
    succession.Succession,
    escalations.Escalations,
    assignment.Assignment,
    stages.Stages,
    promises.Promises,
    pauses.Pauses,
    contacts.Contacts,
    disproofs.Disproofs,
    notes.Notes,
    customer_messages.CustomerMessages,
    milestones.Milestones,
    observation.Observation,
    questions.Questions,
    repairs.Repairs,
    visits.Visits,
    intake.Intake,
    triage.Triage,
    confirmation.Confirmation,
    endings.Endings,
    closed_in_error.ClosedInError,
    complexity.Judging,
    resolution.Resolution,
    revisits.Revisits,
    room.Rooms,
)


def together(parts: tuple[type[History], ...]) -> type[History]:
    """One history that inherits the rules and invariants of all parts, and joins their tables."""
    tables = {
        "fields": _joined(part.fields for part in parts),
        "forward": _joined(part.forward for part in parts),
        "rare": tuple(chain.from_iterable(part.rare for part in parts)),
        "laws": {
            event: tuple(chain.from_iterable(part.laws.get(event, ()) for part in parts))
            for event in chain.from_iterable(part.laws for part in parts)
        },
    }
    return new_class("Histories", parts, exec_body=lambda body: body.update(tables))


def _joined(tables: Iterable[Mapping[Any, Any]]) -> dict[Any, Any]:
    joined: dict[Any, Any] = {}
    for table in tables:
        assert not (twice := joined.keys() & table.keys()), f"two parts claim {twice}"
        joined |= table
    return joined


Histories = together(PARTS)
