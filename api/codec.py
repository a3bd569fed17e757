"""Lets Temporal UI show clear text to those who may see it (REQ I2).

Three doors to the same: one for supervisors with a key; one for the Temporal UI of an embedded installation,
which can send none; one whose address is the secret, for a UI behind a login of its own. The last two open
only to that UI's pages: a browser says whose page asks (`Origin`) and for whom it takes us (`Host`), so no
other site can ask through it, not even one that calls itself 127.0.0.1.
"""

import asyncio
import hmac
import ipaddress
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import Path, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from google.protobuf import json_format
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from temporalio.api.common.v1 import Payloads

from api.auth import SUPERVISORS
from api.dependencies import Dependencies, DependenciesIn
from api.problem_codes import Either
from api.problems import ApiProblem
from api.reach import Reach
from api.routes import open_routes, routes
from vault import KeyUnknown, SealBroken, VaultError
from workflows.converter import SealingCodec

MOST_PAYLOADS = 1_000
"""Of one request: Temporal UI asks for those of one event."""
AT_ONCE = 50
"""Payloads that are read and opened before others have their turn: some milliseconds."""
LONGEST_METADATA = 10_000

KEY_GONE = Either(
    "The key they were sealed with is not on this installation's ring; put it back to read them.",
    "加密它们的密钥不在本系统的密钥环里；把那把密钥放回去，就能读取。",
)
ALTERED = Either(
    "They are cut short or altered, or were sealed somewhere else.",
    "内容不完整、被改动过，或者是在别处加密的。",
)
NO_PAYLOADS = Either(
    "They are no payloads as Temporal writes them: `data` and `metadata` are base64.",
    "这不是 Temporal 所写的格式：`data` 和 `metadata` 须为 base64。",
)

router = routes(
    "supervisors",
    SUPERVISORS | {"admin"},
    "/codec",
    reach=Reach.NOTHING,
    scope="personal",
)
ui = open_routes("supervisors", "/codec")


class PayloadsIn(BaseModel):
    """Payloads as Temporal's JSON writes them, their bytes in base64."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"payloads": []}]})

    payloads: Annotated[list["PayloadIn"], Field(max_length=MOST_PAYLOADS)] = []


class PayloadIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    metadata: Annotated[
        dict[
            Annotated[str, Field(max_length=100)],
            Annotated[str, Field(max_length=LONGEST_METADATA)],
        ],
        Field(max_length=50),
    ] = {}
    data: str = ""


class PayloadsOut(BaseModel):
    payloads: list[PayloadIn] = []


@router.post("/decode", summary="Open sealed payloads", response_model=PayloadsOut)
async def decode(deps: DependenciesIn, body: PayloadsIn) -> JSONResponse:
    """What Temporal UI's "remote codec endpoint" expects, for supervisors with a key."""
    return await _decode(deps, body)


@ui.post(
    "/ui/decode",
    summary="Open sealed payloads for the Temporal UI of this machine",
    response_model=PayloadsOut,
    include_in_schema=False,
)
async def decode_embedded(deps: DependenciesIn, request: Request) -> JSONResponse:
    """The same for the embedded Temporal UI, which can't send a key: for this machine's own browser, with
    that UI's page in it."""
    if not (deps.local_ui and _is_local(request) and _is_from_ui(request, deps)):
        raise ApiProblem("not_found")
    return await _decode(deps, await _read(request))


@ui.post(
    "/{token}/decode",
    summary="Open sealed payloads for a Temporal UI behind a login; the address is the secret",
    response_model=PayloadsOut,
    include_in_schema=False,
)
async def decode_for_token(
    token: Annotated[str, Path(max_length=200)],
    deps: DependenciesIn,
    request: Request,
) -> JSONResponse:
    """The same for a Temporal UI that can't send a key: the address is the secret."""
    known, address = deps.codec_token, request.client.host if request.client else ""
    if wait := deps.failures.wait(address, token):
        raise ApiProblem("too_many_failures", wait=wait)
    if not known or not hmac.compare_digest(token.encode(), known.encode()):
        deps.failures.failed(address)
        raise ApiProblem("key_unknown")
    if not _is_from_ui(request, deps):
        raise ApiProblem("not_found")
    deps.failures.let_in(token)
    return await _decode(deps, await _read(request))


async def _read(request: Request) -> PayloadsIn:
    """The body, once it is known who asks."""
    try:
        return PayloadsIn.model_validate(await request.json())
    except ValidationError as error:
        wrong = [{**each, "loc": ("body", *each["loc"])} for each in error.errors()]
        raise RequestValidationError(wrong) from error


def _is_local(request: Request) -> bool:
    return request.client is not None and _is_loopback(request.client.host)


def _is_from_ui(request: Request, deps: Dependencies) -> bool:
    """Whether a page of the UI asks us under a name of ours."""
    try:
        host = urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
    except ValueError:
        return False
    ours = _is_loopback(host) or host == urlsplit(deps.public_url).hostname
    return ours and request.headers.get("origin") in deps.ui_origins


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


async def _decode(deps: Dependencies, body: PayloadsIn) -> JSONResponse:
    """In pieces, for others wait meanwhile."""
    codec, opened = SealingCodec(deps.vault), []
    for start in range(0, len(body.payloads), AT_ONCE):
        piece = [each.model_dump() for each in body.payloads[start : start + AT_ONCE]]
        try:
            sealed = json_format.ParseDict({"payloads": piece}, Payloads())
            clear = await codec.decode(list(sealed.payloads))
        except (json_format.ParseError, VaultError) as error:
            raise ApiProblem("payloads_unreadable", reason=_why(error)) from error
        told: dict[str, Any] = json_format.MessageToDict(Payloads(payloads=clear))
        opened += told.get("payloads", [])
        await asyncio.sleep(0)
    return JSONResponse({"payloads": opened})


def _why(error: Exception) -> Either:
    if isinstance(error, KeyUnknown):
        return KEY_GONE
    return ALTERED if isinstance(error, SealBroken) else NO_PAYLOADS
