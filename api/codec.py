"""Lets Temporal UI show clear text to those who may see it (REQ I2)."""

import hmac
from typing import Any

from fastapi import APIRouter, Body, Depends
from google.protobuf import json_format
from temporalio.api.common.v1 import Payloads

from api.auth import SUPERVISORS, OneOf
from api.dependencies import Dependencies, DependenciesIn
from api.problems import ApiProblem
from vault import VaultError
from workflows.converter import SealingCodec

router = APIRouter(prefix="/codec", tags=["supervisors"])


@router.post(
    "/decode",
    summary="Open sealed payloads",
    dependencies=[Depends(OneOf(SUPERVISORS | {"admin"}))],
)
async def decode(deps: DependenciesIn, body: dict[str, Any] = Body()) -> dict[str, Any]:  # noqa: B008
    """What Temporal UI's "remote codec endpoint" expects, for supervisors with a key."""
    return await _decode(deps, body)


@router.post(
    "/{token}/decode",
    summary="Open sealed payloads for the embedded Temporal UI; the address is the secret",
    include_in_schema=False,
)
async def decode_embedded(
    token: str,
    deps: DependenciesIn,
    body: dict[str, Any] = Body(),  # noqa: B008
) -> dict[str, Any]:
    """The same for the embedded Temporal UI, which can't send a key: the address is the secret."""
    known = deps.codec_token
    if not known or not hmac.compare_digest(token.encode(), known.encode()):
        raise ApiProblem("key_unknown")
    return await _decode(deps, body)


async def _decode(deps: Dependencies, body: dict[str, Any]) -> dict[str, Any]:
    try:
        sealed = json_format.ParseDict(body, Payloads())
        opened = await SealingCodec(deps.vault).decode(list(sealed.payloads))
    except (json_format.ParseError, VaultError) as error:
        raise ApiProblem("payloads_unreadable", reason=error) from error
    answer: dict[str, Any] = json_format.MessageToDict(Payloads(payloads=opened))
    return answer
