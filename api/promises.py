"""Promises to the customer: made, moved, released (REQ C)."""

from datetime import datetime
from typing import Annotated

from fastapi import Query
from fastapi.responses import Response
from pydantic import BaseModel, Field

from api.asking import Asked, AskedIn
from api.dependencies import DependenciesIn
from api.people import require_owner
from api.problems import ApiProblem
from api.routes import commands, reads
from api.wire import Cursor, Filled, Handle, In, Limit, Moment, ReasonIn, Short, example
from db import cases as case_rows
from db import promises as promise_rows
from db.promises import ListedPromise, PromiseFilter
from domain.case.promises import Promise, PromiseStatus
from domain.promises.commands import (
    MakePromise,
    NextPromise,
    ReleasePromise,
    RenegotiatePromise,
)
from messages.voice import Voice


class PromiseIn(In):
    """Who contacts the customer about what, by when. Only `latest_by` can break."""

    model_config = example(
        subject="Result of the noise test",
        latest_by="now+28h",
        expected_by="now+25h",
    )

    subject: Filled
    latest_by: Moment
    expected_by: Moment | None = None
    owner: Handle | None = None

    def promise(self) -> NextPromise:
        return NextPromise(
            subject=self.subject,
            latest_by=self.latest_by,
            expected_by=self.expected_by,
            owner=self.owner,
        )

    def command(self, asked: Asked) -> MakePromise:
        return MakePromise(**asked.signature, promise=self.promise())


class RenegotiateIn(In):
    model_config = example(
        latest_by="now+48h",
        reason="the laboratory needs one more day",
    )

    latest_by: Moment
    expected_by: Moment | None = None
    told_at: Moment | None = None
    reason: Short = ""

    def command(self, asked: Asked, promise: str) -> RenegotiatePromise:
        return RenegotiatePromise(
            **asked.signature,
            promise=promise,
            latest_by=self.latest_by,
            expected_by=self.expected_by,
            told_at=self.told_at or asked.received_at,
            reason=self.reason,
        )


class PromiseOut(Promise):
    """A promise with the words for its subject, and its case when it stands in a list."""

    about: str = ""
    number: str | None = None
    title: str | None = None
    told_at: datetime | None = Field(None, exclude=True)
    said_in: str | None = Field(None, exclude=True)
    rests_on: tuple[datetime, ...] = Field((), exclude=True)

    @classmethod
    def of(cls, promise: Promise, voice: Voice) -> "PromiseOut":
        return cls(**dict(promise), about=voice.subject(promise.subject, promise.kind))

    @classmethod
    def listed(cls, listed: ListedPromise) -> "PromiseOut":
        return cls(**dict(listed.promise), number=listed.number, title=listed.title)


class PromisePage(BaseModel):
    items: list[PromiseOut]
    next: str | None


router = commands("promises")
reading = reads("promises")


@router.post("/promises", name="promise", summary="Promise the customer something")
async def make_promise(number: str, body: PromiseIn, asked: AskedIn) -> Response:
    await require_owner(asked.deps, body.owner, "owner")
    return await asked.ask(number, body.command(asked))


@router.post("/promises/{promise}/renegotiate", name="renegotiate", summary="Move a promise")
async def renegotiate(number: str, promise: str, body: RenegotiateIn, asked: AskedIn) -> Response:
    return await asked.ask(number, body.command(asked, promise))


@router.post("/promises/{promise}/release", name="release", summary="No longer needed")
async def release(number: str, promise: str, body: ReasonIn, asked: AskedIn) -> Response:
    """The customer said so since it was made: log that conversation first. A lead may let go of a mistake."""
    command = ReleasePromise(**asked.signature, promise=promise, reason=body.reason)
    return await asked.ask(number, command)


@reading.get("/promises", summary="Promises of a case")
async def get_promises(
    number: str,
    deps: DependenciesIn,
    status: Annotated[list[PromiseStatus], Query()] = [],  # noqa: B006
    cursor: Cursor = None,
    limit: Limit = 100,
) -> PromisePage:
    if await case_rows.get_summary(deps.database, number) is None:
        raise ApiProblem("case_not_found", number=number)
    page = await promise_rows.list_promises(
        deps.database,
        PromiseFilter(number=(number,), status=tuple(status)),
        cursor=cursor,
        limit=limit,
    )
    return PromisePage(items=[PromiseOut.listed(p) for p in page.items], next=page.next)
