"""The product, its safe checks, and questions to the customer: rounds, and answers (REQ B2)."""

from typing import Annotated

from fastapi.responses import Response
from pydantic import BaseModel, Field

from api.asking import Asked, AskedIn
from api.contacts import PartsIn
from api.lookups import CaseIn
from api.problems import ApiProblem
from api.routes import commands, reads
from api.wire import MANY, Fact, In, Moment, Name, Words, example
from domain.case import Case
from domain.case.contacts import Channel
from domain.plan import Plan
from domain.plan.questions import Guide
from domain.plan.terms import Emotion
from domain.planning import NotInPolicyError, guide_for
from domain.questions import (
    AskQuestions,
    NameProduct,
    RecordAnswers,
    answer_to,
    answered_elsewhere,
    put_otherwise,
    rounds_used,
)


class ProductIn(In):
    """A product family of the policy; `any` stands for those it doesn't know."""

    model_config = example(family="washing_machine")

    family: Name


class AskIn(In):
    """Questions to the customer, by their names in the product's set: one round (REQ B2). Not
    `reached` means that they were left in writing. Without `occurred_at` it is taking place now."""

    model_config = example(
        questions=["when_in_cycle", "display"],
        channel="phone",
        parts={
            "where_we_are": "We have your description of the noise.",
            "what_comes_next": "With two answers from you we know which part to look at.",
            "by_when": "I call you tomorrow by noon, whatever we have found.",
            "care": "Please leave the machine off until then.",
        },
    )

    questions: Annotated[list[Name], Field(min_length=1, max_length=MANY)]
    channel: Channel
    occurred_at: Moment | None = None
    reached: bool = True
    parts: PartsIn = PartsIn()
    emotion: Emotion | None = None
    said: Words | None = Field(None, description="What the customer said, in short.")

    def words(self) -> dict[str, str]:
        return self.parts.words(self.said)

    def command(self, asked: Asked) -> AskQuestions:
        return AskQuestions(
            **asked.signature,
            questions=tuple(self.questions),
            channel=self.channel,
            occurred_at=self.occurred_at or asked.received_at,
            reached=self.reached,
            parts=self.parts.given(),
            emotion=self.emotion,
            text=asked.text_id if self.words() else None,
        )


class AnswersIn(In):
    """What the customer answered, by the question's name."""

    model_config = example(answers={"when_in_cycle": "Only while spinning"})

    answers: Annotated[dict[Name, Fact], Field(min_length=1, max_length=MANY)]

    def command(self, asked: Asked) -> RecordAnswers:
        return RecordAnswers(**asked.signature, answers=self.answers)


class QuestionOut(BaseModel):
    """`asked_in` are the rounds in which it was asked; `disproved` is what was noted as the answer in a conversation that has
    been taken back since, and counts for nothing."""

    name: str
    text: str
    asked_in: list[str]
    answer: str | None
    disproved: str | None

    @classmethod
    def of(cls, case: Case, name: str, text: str, answer: str | None) -> "QuestionOut":
        asked = [r.id for r in case.rounds if r.has_put(name, text) and not r.disproved]
        never = answered_elsewhere(case, name, text)
        return cls(name=name, text=text, asked_in=asked, answer=answer, disproved=never)


def _answered(case: Case, name: str, text: str) -> str | None:
    """What was answered to a question that was put in these words."""
    answer = case.standing_answers.get(name)
    return answer.text if answer and answer.words == text else None


class QuestionsOut(BaseModel):
    """What the customer can safely check, and what may be asked (REQ B2); nothing until the product's
    family is named. What was asked while it was thought to be another product stands at the end, as it was put.

    `rounds` of asking are allowed, `rounds_used` have been; then it goes on in the stage `then`.
    """

    family: str | None
    label: str
    safe_checks: list[str]
    questions: list[QuestionOut]
    rounds: int | None
    rounds_used: int
    then: str | None

    @classmethod
    def of(cls, case: Case) -> "QuestionsOut":
        guide, asking = case.guide, case.rules.sop.asking
        return cls(
            family=guide.family if guide else None,
            label=guide.label if guide else "",
            safe_checks=list(guide.safe_checks) if guide else [],
            questions=[
                *(
                    QuestionOut.of(case, each.name, each.text, answer_to(case, each.name))
                    for each in (guide.questions if guide else ())
                ),
                *(
                    QuestionOut.of(case, name, text, _answered(case, name, text))
                    for name, text in put_otherwise(case).items()
                ),
            ],
            rounds=asking.rounds if asking else None,
            rounds_used=rounds_used(case),
            then=asking.then if asking else None,
        )


router = commands("questions")
reading = reads("questions")


@router.post("/product", name="product", summary="Say which product it is about")
async def name_product(number: str, body: ProductIn, asked: AskedIn) -> Response:
    """Brings the family's safe checks and questions to the case, in its language."""
    plan = await asked.opened_with(number)
    if plan is None:
        if repeated := await asked.repeated():
            return repeated
        raise ApiProblem("case_not_found", number=number)
    guide = find_guide(asked, body.family, plan, "family")
    return await asked.ask(number, NameProduct(**asked.signature, guide=guide))


@router.post("/questions", name="ask", summary="Ask for what is unclear: a round")
async def ask_questions(number: str, body: AskIn, asked: AskedIn) -> Response:
    """At most as many rounds as the SOP allows; then it goes on with what is known."""
    return await asked.ask(number, body.command(asked), words=body.words())


@router.post("/answers", name="answers", summary="What the customer answered")
async def record_answers(number: str, body: AnswersIn, asked: AskedIn) -> Response:
    """They are the customer's words. Log the conversation in which they came, too: that is what answers the customer."""
    return await asked.ask(number, body.command(asked))


@reading.get("/questions", summary="Safe checks and questions")
async def get_questions(case: CaseIn) -> QuestionsOut:
    """Of the product's family, in the case's language, with what was asked and answered."""
    return QuestionsOut.of(case)


def find_guide(asked: Asked, family: str, plan: Plan, field: str) -> Guide:
    """What the policy in force knows of a product family, in a case's language."""
    try:
        return guide_for(asked.deps.policy, family, plan.language)
    except NotInPolicyError as error:
        raise ApiProblem("unknown_product", fields=(field,), known=tuple(error.known)) from error
