"""The company's rules as a client needs them for its forms: names, words, choices, limits (REQ K1, H1).

All of it is the policy's and the messages' own; what a case was opened with is pinned in the case and stands there.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from api.auth import READERS
from api.choices import FAMILIES, ValueOut, choices
from api.dependencies import DependenciesIn
from api.problems import language
from api.reach import Reach
from api.routes import routes
from domain.plan.sop import Field as Fact
from domain.plan.sop import FieldKind, asks_fact
from domain.plan.terms import Language, Phase, Progress
from domain.policy import Policy
from domain.policy.calendars import WEEKDAYS, CalendarPolicy
from domain.policy.stages import SopPolicy, StagePolicy
from domain.spans import Span, Unit
from messages.book import BOOK
from messages.lengths import length, span


class LimitOut(BaseModel):
    """A length of time in words, and as the policy counts it. Working time counts on the business calendar; `target` is the
    lower end of a range, where people are warned."""

    says: str
    limit: float
    target: float | None
    unit: Unit
    working: bool

    @classmethod
    def of(cls, given: Span, spoken: Language) -> "LimitOut":
        return cls(
            says=span(given, spoken),
            limit=given.upper,
            target=given.lower,
            unit=given.unit,
            working=given.working,
        )

    @classmethod
    def clock(cls, given: timedelta, spoken: Language) -> "LimitOut":
        """A plain length of clock time."""
        minutes = given / timedelta(minutes=1)
        return cls(
            says=length(given, spoken), limit=minutes, target=None, unit="min", working=False
        )

    @classmethod
    def all_of(cls, given: Mapping[Any, Span], spoken: Language) -> dict[str, "LimitOut"]:
        return {name: cls.of(each, spoken) for name, each in given.items()}


class PriorityOut(BaseModel):
    """How soon the customer is answered, and, where that hangs on the priority, hears from us again."""

    value: str
    label: str
    first_response: LimitOut
    follow_up: LimitOut | None


class ComplexityOut(BaseModel):
    """`follow_up` is how soon the customer hears from us again when nobody named a date."""

    value: str
    label: str
    red_line: LimitOut
    follow_up: LimitOut


class YieldOut(BaseModel):
    """A fact that a stage yields; `may_be_none` lets "none" be an answer. One that is `reckoned` nobody is asked for."""

    name: str
    label: str
    kind: FieldKind
    required: bool
    may_be_none: bool
    reckoned: bool
    choices: list[ValueOut]

    @classmethod
    def of(cls, fact: Fact, spoken: Language) -> "YieldOut":
        words = fact.words(spoken)
        return cls(
            name=fact.name,
            label=fact.label[spoken],
            kind=fact.kind,
            required=fact.required,
            may_be_none=fact.may_be_none,
            reckoned=fact.reckoned is not None,
            choices=[ValueOut(value=each, label=words[each]) for each in fact.choices],
        )


class LeadOut(BaseModel):
    """A way out of a stage: the command that takes it, and where it leads if its guards let it pass. `when` are the choices
    that facts have to have for it; of several ways the first that fits is taken."""

    command: str
    label: str
    to: str
    when: dict[str, str]


class StageOut(BaseModel):
    name: str
    label: str
    phase: Phase
    sees: Progress = Field(description="What the customer's page shows.")
    limit: LimitOut | None
    at_most: dict[str, LimitOut] = Field(
        description="Limits that count from something before it, the first time: `customer_spoke`, or a fact that is a time."
    )
    tells: list[str] = Field(
        description="Who hears that a case has come here: a place on the line, or a post."
    )
    yields: list[YieldOut]
    ways: list[LeadOut]

    @classmethod
    def of(cls, name: str, sop: SopPolicy, spoken: Language) -> "StageOut":
        stage: StagePolicy = sop.stages[name]
        leads = dict.fromkeys(
            (way.on, way.target, tuple(filter(None, map(asks_fact, way.guards))))
            for way in sop.transitions
            if name in sop.sources_of(way)
        )
        return cls(
            name=name,
            label=stage.label[spoken],
            phase=stage.phase,
            sees=stage.sees,
            limit=LimitOut.of(stage.limit, spoken) if stage.limit else None,
            at_most=LimitOut.all_of(stage.at_most, spoken),
            tells=list(stage.tells),
            yields=[YieldOut.of(it.field(key), spoken) for key, it in stage.yields.items()],
            ways=[
                LeadOut(
                    command=on,
                    label=BOOK.texts.say(spoken, f"command.{on}"),
                    to=to,
                    when=dict(facts),
                )
                for on, to, facts in leads
            ],
        )


class PromisedOut(BaseModel):
    """What the customer can count on hearing after the confirmation, by the stage whose end it is about."""

    stage: str
    label: str
    within: LimitOut


class ScenarioOut(BaseModel):
    """`red_lines` and `response` are its own, which come before those of the complexity and of the priority."""

    name: str
    label: str
    first: str
    at_least: str | None = Field(
        description="How urgent a case is as it is opened, whatever was said."
    )
    response: dict[str, LimitOut]
    red_lines: dict[str, LimitOut]
    stages: list[StageOut]
    milestones: list[PromisedOut]

    @classmethod
    def of(cls, name: str, sop: SopPolicy, spoken: Language) -> "ScenarioOut":
        return cls(
            name=name,
            label=sop.label[spoken],
            first=sop.first,
            at_least=sop.at_least,
            response=LimitOut.all_of(sop.response, spoken),
            red_lines=LimitOut.all_of(sop.red_lines, spoken),
            stages=[StageOut.of(stage, sop, spoken) for stage in sop.stages],
            milestones=[
                PromisedOut(
                    stage=stage, label=it.label[spoken], within=LimitOut.of(it.within, spoken)
                )
                for stage, it in sop.milestones.items()
            ],
        )


class ProductOut(BaseModel):
    """A product family: what the customer can safely check at once, and what may be asked of them."""

    name: str
    label: str
    safe_checks: list[str]
    questions: list[ValueOut]


class DayOut(BaseModel):
    """A date that differs from its weekday; without hours it is a day off."""

    on: date
    label: str
    hours: str


class CalendarOut(BaseModel):
    """`week` by weekday: hours in the zone, empty on a day off; after midnight they are of the day they began on. Beyond
    `published_until` public holidays are estimated."""

    zone: str
    day: LimitOut
    week: dict[str, str]
    holidays: list[DayOut]
    published_until: date | None

    @classmethod
    def of(cls, given: CalendarPolicy, spoken: Language) -> "CalendarOut":
        return cls(
            zone=given.zone,
            day=LimitOut.clock(given.day, spoken),
            week={
                name: " ".join(map(str, hours))
                for name, hours in zip(WEEKDAYS, given.week, strict=True)
            },
            holidays=[
                DayOut(on=on, label=it.label[spoken], hours=" ".join(map(str, it.hours)))
                for on, it in sorted(given.exceptions.items())
            ],
            published_until=given.published_until,
        )


class PolicyOut(BaseModel):
    """`limits` are those that forms are measured by, under the names the policy has for them. `choices` are all values by family;
    a field takes the family of its own name, or the one that `families` names for it."""

    name: str
    version: int
    label: str
    language: Language
    business: str = Field(description="The calendar on which working time counts.")
    scenarios: list[ScenarioOut]
    priorities: list[PriorityOut]
    complexity: list[ComplexityOut]
    limits: dict[str, LimitOut]
    products: list[ProductOut]
    choices: dict[str, list[ValueOut]]
    families: dict[str, str]
    calendars: dict[str, CalendarOut]

    @classmethod
    def of(cls, policy: Policy, spoken: Language) -> "PolicyOut":
        follow_up, red_lines = policy.rhythm, policy.complexity
        return cls(
            name=policy.name,
            version=policy.version,
            label=policy.label[spoken],
            language=spoken,
            business=policy.business,
            scenarios=[ScenarioOut.of(name, sop, spoken) for name, sop in policy.sops.items()],
            priorities=[
                PriorityOut(
                    value=name,
                    label=rule.label[spoken],
                    first_response=LimitOut.of(rule.response, spoken),
                    follow_up=LimitOut.of(follow_up.by_priority[name], spoken)
                    if name in follow_up.by_priority
                    else None,
                )
                for name, rule in policy.priorities.items()
            ],
            complexity=[
                ComplexityOut(
                    value=name,
                    label=rule.label[spoken],
                    red_line=LimitOut.of(rule.red_line, spoken),
                    follow_up=LimitOut.of(follow_up.by_complexity[name], spoken),
                )
                for name, rule in red_lines.items()
            ],
            limits=_limits(policy, spoken),
            products=[
                ProductOut(
                    name=name,
                    label=it.label[spoken],
                    safe_checks=[check[spoken] for check in it.safe_checks],
                    questions=[
                        ValueOut(value=key, label=text[spoken])
                        for key, text in it.questions.items()
                    ],
                )
                for name, it in policy.products.items()
            ],
            choices=choices(spoken),
            families=FAMILIES,
            calendars={
                name: CalendarOut.of(calendar, spoken)
                for name, calendar in policy.calendars.items()
            },
        )


def _limits(policy: Policy, spoken: Language) -> dict[str, LimitOut]:
    found = {
        "rhythm.longest": policy.rhythm.longest,
        "pause_longest": policy.pause_longest,
        "observation_longest": policy.observation_longest,
        "escalation.acknowledge": policy.escalation.acknowledge,
        "revisit.first": policy.revisit.first,
    }
    if policy.pauses:
        found["pauses.together"] = policy.pauses.together
    if policy.observation:
        found["observation.first_check_in"] = policy.observation.first_check_in
    if policy.visits:
        found["visits.report"] = policy.visits.report
    by = {
        f"escalation.acknowledge_by_priority.{name}": each
        for name, each in policy.escalation.acknowledge_by_priority.items()
    } | {f"rhythm.by_emotion.{name}": each for name, each in policy.rhythm.by_emotion.items()}
    limits = LimitOut.all_of(found | by, spoken)
    if policy.visits:
        limits["visits.longest_window"] = LimitOut.clock(policy.visits.longest_window, spoken)
    return limits


@dataclass(frozen=True)
class _Written:
    """The whole answer in one language. It is the same until a process starts with another policy."""

    policy: Policy
    body: bytes
    tag: str

    @classmethod
    def of(cls, policy: Policy, spoken: Language) -> "_Written":
        body = PolicyOut.of(policy, spoken).model_dump_json().encode()
        looks = hashlib.sha256(body).hexdigest()[:16]
        return cls(policy, body, f'"{policy.version}-{spoken}-{looks}"')


router = routes("people", READERS, reach=Reach.NOTHING, scope="read")


@router.get(
    "/policy",
    summary="The rules, with every choice a form needs",
    response_model=PolicyOut,
    responses={304: {"description": "As `If-None-Match` has it"}},
)
async def get_policy(deps: DependenciesIn, request: Request) -> Response:
    """In your language (`Accept-Language`). Ask again with the answer's `ETag` in `If-None-Match`: as long as nothing has
    changed you get 304 and no body. A case keeps the rules it was opened with; ask the case for those."""
    written = _written(request, deps.policy)
    head = {"ETag": written.tag, "Cache-Control": "private, no-cache", "Vary": "Accept-Language"}
    if _is_known(written.tag, request.headers.getlist("if-none-match")):
        return Response(status_code=304, headers=head)
    return Response(written.body, media_type="application/json", headers=head)


def _written(request: Request, policy: Policy) -> _Written:
    """Made once for each language of an application."""
    state, spoken = request.app.state, language(request)
    if not hasattr(state, "policy_written"):
        state.policy_written = {}
    known: dict[Language, _Written] = state.policy_written
    found = known.get(spoken)
    if found is None or found.policy is not policy:
        found = known[spoken] = _Written.of(policy, spoken)
    return found


def _is_known(tag: str, given: list[str]) -> bool:
    """Whether one of these tags is this one; that a proxy has made it weak doesn't matter to a read."""
    tags = [each.strip().removeprefix("W/") for line in given for each in line.split(",")]
    return "*" in tags or tag in tags
