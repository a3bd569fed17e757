"""A request that becomes a command, and every way in which it is answered.

The key's scope is its principal. The same key with the same request gives the first answer again; with
another request it is refused. What a case has refused stays refused under its key, so that a twin still on
its way can't do it after all: another try needs a key of its own (docs/decisions/0016). Without an
`Idempotency-Key` header one is made and given back in the answer, so that a repeat is always possible.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypedDict
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import JSONResponse, Response

from api.auth import actor
from api.dependencies import Dependencies
from api.marks import HEADER, token
from api.personal import kept
from api.problems import language, refusal_response
from api.reach import brought, sees
from api.read_after import up_to_date, waited_for
from api.receipts import TAKEN_UP, WAITS
from db import cases as case_rows
from db import commands as command_rows
from db import openings, people
from db.access import Principal, RequestContext
from db.commands import Settled
from db.session import DatabaseDown
from domain.book import BOOK
from domain.case import Case
from domain.command import Actor
from domain.errors import Problem
from domain.plan import Plan
from domain.receipt import Receipt
from workflows.client import Answer, Done, Received, Refused

NAMES_ENTRY = re.compile(r"\b[a-z]\d+\b")
"""What the ids of a case's promises, visits, messages … look like: to call one by what it is takes the case."""

RECORDED, WITH_NEXT = "recorded", "return=representation"
"""The preferences (RFC 7240) of whoever wants to be answered once it stands in the database, too, and of whoever wants to be told
with the answer what can be asked next."""
RECORDED_WITHIN = timedelta(seconds=10)
"""How long we wait for that. It is done all the same; `Preference-Applied` is missing then."""


class Signature(TypedDict):
    """Who asks, when and under which key: given to a command as `**asked.signature`, which the type
    checker sees through."""

    actor: Actor
    received_at: datetime
    key: str
    digest: str


@dataclass(frozen=True)
class Answering:
    """Who asks, under which key, and what they are told."""

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

    async def up_to_date(self, number: str) -> None:
        """For a command whose request can only be read by the rows of the case: they show what this principal was told
        before."""
        await up_to_date(self.deps, self.who.handle, await brought(self.request, number), number)

    async def caught_up(self, number: str | None = None) -> None:
        """The same for one that also goes on with the rows there are: a command needs no database."""
        await waited_for(self.deps, self.who.handle, await brought(self.request, number), number)

    async def repeated(self) -> Response | None:
        """The first answer, if this key had been decided before when the request arrived."""
        return await self.again(self.context.settled) if self.context.settled else None

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
            return await self._preferred(outcome.receipt)
        assert outcome.problem
        is_first = outcome.received_at == self.received_at
        problem = outcome.problem if is_first else outcome.problem.again(outcome.received_at)
        return await self.refuse(problem, settled.number)

    async def reused(self, number: str) -> Response:
        """The key stands for another request, on that case."""
        problem = Problem(code="idempotency_key_reused", params={"key": self.key, "number": number})
        return await self.refuse(problem, number)

    async def answer(self, answer: Answer, number: str) -> Response:
        """What came of a command, as HTTP."""
        match answer:
            case Done(receipt):
                return await self._preferred(receipt)
            case Refused(problem):
                return await self.refuse(problem, number)
            case Received(is_late):
                return await self.received(number, is_late=is_late)

    async def _preferred(self, receipt: Receipt) -> Response:
        """The receipt, at once; or once it is recorded, and with what comes next, for whoever prefers that."""
        given = ",".join(self.request.headers.getlist("prefer"))
        wishes = {wish.partition(";")[0].replace(" ", "").lower() for wish in given.split(",")}
        done = self.done(receipt)
        if "read" not in self.who.scopes:
            wishes -= {WITH_NEXT}  # what can be asked next is something to read
        if WITH_NEXT in wishes and self.context.settled and not await self._sees(receipt.number):
            wishes -= {
                WITH_NEXT
            }  # a repeat has its first answer, and no news of what has left their reach
        if not wishes & {RECORDED, WITH_NEXT}:
            return done
        mark = {receipt.number: receipt.version}
        with suppress(DatabaseDown):  # that is no fault of the command
            if not await self.deps.looks.missing(mark, RECORDED_WITHIN, self.who.handle):
                applied = [wish for wish in (RECORDED, WITH_NEXT) if wish in wishes]
                if WITH_NEXT in wishes:
                    done = await self._with_next(receipt)
                done.headers["Preference-Applied"] = ", ".join(applied)
        return done

    async def _sees(self, number: str) -> bool:
        with suppress(DatabaseDown):
            return await sees(self.request, number)
        return False

    async def _with_next(self, receipt: Receipt) -> Response:
        """The receipt with `next`: what the application's feature for it tells (`api.ways`), which stands above this one."""
        told = await self.request.app.state.needed_next(self, receipt.number)
        told_of, scopes = told.model_dump(mode="json"), self.who.scopes
        return self.done(
            receipt, {"next": told_of if "personal" in scopes else kept(told_of, type(told))}
        )

    def done(self, receipt: Receipt, more: Mapping[str, Any] | None = None) -> Response:
        self.deps.answered.note(self.who.handle, receipt.number, receipt.version)
        opened = "case_opened" in receipt.events
        headers = self._headers() | {HEADER: token(receipt.number, receipt.version)}
        if opened:
            headers["Location"] = f"/v1/cases/{receipt.number}"
        return JSONResponse(
            {**receipt.whole(BOOK.lists).model_dump(mode="json"), **(more or {})},
            status_code=201 if opened else 200,
            headers=headers,
        )

    async def received(self, number: str, *, is_late: bool = True) -> Response:
        """202: durable, not yet decided; the address tells what becomes of it, once the database is there."""
        with suppress(DatabaseDown):
            await command_rows.note_received(
                self.deps.database, self.who.handle, self.key, now=self.received_at
            )
        return JSONResponse(
            {
                "status": "received",
                "number": number,
                "key": self.key,
                "detail": (WAITS if is_late else TAKEN_UP).text(language(self.request)),
            },
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
        await self.caught_up(number)
        case = await self.recorded(number)
        return case if case and case.plan else None

    async def recorded(self, number: str) -> Case | None:
        """The case as it is recorded by now."""
        return await case_rows.load_case(self.deps.database, number)

    async def opened_with(self, number: str) -> Plan | None:
        """The plan that the case was opened with."""
        return await plan_of(self.deps, number)

    def _headers(self) -> dict[str, str]:
        return {"Idempotency-Key": self.key}

    def _place(self) -> dict[str, str]:
        """The headers that say where the outcome is to be found."""
        return self._headers() | {"Location": f"/v1/commands/{quote(self.key, safe='')}"}


async def plan_of(deps: Dependencies, number: str) -> Plan | None:
    """The plan a case was opened with, for its words and its time zone."""
    opening = await openings.get(deps.database, number)
    return opening.plan if opening else None
