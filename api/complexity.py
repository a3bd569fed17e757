"""How complex a case is: judged by its factors, anew at any time, with the red line that it yields (REQ A6)."""

from datetime import datetime
from typing import Annotated

from fastapi.responses import Response
from pydantic import BaseModel, BeforeValidator, Field
from pydantic_core import PydanticKnownError

from api.asking import Asked, AskedIn
from api.auth import LEADS
from api.routes import commands
from api.wire import In, Name, Short, example
from domain.case import Case
from domain.case.complexity import Effect
from domain.complexity import LONGEST, JudgeComplexity, SetRedLine, come_to
from domain.follow_up import red_line
from domain.plan.terms import FACTORS, Complexity
from messages.complexity import called, effect, line_of, named_told
from messages.voice import Voice

MOST_FACTORS = 10
"""More than there are: what is unknown among them is named, with what there is."""
Factors = Annotated[dict[Name, Name], Field(max_length=MOST_FACTORS)]
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
    """A factor as it was judged, and what it does: it sets the level, raises it by one, or changes nothing beside the others. Where
    somebody `named` another level, that is what it would do."""

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
                effect_label=effect(each, voice, named=case.named is not None),
            )
            for each in case.weighed
        ]


def _a_number(value: object) -> object:
    """A number as JSON has it: 20, or 20.0. Neither yes nor a text is one."""
    if isinstance(value, bool | str):
        raise PydanticKnownError("int_type")
    return value


class LevelNamedOut(BaseModel):
    """A level that a human named by themselves, and why. `come_to` is what the factors come to; None where nobody judged them."""

    by: str
    reason: str
    come_to: Complexity | None
    told: str

    @classmethod
    def of(cls, case: Case, voice: Voice) -> "LevelNamedOut | None":
        named, level = case.named, come_to(case.weighed)
        if named is None or case.complexity is None:
            return None
        told = named_told(level, case.complexity, named.by, voice)
        return cls(by=named.by, reason=named.reason, come_to=level, told=told)


class RedLineOut(BaseModel):
    """Where the red line of an open case is. While the case waits it stands still and counts on after that: then `due_at` is where
    it will be if the wait ends as agreed, at `waits_until`. It counts from `anchor`, the confirmation or, where a customer has
    reopened the case, that; `set_by` is the lead who set it, empty where the policy does."""

    due_at: datetime
    waits_until: datetime | None
    anchor: str
    anchor_at: datetime
    set_by: str
    told: str

    @classmethod
    def of(cls, case: Case, voice: Voice, now: datetime) -> "RedLineOut | None":
        clock = case.follow_up
        if clock is None or case.phase != "open":
            return None
        return cls(
            **red_line(case, clock).model_dump(),
            anchor_at=clock.started_at,
            set_by=case.red_line_by,
            told=line_of(case, voice, now),
        )


class JudgedIn(In):
    """By all `factors`, or by a level with a reason. A level that differs from what the factors come to needs a reason, too. Without
    one the factors set the level, also where a human had named another."""

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
    """Working days from the confirmation on; in a case that a customer reopened, from that."""

    model_config = example(working_days=20, reason="The lab in another town needs two weeks")

    working_days: Annotated[int, Field(ge=1, le=LONGEST), BeforeValidator(_a_number)]
    reason: Short = ""

    def command(self, asked: Asked) -> SetRedLine:
        return SetRedLine(**asked.signature, working_days=self.working_days, reason=self.reason)


router = commands("stages")
leading = commands("stages", LEADS)


@router.post("/complexity", name="judge_complexity", summary="Judge the complexity anew")
async def judge_complexity(number: str, body: JudgedIn, asked: AskedIn) -> Response:
    """Of a confirmed case that is being worked on. The kind of issue and the verification set the level, the higher of the two;
    the resources and how the customer feels now may raise it by one each, and never above what any of the four speaks for. The
    anchor stays: the red line counts from where it did, by another time. The owner is told; the lead where the level rises, the red
    line comes later or one that a lead had set goes; and with whom the call over the red line stands, where it comes later."""
    return await asked.ask(number, body.command(asked))


@leading.post(
    "/red-line", name="set_red_line", summary="Set the red line of a case of high complexity"
)
async def set_red_line(number: str, body: RedLineIn, asked: AskedIn) -> Response:
    """In working days from the confirmation on, or from where a customer has reopened the case; it has to lie ahead, and in a wait
    beyond where the clock stood still. What was promised to the customer stays. A lead does this."""
    return await asked.ask(number, body.command(asked))
