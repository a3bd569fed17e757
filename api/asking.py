"""One way for every command: key, digest, repeat, send, answer. How it is answered is `api.answering`."""

import asyncio
import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Annotated, Any

from fastapi import Depends, Header, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response

from api import placeholders
from api.answering import Answering, plan_of
from api.auth import LONGEST_KEY, RequestContextIn
from api.dependencies import dependencies_of
from api.field_errors import FIELD_ERRORS
from api.problems import ApiProblem
from db import cases as case_rows
from db import commands as command_rows
from db import customer_messages as message_rows
from db import texts
from db.commands import Claim, KeyReused
from db.recognition import Recognition
from db.session import DatabaseDown
from domain.book import BOOK
from domain.command import Command
from domain.decide import decide
from domain.errors import Problem, Refusal
from domain.plain import has_words
from domain.receipt import Outcome
from workflows.client import Answer, NotRunning, Received, Unreachable

LOOKS, BETWEEN_LOOKS = 25, 0.04
"""How often, and with how many seconds in between, we look whether what was told is decided: a second in all."""


class Asked(Answering):
    """A request on its way to a case."""

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
        spoken = [self.text(number, command.name, words)] if words else []
        try:
            if spoken or self.is_given:
                await self._claim(number, spoken)
            if isinstance(command, BOOK.signals):
                answer: Answer = await self.deps.cases.signal(number, command)
            else:
                answer = await self.deps.cases.submit(number, command)
            if isinstance(answer, Received) and not self.is_given:
                with suppress(DatabaseDown):  # it is durable, and will be known when it is decided
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
            raise RequestValidationError([_says_nothing(place, text) for place, text in nothing])

    def _noted(self, command: Command) -> Command:
        """The command without a note that is a placeholder: that is the same as none, where one is needed too."""
        note = getattr(command, placeholders.LEFT_OUT, "")
        if note and Recognition.of(self.deps.policy.customers).is_nothing(note):
            return command.model_copy(update={placeholders.LEFT_OUT: ""})
        return command

    async def _body(self) -> Any:
        """The request's JSON; None where it has none."""
        return await self.request.json() if await self.request.body() else None

    async def _claim(self, number: str, spoken: Sequence[texts.Text] = ()) -> None:
        """See to it that the key stands for no other request. One that we made ourselves nobody else
        knows until it is answered. Raises KeyReused."""
        claim = Claim(self.who.handle, self.key, self.digest, number, self.received_at)
        await command_rows.claim(self.deps.database, claim, spoken)

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

    async def at_rest(self, number: str, command: Command) -> Response:
        """The case has no open run: it is closed, or its start was lost on the way and will be put right
        (`reconcile`). A closed one is not woken to say no; the refusal is kept for it. It is woken by what it takes, as it is
        recorded: nothing can have happened to it since, and if something does, its new run decides."""
        database = self.deps.database
        seen = await case_rows.get_summary(database, number)
        if not seen or seen.phase != "closed" or await message_rows.has_unmarked(database, number):
            # our own repeat may have closed the case since we looked
            if decided := await self.by_now():
                return decided
            raise ApiProblem("unreachable")
        problem = await self._refused_at_rest(number, command)
        if problem is None:
            return await self.answer(await self._woken(number, command), number)
        kept = await command_rows.settle(database, number, Outcome.of(command, problem=problem))
        return await self.again(kept)

    async def _refused_at_rest(self, number: str, command: Command) -> Problem | None:
        """Why a closed case stays closed; None for what wakes it."""
        case = await self.recorded(number) if isinstance(command, BOOK.waking) else None
        if case is None:
            return Problem(code="case_closed", params={"number": number})
        try:
            decide(case, command, self.received_at)
        except Refusal as no:
            return no.problem
        return None

    async def _woken(self, number: str, command: Command) -> Answer:
        try:
            return await self.deps.cases.wake(number, command)
        except (NotRunning, Unreachable) as error:
            raise ApiProblem("unreachable") from error


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
    request.state.key = key  # whatever comes of it, it can be repeated
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


def _says_nothing(place: placeholders.Place, text: str) -> dict[str, Any]:
    """The field error of a text that says nothing; one in which nothing can be seen is not quoted."""
    kind = "says_nothing" if has_words(text) else "no_words"
    error = {"type": kind, "msg": FIELD_ERRORS[kind].en, "loc": ("body", *place)}
    return {**error, "ctx": {"text": text}} if kind == "says_nothing" else error
