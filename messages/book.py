"""The book of what people read: how each feature's things are told, put together. A new feature is named here.

Where their texts stand under each other, in the details of a case and in a notice, they follow this order.
"""

from messages import (
    actions,
    assignment,
    clocks,
    confirmation,
    contacts,
    cores,
    customer_messages,
    endings,
    engine,
    escalations,
    follow_up,
    intake,
    late_refusals,
    milestones,
    notes,
    observation,
    pauses,
    phrases,
    plan,
    promises,
    questions,
    repairs,
    resolution,
    response,
    revisits,
    stages,
    triage,
    visits,
)
from messages.telling import Book

BOOK = Book(
    (
        response.TELLING,
        stages.TELLING,
        follow_up.TELLING,
        intake.TELLING,
        assignment.TELLING,
        confirmation.TELLING,
        triage.TELLING,
        questions.TELLING,
        repairs.TELLING,
        promises.TELLING,
        milestones.TELLING,
        pauses.TELLING,
        observation.TELLING,
        resolution.TELLING,
        endings.TELLING,
        customer_messages.TELLING,
        visits.TELLING,
        escalations.TELLING,
        actions.TELLING,
        contacts.TELLING,
        notes.TELLING,
        revisits.TELLING,
        late_refusals.TELLING,
        cores.TELLING,
        engine.TELLING,
        clocks.TELLING,
        plan.TELLING,
        phrases.TELLING,
    )
)
