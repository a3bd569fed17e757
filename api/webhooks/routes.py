"""Subscriptions of other systems to what happens: who is told, how it goes, once more (REQ J5)."""

import hashlib
from datetime import timedelta
from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import Response

from activities.hosts import Forbidden
from activities.signatures import make_secret
from activities.webhook_contract import Trial
from api.asking import Asked, AskedIn
from api.auth import SUPERVISORS, PrincipalIn, scope_required
from api.dependencies import Dependencies, DependenciesIn
from api.problems import ApiProblem, language
from api.reach import Reach
from api.routes import routes
from api.webhooks import models as m
from api.wire import Cursor, Limit
from db import cases, deliveries, replays, webhooks
from db.access import Principal
from db.models.webhooks import DeliveryStatus
from db.webhooks import Webhook
from domain.errors import Problem
from messages.webhooks import error_words, reason_words
from workflows.client import Unreachable
from workflows.webhook_client import WebhookClient

router = routes(
    "webhooks",
    SUPERVISORS | {"admin", "service"},
    "/webhooks",
    reach=Reach.NOTHING,
    scope="webhooks",
)


@router.post("", status_code=201, response_model=m.WebhookMade, summary="Subscribe")
async def create(
    body: m.WebhookIn, deps: DependenciesIn, asked: AskedIn, response: Response
) -> m.WebhookMade | Response:
    """From now on the address is told of events as they are recorded, each case's in order. The answer
    has the secret that signs them; it is not shown again, except to a repeat of this very request."""
    _check(deps, asked.request, body.url, body.teams)
    _require_personal(asked.who, with_words=body.with_words)
    try:
        made = await webhooks.create(
            deps.database,
            **body.model_dump(),
            secret=make_secret(),
            by=asked.who.handle,
            key=asked.key,
            digest=asked.digest,
            now=asked.received_at,
        )
    except webhooks.KeyReused:
        return await asked.refuse(
            Problem(code="idempotency_key_reused", params={"key": asked.key}), ""
        )
    response.headers["Location"] = f"/v1/webhooks/{made.id}"
    response.headers["Idempotency-Key"] = asked.key
    return m.WebhookMade(**dict(m.WebhookOut.of(made)), secret=made.secrets[0].key)


@router.get("", summary="List subscriptions")
async def list_all(deps: DependenciesIn) -> m.WebhookList:
    found = await webhooks.list_webhooks(deps.database)
    return m.WebhookList(items=[m.WebhookOut.of(each) for each in found])


@router.get("/{webhook}", summary="One subscription, whole")
async def get(webhook: str, deps: DependenciesIn) -> m.WebhookWhole:
    found = await _find(deps, webhook)
    return m.WebhookWhole.whole(
        found,
        await deliveries.outlook(deps.database, webhook),
        await webhooks.changes(deps.database, webhook),
        await replays.list_replays(deps.database, webhook),
    )


@router.patch("/{webhook}", summary="Change a subscription")
async def change(
    webhook: str, body: m.WebhookPatch, deps: DependenciesIn, who: PrincipalIn, request: Request
) -> m.WebhookOut:
    """What is left out stays. Events recorded before keep waiting, whatever is wanted from now on."""
    values = body.model_dump(exclude_none=True)
    _check(deps, request, values.get("url"), values.get("teams", []))
    found = await _find(deps, webhook)
    _require_personal(who, with_words=values.get("with_words", False) or found.with_words)
    changed = await webhooks.change(deps.database, webhook, values, by=who.handle, now=deps.now())
    found = _there(changed, webhook)
    if "url" in values:
        await _client(deps).hurry(webhook)
    return m.WebhookOut.of(found)


@router.delete("/{webhook}", status_code=204, summary="End a subscription")
async def end(webhook: str, deps: DependenciesIn, who: PrincipalIn) -> None:
    """With its secrets and what still waits. Who made it and what was done to it stay on record."""
    if not await webhooks.end(deps.database, webhook, by=who.handle, now=deps.now()):
        raise ApiProblem("webhook_not_found", id=webhook)
    await _client(deps).hurry(webhook)


@router.post("/{webhook}/rotate", summary="Make a new secret")
async def rotate(
    webhook: str, body: m.RotateIn, deps: DependenciesIn, asked: AskedIn
) -> m.WebhookMade:
    """Both secrets sign until the old one ends; 0 hours end it at once."""
    now = asked.received_at
    rotated = await webhooks.rotate(
        deps.database,
        webhook,
        make_secret(),
        old_until=now + timedelta(hours=body.keep_old_hours),
        asked=_request_id(asked),
        by=asked.who.handle,
        now=now,
    )
    found = _there(rotated, webhook)
    return m.WebhookMade(**dict(m.WebhookOut.of(found)), secret=found.secrets[0].key)


@router.post("/{webhook}/pause", summary="Deliver nothing for now")
async def pause(webhook: str, deps: DependenciesIn, asked: AskedIn) -> m.WebhookOut:
    """What happens meanwhile waits. To stop that too, delete the subscription."""
    paused = await webhooks.pause(
        deps.database, webhook, because="asked", by=asked.who.handle, now=asked.received_at
    )
    return m.WebhookOut.of(_there(paused, webhook))


@router.post("/{webhook}/resume", summary="Deliver again, what waited first")
async def resume(webhook: str, deps: DependenciesIn, asked: AskedIn) -> m.WebhookOut:
    resumed = await webhooks.resume(
        deps.database, webhook, by=asked.who.handle, now=asked.received_at
    )
    found = _there(resumed, webhook)
    await _client(deps).hurry(webhook)
    return m.WebhookOut.of(found)


@router.post("/{webhook}/test", summary="Send a trial now")
async def test(webhook: str, deps: DependenciesIn, asked: AskedIn) -> m.TriedOut:
    """A signed `webhook_test`, sent once by a worker; the answer is what the receiver made of it."""
    await _find(deps, webhook)
    trial = Trial(webhook=webhook, id=f"test:{_request_id(asked)}")
    try:
        tried = await _client(deps).test(trial)
    except Unreachable as error:
        raise ApiProblem("unreachable") from error
    text = error_words(tried.error, language(asked.request), tried.code) if tried.error else ""
    return m.TriedOut(id=trial.id, **tried.model_dump(), text=text)


@router.post("/{webhook}/replay", status_code=202, summary="Get events once more")
async def replay(
    webhook: str, body: m.ReplayIn, deps: DependenciesIn, asked: AskedIn
) -> m.ReplayOut:
    """Under the same ids, each case's in order, of the kinds and teams the subscription is for. Those of
    before the subscription too. A case's newer events wait until its older ones were sent again."""
    await _find(deps, webhook)
    if body.number and not await cases.exists(deps.database, body.number):
        raise ApiProblem("case_not_found", number=body.number)
    noted = await replays.ask(
        deps.database,
        webhook,
        since=body.since,
        number=body.number,
        sequence=body.from_sequence,
        by=asked.who.handle,
        key=_request_id(asked),
        now=asked.received_at,
    )
    await _client(deps).hurry(webhook)
    return m.ReplayOut.of(noted)


@router.get("/{webhook}/deliveries", summary="What was delivered, and what was not")
async def list_deliveries(
    webhook: str,
    deps: DependenciesIn,
    status: DeliveryStatus | None = None,
    number: Annotated[str | None, Query(description="Of one case")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> m.DeliveryPage:
    """The newest event first. Those that ended are shown for thirty days."""
    await _find(deps, webhook)
    page = await deliveries.list_deliveries(
        deps.database, webhook, status=status, number=number, cursor=cursor, limit=limit
    )
    return m.DeliveryPage(items=[m.DeliveryOut.of(each) for each in page.items], next=page.next)


@router.post("/{webhook}/deliveries/{event}/redeliver", summary="Deliver one event again")
async def redeliver(
    webhook: str, event: str, deps: DependenciesIn, asked: AskedIn
) -> m.DeliveryOut:
    """`event` is the delivery's id, such as C-000001:17. Also one that was given up."""
    await _find(deps, webhook)
    number, sequence = _place_of(event)
    if not await deliveries.redeliver(deps.database, webhook, number, sequence):
        raise ApiProblem("delivery_not_found", id=event)
    return await _hurried(deps, webhook, event)


@router.post("/{webhook}/deliveries/{event}/skip", summary="Let go of one event that is not taken")
async def skip(webhook: str, event: str, deps: DependenciesIn, asked: AskedIn) -> m.DeliveryOut:
    """What comes after it in its case follows at once. It is kept as failed with the error `skipped`, and
    who skipped it is in the subscription's history; redelivering brings it back. One that has ended
    already stays as it ended."""
    number, sequence = _place_of(event)
    if not await deliveries.skip(
        deps.database, webhook, number, sequence, by=asked.who.handle, now=asked.received_at
    ):
        raise ApiProblem("delivery_not_found", id=event)
    return await _hurried(deps, webhook, event)


def _place_of(event: str) -> tuple[str, int]:
    """The case and the sequence number in a delivery's id; none has the number 0."""
    number, _, digits = event.rpartition(":")
    return number, int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else 0


async def _hurried(deps: Dependencies, webhook: str, event: str) -> m.DeliveryOut:
    """A delivery as it stands, after its subscription was told to look at once."""
    found = await deliveries.get(deps.database, webhook, *_place_of(event))
    await _client(deps).hurry(webhook)
    if found is None:
        raise ApiProblem("delivery_not_found", id=event)
    return m.DeliveryOut.of(found)


def _client(deps: Dependencies) -> WebhookClient:
    return WebhookClient(deps.temporal, deps.cases.task_queue)


def _request_id(asked: Asked) -> str:
    """The same for a repeat of the same request by the same person, and for nothing else."""
    scope = f"{asked.who.handle}:{asked.key}:{asked.digest}"
    return hashlib.sha256(scope.encode()).hexdigest()[:24]


async def _find(deps: Dependencies, webhook: str) -> Webhook:
    return _there(await webhooks.get(deps.database, webhook), webhook)


def _there(found: Webhook | None, webhook: str) -> Webhook:
    if found is None:
        raise ApiProblem("webhook_not_found", id=webhook)
    return found


def _require_personal(who: Principal, *, with_words: bool) -> None:
    """A key that is for nothing personal sends people's words nowhere, also where others let them be sent."""
    if with_words and "personal" not in who.scopes:
        raise scope_required("personal")


def _check(deps: Dependencies, request: Request, url: str | None, teams: list[str]) -> None:
    known = deps.policy.teams
    if any(team not in known for team in teams):
        raise ApiProblem("unknown_team", fields=("teams",), known=tuple(known))
    if url is None:
        return
    try:
        deps.webhook_hosts.check(url)
    except Forbidden as error:
        reason = reason_words(error.reason, language(request))
        raise ApiProblem("webhook_address_refused", fields=("url",), reason=reason) from error
