"""One way for every command: key, digest, repeat, send, answer.

The key's scope is its principal. The same key with the same request gives the first answer again; with
another request it is refused. What a case has refused stays refused under its key, so that a twin still on
its way can't do it after all: another try needs a key of its own (docs/decisions/0016). Without an
`Idempotency-Key` header one is made and given back in the answer, so that a repeat is always possible.
"""

import asyncio
import hashlib
import json
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal, TypedDict
from urllib.parse import quote

from fastapi import Depends, Header, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, create_model

from api import placeholders
from api.auth import LONGEST_KEY, RequestContextIn, actor
from api.dependencies import Dependencies, dependencies_of
from api.field_errors import FIELD_ERRORS
from api.problems import ApiProblem, refusal_response
from db import cases as case_rows
from db import commands as command_rows
from db import customer_messages as message_rows
from db import openings, people, texts
from db.access import Principal, RequestContext
from db.commands import Claim, KeyReused, Settled
from db.recognition import Recognition
from domain.book import BOOK
from domain.case import Case
from domain.command import Actor, Command
from domain.errors import Problem
from domain.plan import Plan
from domain.receipt import Outcome, Receipt
from workflows.client import Answer, Done, NotRunning, Received, Refused, Unreachable

NAMES_ENTRY = re.compile(r"\b[a-z]\d+\b")
"""What the ids of a case's promises, visits, messages … look like: to call one by what it is takes the case."""

LOOKS, BETWEEN_LOOKS = 25, 0.04
"""How often, and with how many seconds in between, we look whether what was told is decided: a second in all."""


class ReceiptIs(BaseModel):
    """What every receipt tells. Beside it stand the ids of what was made, each kind in its list."""

    number: str
    version: int
    stage: str
    events: list[str]
    next_promise_due: datetime | None


ReceiptOut = create_model(
    "ReceiptOut",
    __base__=ReceiptIs,
    **dict.fromkeys(BOOK.lists, (list[str], ...)),  # type: ignore[call-overload]
)


class ReceivedOut(BaseModel):
    """Durable, and not yet decided unless it says done: `Location` is where the outcome will be."""

    status: Literal["received", "done"]
    number: str
    key: str


RECEIVED: dict[int | str, dict[str, Any]] = {
    202: {"model": ReceivedOut, "description": "Received, not yet decided; see `Location`"}
}
ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"model": ReceiptOut, "description": "Done"},
    **RECEIVED,
}
"""What a command is answered with when it is not refused."""


class Signature(TypedDict):
    """Who asks, when and under which key: given to a command as `**asked.signature`, which the type
    checker sees through."""

    actor: Actor
    received_at: datetime
    key: str
    digest: str


@dataclass(frozen=True)
class Asked:
    """A request that becomes a command."""

    deps: Dependencies
    request: Request
    context: RequestContext
    key: str
    digest: str
    received_at: datetime
    is_given: bool
    """Whether the key came with the request."""

    @property
    def who(self) -> Principal:
        """Whoever asks."""
        return self.context.who

    @property
    def signature(self) -> Signature:
        """What every command of this request carries."""
        return Signature(
            actor=actor(self.who),
            received_at=self.received_at,
            key=self.key,
            digest=self.digest,
        )

    async def ask(
        self,
        number: str,
        command: Command,
        *,
        words: Mapping[str, str] | None = None,
    ) -> Response:
        """Ask a case for something and answer with what came of it.

        `words` are what people said; they stay in our database and the command carries `text_id`.
        """
        if repeated := await self.repeated():
            return repeated
        await self._require_something(number)
        command = self._noted(command)
        if not self.context.known and await openings.get(self.deps.database, number) is None:
            raise ApiProblem("case_not_found", number=number)
        spoken = [self.text(number, command.name, words)] if words else []
        try:
            if spoken or self.is_given:
                await self._claim(number, spoken)
            if isinstance(command, BOOK.signals):
                answer: Answer = await self.deps.cases.signal(number, command)
            else:
                answer = await self.deps.cases.submit(number, command)
            if isinstance(answer, Received) and not self.is_given:
                await self._claim(number)  # known to others from now on
        except KeyReused as error:
            return await self.reused(error.number)
        except NotRunning:
            return await self.at_rest(number, command)
        except Unreachable as error:
            raise ApiProblem("unreachable") from error
        return await self.answer(answer, number)

    async def _require_something(self, number: str) -> None:
        """Refuse a body with words that say nothing where words are what counts (`api.placeholders`)."""
        reads = Recognition.of(self.deps.policy.customers)
        nothing = list(placeholders.left_unsaid(await self._body(), reads))
        if any(placeholders.YIELDS in place for place, _ in nothing):
            plan = await plan_of(self.deps, number)
            nothing = [
                (place, text)
                for place, text in nothing
                if placeholders.YIELDS not in place
                or not placeholders.may_be_none(plan, place, text, reads)
            ]
        if nothing:
            why = {"type": "says_nothing", "msg": FIELD_ERRORS["says_nothing"].en}
            raise RequestValidationError(
                [{**why, "ctx": {"text": text}, "loc": ("body", *place)} for place, text in nothing]
            )

    def _noted(self, command: Command) -> Command:
        """The command without a note that is a placeholder: that is the same as none, where one is needed too."""
        note = getattr(command, placeholders.LEFT_OUT, "")
        if note and Recognition.of(self.deps.policy.customers).is_nothing(note):
            return command.model_copy(update={placeholders.LEFT_OUT: ""})
        return command

    async def _body(self) -> Any:
        """The request's JSON; None where it has none."""
        return await self.request.json() if await self.request.body() else None

    async def repeated(self) -> Response | None:
        """The first answer, if this key had been decided before when the request arrived."""
        return await self.again(self.context.settled) if self.context.settled else None

    async def reused(self, number: str) -> Response:
        """The key stands for another request, on that case."""
        problem = Problem(code="idempotency_key_reused", params={"key": self.key, "number": number})
        return await self.refuse(problem, number)

    async def _claim(self, number: str, spoken: Sequence[texts.Text] = ()) -> None:
        """See to it that the key stands for no other request. One that we made ourselves nobody else
        knows until it is answered. Raises KeyReused."""
        claim = Claim(self.who.handle, self.key, self.digest, number, self.received_at)
        await command_rows.claim(self.deps.database, claim, spoken)

    async def by_now(self) -> Response | None:
        """The first answer, if this key has been decided in the meantime."""
        settled = await command_rows.find(self.deps.database, self.who.handle, self.key)
        return await self.again(settled) if settled else None

    async def again(self, settled: Settled) -> Response:
        """The answer to a repeat; the same key for another request is refused."""
        if settled.outcome.digest != self.digest:
            return await self.reused(settled.number)
        outcome = settled.outcome
        if outcome.receipt:
            return self.done(outcome.receipt)
        assert outcome.problem
        is_first = outcome.received_at == self.received_at
        problem = outcome.problem if is_first else outcome.problem.again(outcome.received_at)
        return await self.refuse(problem, settled.number)

    @property
    def text_id(self) -> str:
        """The id under which somebody's words are kept: the same for a repeat, known beforehand."""
        scope = f"{self.who.handle}:{self.key}:{self.digest}"
        return "t" + hashlib.sha256(scope.encode()).hexdigest()[:24]

    def text(self, number: str | None, kind: str, words: Mapping[str, str]) -> texts.Text:
        """Somebody's words as a record."""
        return texts.Text(
            id=self.text_id,
            kind=kind,
            body=dict(words),
            author=self.who.handle,
            created_at=self.received_at,
            number=number,
        )

    async def answer(self, answer: Answer, number: str) -> Response:
        """What came of a command, as HTTP."""
        match answer:
            case Done(receipt):
                return self.done(receipt)
            case Refused(problem):
                return await self.refuse(problem, number)
            case Received():
                return await self.received(number)

    def done(self, receipt: Receipt) -> Response:
        opened = "case_opened" in receipt.events
        headers = self._headers()
        if opened:
            headers["Location"] = f"/v1/cases/{receipt.number}"
        return JSONResponse(
            receipt.whole(BOOK.lists).model_dump(mode="json"),
            status_code=201 if opened else 200,
            headers=headers,
        )

    async def tell(self, number: str, command: Command) -> Response:
        """Tell a case something and wait a moment for what it makes of it: 202 either way, for it is durable
        with nobody there to decide; with the receipt where that came at once."""
        answer = await self.ask(number, command)
        if answer.status_code != 202:
            return answer
        for _ in range(LOOKS):
            settled = await command_rows.find(self.deps.database, self.who.handle, self.key)
            if settled is None:
                await asyncio.sleep(BETWEEN_LOOKS)
            elif receipt := settled.outcome.receipt:
                body = {"status": "done", "key": self.key} | receipt.whole(BOOK.lists).model_dump(
                    mode="json"
                )
                return JSONResponse(body, status_code=202, headers=dict(self._place()))
            else:
                break  # the refusal is on its way to the sender's inbox
        return answer

    async def received(self, number: str) -> Response:
        """202: durable, not yet decided; the address tells what becomes of it."""
        await command_rows.note_received(
            self.deps.database, self.who.handle, self.key, now=self.received_at
        )
        return JSONResponse(
            {"status": "received", "number": number, "key": self.key},
            status_code=202,
            headers=self._place(),
        )

    async def refuse(self, problem: Problem, number: str) -> Response:
        said = set(problem.params.values())
        case = await self._case_of(number) if any(map(NAMES_ENTRY.search, said)) else None
        plan = case.rules if case else await plan_of(self.deps, number)
        names = await people.names(self.deps.database, said)
        response = refusal_response(self.request, problem, plan, case, names)
        response.headers.update(self._headers())
        return response

    async def _case_of(self, number: str) -> Case | None:
        """The case as recorded, when it is open, for what its promises and visits are about."""
        case = await case_rows.load_case(self.deps.database, number)
        return case if case and case.plan else None

    async def at_rest(self, number: str, command: Command) -> Response:
        """The case has no open run: it is closed, or its start was lost on the way and will be put right
        (`reconcile`). A closed one is not woken to say no; the refusal is kept for it."""
        database = self.deps.database
        seen = await case_rows.get_summary(database, number)
        if not seen or seen.phase != "closed" or await message_rows.has_unmarked(database, number):
            # our own repeat may have closed the case since we looked
            if decided := await self.by_now():
                return decided
            raise ApiProblem("unreachable")
        problem = Problem(code="case_closed", params={"number": number})
        kept = await command_rows.settle(database, number, Outcome.of(command, problem=problem))
        return await self.again(kept)

    def _headers(self) -> dict[str, str]:
        return {"Idempotency-Key": self.key}

    def _place(self) -> dict[str, str]:
        """The headers that say where the outcome is to be found."""
        return self._headers() | {"Location": f"/v1/commands/{quote(self.key, safe='')}"}


async def plan_of(deps: Dependencies, number: str) -> Plan | None:
    """The plan a case was opened with, for its words and its time zone."""
    opening = await openings.get(deps.database, number)
    return opening.plan if opening else None


async def asked(
    request: Request,
    context: RequestContextIn,
    idempotency_key: Annotated[
        str | None,
        Header(
            json_schema_extra={"minLength": 1, "maxLength": LONGEST_KEY},
            description="Repeat with the same key to get the first answer, never a second effect.",
        ),
    ] = None,
) -> Asked:
    """What a POST brings along."""
    key = idempotency_key if idempotency_key is not None else uuid.uuid4().hex
    if not (1 <= len(key) <= LONGEST_KEY and key.isprintable()):
        raise ApiProblem("idempotency_key_invalid", fields=("Idempotency-Key",))
    whole = hashlib.sha256(f"{request.method} {request.url.path}\n".encode())
    whole.update(await _canonical(request))
    deps = dependencies_of(request)
    return Asked(
        deps=deps,
        request=request,
        context=context,
        key=key,
        digest=whole.hexdigest()[:32],
        received_at=deps.now(),
        is_given=idempotency_key is not None,
    )


async def _canonical(request: Request) -> bytes:
    """The same for the same JSON, however it is spaced or ordered."""
    body = await request.body()
    return json.dumps(await request.json(), sort_keys=True).encode() if body else body


AskedIn = Annotated[Asked, Depends(asked)]
