"""What can be asked of a case as it stands: what leads on, what is open, and why the rest is shut (REQ B1, K1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from fastapi import Request
from pydantic import BaseModel, Field

from api.answering import Answering
from api.auth import RequestContextIn
from api.dependencies import Dependencies, DependenciesIn
from api.lookups import CaseIn, load_case
from api.named import KNOWN, NamedOut
from api.plausible import TELLING
from api.problems import ApiProblem, language, text_of
from api.routes import CASE, reads
from api.trials import OnTrial, on_trial
from api.trying import Tried, try_all
from db import people
from db.access import RequestContext
from domain.case import Case
from domain.errors import Problem
from domain.plan.sop import FieldKind
from domain.plan.terms import Language
from messages.refusals import refusal_text
from messages.speech import voice_of
from messages.voice import Voice

REQUESTS: dict[str, tuple[str, ...]] = {
    "ask_questions": ("questions",),
    "complete_stage": ("stages/{stage}/complete",),
    "confirm_complex": ("confirm",),
    "confirm_visit": ("visits/{visit}/confirm", "visits"),
    "end_without_agreement": ("end-without-agreement",),
    "log_contact": ("contacts",),
    "mark_message": ("messages/{message}/mark",),
    "record_answers": ("answers",),
    "record_revisit": ("revisits",),
    "record_verification": ("verification",),
    "report_visit": ("visits/{visit}/report",),
    "resolve": ("resolve",),
    "triage": ("triage",),
    "withdraw": ("withdraw",),
}
"""Where the command that a SOP names is asked for, below the case. (A visit whose window the customer has
agreed to already is confirmed as it is arranged.)"""
STAGE = "{stage}"


def leads_to(case: Case) -> dict[str, list[str]]:
    """The requests that may move the case on from its stage, each with the stages it may lead to. Names in
    braces are for the asker to fill in."""
    ways: dict[str, list[str]] = {}
    for way in case.rules.sop.ways_from(case.stage):
        for request in REQUESTS[way.on]:
            place = request.replace(STAGE, case.stage)
            targets = ways.setdefault(f"POST /v1/cases/{case.number}/{place}", [])
            if way.target not in targets:
                targets.append(way.target)
    return ways


class ChoiceOut(BaseModel):
    """A value, and what people read for it."""

    value: str
    label: str


class AskOut(BaseModel):
    """A fact that the current stage yields, as a form asks for it."""

    name: str
    label: str
    required: bool
    kind: FieldKind
    """A text, one of the choices, a moment that is past (ISO 8601 with its offset), or an amount."""
    choices: list[ChoiceOut]

    @classmethod
    def all_of(cls, case: Case, language: Language) -> list["AskOut"]:
        return [
            cls(
                name=field.name,
                label=field.label[language],
                required=field.required,
                kind=field.kind,
                choices=[
                    ChoiceOut(value=each, label=field.words(language).get(each, each))
                    for each in field.choices
                ],
            )
            for field in case.current.asks
        ]


class RefusalOut(BaseModel):
    """Why something is refused, as the refusal itself would say it."""

    code: str
    title: str
    detail: str


class ChoiceShutOut(RefusalOut):
    """A choice of a field that is refused while others are open."""

    field: str
    value: str


class WayOut(BaseModel):
    """A command that may be asked of the case by whoever reads this."""

    verb: str
    request: str = Field(description="The request that asks it, with every name filled in.")
    place: str = Field(description="Its address below the case.")
    entry: str | None = Field(
        description="The promise, visit, message, conversation or call it is about."
    )
    leads_to: list[NamedOut]
    open: bool
    refusal: RefusalOut | None = Field(
        description="Why it is shut: what it would be refused for, whatever is filled in."
    )
    shut_choices: list[ChoiceShutOut]
    choices: dict[str, list[NamedOut]] = Field(
        description="What may be named in a field, where the case or the policy knows it."
    )


class WaysOut(BaseModel):
    """`version` is the case's, as it was tried on."""

    number: str
    version: int
    stage: str
    asks: list[AskOut]
    """What the stage may yield, with words and choices."""
    items: list[WayOut]


reading = reads("cases")


@reading.get("/ways", summary="What can be asked now, and why the rest is shut")
async def get_ways(
    case: CaseIn, deps: DependenciesIn, context: RequestContextIn, request: Request
) -> WaysOut:
    """What leads on from here comes first. Each command that your roles may ask is decided on trial: nothing is kept or sent.
    Open says that it would be taken with the right words; what stands in a field may still be refused."""
    return await ways_of(deps, request, context, case)


async def ways_of(
    deps: Dependencies, request: Request, context: RequestContext, case: Case
) -> WaysOut:
    """All that somebody may ask of a case as it stands."""
    asked = on_trial(deps, request, context, case)
    tried = await try_all(asked)
    words = await _words(asked, [no for each in tried for _, no in each.refusals])
    led = leads_to(case)
    items = [_way(words, led, asked, each) for each in tried]
    # what was done and may be done again is not what is due
    again = "triage" if case.traits else ""
    items.sort(key=lambda way: (not way.leads_to, way.verb == again))
    return WaysOut(
        number=case.number,
        version=case.version,
        stage=case.stage,
        asks=AskOut.all_of(case, words.voice.language),
        items=items,
    )


async def needed_next(asked: Answering, number: str) -> WaysOut:
    """What an answer carries for whoever wants to go on without a look: the ways from where the command led."""
    case = await load_case(asked.deps, number)
    return await ways_of(asked.deps, asked.request, asked.context, case)


def _way(words: "_Words", led: dict[str, list[str]], asked: OnTrial, tried: Tried) -> WayOut:
    route, entry, voice = tried.route, tried.entry, words.voice
    place = route.path.removeprefix(f"/v1{CASE}/")
    filled = place
    for name, value in entry.items():
        filled = filled.replace(f"{{{name}}}", value)
    start = f"POST /v1/cases/{asked.case.number}/"
    targets = led.get(start + place.replace(STAGE, asked.case.stage), [])
    said = [(choice, words.say(no)) for choice, no in tried.refusals]
    return WayOut(
        verb=route.name,
        request=start + filled,
        place=filled,
        entry=next((value for name, value in entry.items() if f"{{{name}}}" != STAGE), None),
        leads_to=[NamedOut(name=each, label=voice.stage(each)) for each in targets],
        open=tried.is_open,
        refusal=None if tried.is_open else said[0][1],
        shut_choices=[
            ChoiceShutOut(**no.model_dump(), field=TELLING[route.name], value=choice)
            for choice, no in said
            if tried.is_open
        ],
        choices={
            field: list(known(asked, voice)) for field, known in KNOWN.get(route.name, {}).items()
        },
    )


async def _words(asked: OnTrial, refusals: Sequence[Problem | ApiProblem]) -> "_Words":
    """Those for all of the refusals, with the people whom they name looked up at once."""
    told = {it for no in refusals if isinstance(no, Problem) for it in no.params.values()}
    return _Words(
        voice_of(asked.case.rules, language(asked.request), asked.case, asked.received_at),
        asked.case,
        await people.names(asked.deps.database, told),
        asked.received_at,
    )


@dataclass(frozen=True)
class _Words:
    """Refusals as people read them."""

    voice: Voice
    case: Case
    names: Mapping[str, str]
    now: datetime

    def say(self, no: Problem | ApiProblem) -> RefusalOut:
        tongue = self.voice.language
        if isinstance(no, ApiProblem):
            title, detail = text_of(no, tongue)
            return RefusalOut(code=no.code, title=title, detail=detail)
        case = self.case
        text = refusal_text(no, tongue, plan=case.rules, case=case, people=self.names, now=self.now)
        return RefusalOut(code=no.code, title=text.title, detail=text.detail)
