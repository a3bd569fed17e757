"""How complex a case is: judged by its factors, anew at any time, with the red line that it yields (REQ A6)."""

from typing import Annotated

from fastapi.responses import Response
from pydantic import BaseModel, Field

from api.asking import Asked, AskedIn
from api.auth import LEADS
from api.routes import commands
from api.wire import In, Name, Short, example
from domain.case import Case
from domain.case.complexity import Effect
from domain.complexity import LONGEST, JudgeComplexity, SetRedLine
from domain.plan.terms import FACTORS, Complexity
from messages.complexity import called
from messages.voice import Voice

Factors = Annotated[dict[Name, Name], Field(max_length=len(FACTORS))]
"""Factor → its choice; which there are `factors` of a case says."""


class FactorChoiceOut(BaseModel):
    """A choice, and the level for which it speaks."""

    value: str
    label: str
    level: Complexity
    level_label: str


class FactorOut(BaseModel):
    """What people judge of a case so that its complexity can be told."""

    name: str
    label: str
    choices: list[FactorChoiceOut]

    @classmethod
    def all_of(cls, case: Case, voice: Voice) -> list["FactorOut"]:
        matrix = case.rules.matrix
        return [
            cls(
                name=name,
                label=voice.word("factor", name),
                choices=[
                    FactorChoiceOut(
                        value=value,
                        label=it.label[voice.language],
                        level=it.level,
                        level_label=voice.word("complexity", it.level),
                    )
                    for value, it in matrix.of(name).items()
                ],
            )
            for name in (FACTORS if matrix else ())
            if matrix
        ]


class WeighedOut(BaseModel):
    """A factor as it was judged, and what it does: it sets the level, raises it by one, or changes nothing beside the others."""

    factor: str
    label: str
    value: str
    called: str
    level: Complexity
    effect: Effect
    effect_label: str

    @classmethod
    def all_of(cls, case: Case, voice: Voice) -> list["WeighedOut"]:
        return [
            cls(
                factor=each.factor,
                label=voice.word("factor", each.factor),
                value=each.value,
                called=called(each, voice),
                level=each.level,
                effect=each.effect,
                effect_label=voice.word("effect", each.effect),
            )
            for each in case.weighed
        ]


class JudgedIn(In):
    """By all `factors`, or by a level with a reason. A level that differs from what the factors come to needs a reason, too."""

    model_config = example(
        factors={
            "issue": "to_diagnose",
            "resources": "task_force",
            "verification": "some_days",
        },
        reason="The works and the warehouse have to look at it together",
    )

    factors: Factors = {}
    complexity: Complexity | None = None
    reason: Short = ""

    def command(self, asked: Asked) -> JudgeComplexity:
        return JudgeComplexity(
            **asked.signature,
            factors=self.factors,
            complexity=self.complexity,
            reason=self.reason,
        )


class RedLineIn(In):
    """Working days from the confirmation on."""

    model_config = example(working_days=20, reason="The lab in another town needs two weeks")

    working_days: Annotated[int, Field(ge=1, le=LONGEST)]
    reason: Short = ""

    def command(self, asked: Asked) -> SetRedLine:
        return SetRedLine(**asked.signature, working_days=self.working_days, reason=self.reason)


router = commands("stages")
leading = commands("stages", LEADS)


@router.post("/complexity", name="judge_complexity", summary="Judge the complexity anew")
async def judge_complexity(number: str, body: JudgedIn, asked: AskedIn) -> Response:
    """Of a confirmed case that is being worked on. The kind of issue and the verification set the level, the higher of the two;
    the resources and how the customer feels now may raise it by one each, and never above what any of the four speaks for. The
    anchor stays: the red line counts from the confirmation, by another time. The owner is told, and the lead where the level rises."""
    return await asked.ask(number, body.command(asked))


@leading.post(
    "/red-line", name="set_red_line", summary="Set the red line of a case of high complexity"
)
async def set_red_line(number: str, body: RedLineIn, asked: AskedIn) -> Response:
    """In working days from the confirmation on; it has to lie ahead. What was promised to the customer stays. A lead does this."""
    return await asked.ask(number, body.command(asked))
