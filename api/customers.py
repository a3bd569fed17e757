"""Who the customer is: known already, new, or perhaps somebody known under another name (REQ A3)."""

import json
from typing import Literal

from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field, JsonValue, model_validator

from api.asking import Asked, AskedIn
from api.auth import STAFF
from api.dependencies import Dependencies
from api.field_errors import wrong
from api.lookups import load_case
from api.problems import ApiProblem, language
from api.routes import commands
from api.wire import HAS_TEXT, In, Typed, example
from db import customers, known_as
from db.customers import Customer
from db.models.customers import Question
from db.recognition import Recognition
from domain.case import Case
from domain.intake import AnswerPerson
from domain.plain import has_words
from domain.plan import Plan
from messages.book import BOOK

SOMEBODY: list[JsonValue] = [
    {"required": [name], "properties": {name: {"type": "string", **HAS_TEXT}}}
    for name in ("name", "phone", "email", "account")
]


class CustomerIn(In):
    """Who: one of phone, email, account or name is enough to begin with. What is no phone number or address
    is kept as it was typed and recognises nobody."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"anyOf": SOMEBODY})

    name: Typed | None = None
    phone: Typed | None = None
    email: Typed | None = None
    account: Typed | None = None
    company: Typed | None = None
    level: Literal["normal", "vip"] = "normal"
    same_person: bool | None = Field(
        None,
        description="Where the number is known under another name: whether it is the same person. Left out,"
        " it stays a question. What a channel's machine says of it does not count.",
    )

    @model_validator(mode="after")
    def _is_somebody(self) -> "CustomerIn":
        if not any(has_words(each or "") for each in (self.name, *self.marks.values())):
            raise wrong("nobody_named")
        return self

    @property
    def marks(self) -> dict[str, str | None]:
        """What somebody may be recognised by."""
        return {"phone": self.phone, "email": self.email, "account": self.account}

    async def recognise(self, asked: Asked, plan: Plan) -> Customer:
        """Somebody known already, or somebody new."""
        return await customers.recognise_or_create(
            asked.deps.database,
            name=self.name or "",
            **self.marks,
            company=self.company,
            level=self.level,
            language=plan.language,
            now=asked.received_at,
            recognition=recognition(asked.deps, plan.team),
            same_person=self.same_person,
            by=asked.who.handle if asked.who.roles & STAFF else None,
        )


class CustomerOut(BaseModel):
    """`question` says what somebody of ours is asked, at `/cases/{number}/customer`: "another_name", whether
    this is the person whom the number, address or account belongs to (nothing of them is shown before that);
    "more_to_add", whether `more`, which a machine brought along, belongs to this person."""

    id: str
    name: str
    level: str
    phone: str | None = None
    email: str | None = None
    account: str | None = None
    company: str | None = None
    question: Question | None = None
    more: dict[str, str] = {}

    @classmethod
    def of(cls, customer: Customer) -> "CustomerOut":
        return cls(**{name: getattr(customer, name) for name in cls.model_fields})


class SamePersonIn(In):
    """What somebody of ours says of a customer with a question. It may be put right later."""

    model_config = example(same_person=True)

    same_person: bool


def spoken_name(deps: Dependencies, customer: Customer | None) -> str:
    """What somebody is called in a sentence; "" where the name tells nothing ("无")."""
    reads = Recognition.of(deps.policy.customers)
    return reads.spoken(customer.name) if customer else ""


def recognition(deps: Dependencies, team: str) -> Recognition:
    """How customers of a team are recognised, by the company's policy of today."""
    given = deps.policy.teams.get(team)
    return Recognition.of(deps.policy.customers, given.home_region if given else None)


router = commands("cases")


@router.post(
    "/customer",
    name="same_person",
    summary="Whether it is the same person",
    response_model=CustomerOut,
)
async def answer_question(
    number: str, body: SamePersonIn, asked: AskedIn
) -> CustomerOut | Response:
    """For a customer with a `question`. The same: from now on both are one, with what either brought along.
    Somebody else: they stay apart. The last answer counts. The timeline tells who gave it."""
    await asked.up_to_date(number)
    case = await load_case(asked.deps, number)
    told = await asked.repeated() or await _answer(asked, case, same=body.same_person)
    if told.status_code >= 400:
        return told
    customer = await customers.get(asked.deps.database, case.customer)
    assert customer
    return CustomerOut.of(customer)


async def _answer(asked: Asked, case: Case, *, same: bool) -> Response:
    """Write the answer down, then tell the case. A repeat after a fault in between does both, which changes nothing."""
    try:
        question = await known_as.answer(
            asked.deps.database,
            case.customer,
            same=same,
            by=asked.who.handle,
            now=asked.received_at,
            recognition=recognition(asked.deps, case.rules.team),
        )
    except known_as.NoQuestion as error:
        raise ApiProblem("nothing_asked", number=case.number) from error
    command = AnswerPerson(**asked.signature, question=question, same=same)
    return await asked.tell(case.number, command)


def with_question(asked: Asked, answer: Response, customer: Customer | None) -> Response:
    """The answer to an opening, with what is asked about its customer: of people, for a machine can't know
    and need not hear whom we know."""
    if not asked.who.roles & STAFF or answer.status_code >= 400:
        return answer
    if customer is None or customer.question is None:
        return answer
    question = {
        "question": customer.question,
        "asks": BOOK.texts.say(language(asked.request), f"asks.{customer.question}"),
    }
    headers = {k: v for k, v in answer.headers.items() if k != "content-length"}
    return JSONResponse(
        json.loads(bytes(answer.body)) | question, status_code=answer.status_code, headers=headers
    )
