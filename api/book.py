"""The book of the API: the routers of each feature. A new feature is named here, and nowhere else in api/."""

from fastapi import APIRouter

from api import (
    agenda,
    assignment,
    cases,
    codec,
    commands,
    confirmation,
    contacts,
    customer_messages,
    deadlines,
    drafts,
    endings,
    escalations,
    findings,
    health,
    inbox,
    intake,
    milestones,
    observation,
    pauses,
    promises,
    questions,
    repairs,
    resolution,
    revisits,
    stages,
    timeline,
    triage,
    visits,
)
from api.webhooks import routes as webhooks

FEATURES: tuple[APIRouter, ...] = (
    intake.router,
    cases.router,
    timeline.reading,
    deadlines.reading,
    triage.router,
    confirmation.router,
    assignment.router,
    stages.router,
    contacts.router,
    drafts.reading,
    questions.router,
    questions.reading,
    promises.router,
    promises.reading,
    milestones.reading,
    customer_messages.intake,
    customer_messages.router,
    escalations.router,
    pauses.router,
    observation.router,
    resolution.router,
    revisits.router,
    visits.router,
    visits.on_site,
    visits.reading,
    repairs.router,
    endings.router,
    agenda.router,
    inbox.router,
    commands.router,
    findings.router,
    webhooks.router,
)
"""Below /v1, in the order in which the API's pages show them."""

BESIDE: tuple[APIRouter, ...] = (codec.router, health.router, findings.metrics)
"""What machines ask for, at addresses of their own."""
