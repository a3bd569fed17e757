"""From the company's policy to the plan of one case (REQ H2).

Spans become limits that name their rule, labels of holidays are in the case's language, and the
calendars keep only the dates the case can meet, so that a plan stays under 12 kB of JSON.
"""

from datetime import date, timedelta
from functools import lru_cache

from domain.calendar import Calendar, DayException
from domain.frozen import changed
from domain.plan import Plan
from domain.plan.questions import Guide, Question
from domain.plan.shared import MOST
from domain.plan.terms import Language
from domain.policy import Policy
from domain.policy.calendars import CalendarPolicy
from domain.spans import Calendars
from domain.zones import pin

KEPT_BEFORE = timedelta(days=30)
"""Dates before the opening that a plan's calendar knows: some things occurred before they were told."""
KEPT_AFTER = timedelta(days=180)
"""Dates after the opening that it knows even if they are only estimated."""
YEARS_KEPT = 1
"""Years after that of the opening of which it knows what is published: a case that closed long ago still hears
its customer. What lies beyond is estimated until a plan is adopted anew."""
YEARS_PINNED = 2
"""Years after that of the opening for which the offsets of a zone are pinned."""


class NotInPolicyError(LookupError):
    """Something was asked for by a name the policy doesn't have."""

    def __init__(self, what: str, name: str, known: tuple[str, ...]) -> None:
        super().__init__(f"unknown {what} {name!r}; known: {', '.join(known)}")
        self.what, self.name, self.known = what, name, known


def compile_plan(
    policy: Policy, *, scenario: str, team: str, language: Language, opened_on: date
) -> Plan:
    """The plan of a case of this scenario, worked by this team, opened on this date.

    `policy` must have passed `policies.load`. Raises NotInPolicyError for an unknown scenario or team.
    """
    if scenario not in policy.sops:
        raise NotInPolicyError("scenario", scenario, tuple(policy.sops))
    if team not in policy.teams:
        raise NotInPolicyError("team", team, tuple(policy.teams))
    given = policy.teams[team]
    business = given.calendar or policy.business
    calendars = {
        name: calendar_for(name, policy.calendars[name], language, opened_on)
        for name in dict.fromkeys((business, policy.revisit.waking))
    }
    on, sop = Calendars(calendars[business]), policy.sops[scenario]
    return Plan(
        policy=policy.name,
        policy_version=policy.version,
        scenario=scenario,
        language=language,
        team=team,
        ladder=given.ladder,
        business=business,
        calendars=calendars,
        sop=sop.sop(scenario, on),
        posts={
            post: given.posts[post]
            for stage in sop.stages.values()
            for post in stage.tells
            if post in given.posts
        },
        response=on.limits({name: rule.response for name, rule in policy.priorities.items()})
        | on.limits(sop.response, f"sops.{scenario}.response.{{}}"),
        red_lines=on.limits(
            {name: rule.red_line for name, rule in policy.complexity.items()},
            "complexity.{}.red_line",
        )
        | on.limits(sop.red_lines, f"sops.{scenario}.red_lines.{{}}"),
        matrix=policy.matrix.matrix() if policy.matrix else None,
        warn_at=policy.warn_at,
        rhythm=policy.rhythm.rules(on),
        promises=policy.promises.rules(on),
        escalation=policy.escalation.rules(on),
        revisit=policy.revisit.rules(on),
        afterwards=policy.afterwards.rules(on),
        gather_messages=policy.gather_messages,
        attempts=policy.attempts,
        observation_longest=on.limit(policy.observation_longest, "observation_longest"),
        pause_longest=on.limit(policy.pause_longest, "pause_longest"),
        observation=policy.observation.rules(on) if policy.observation else None,
        attempts_settle=policy.attempts_settle,
        pauses=policy.pauses.rules(on) if policy.pauses else None,
        visits=policy.visits.rules(on) if policy.visits else None,
        room=policy.room.rules(on),
    )


class Plans:
    """The plans of a policy, each made once: cases opened on one day for one team stand on the same."""

    def __init__(self, policy: Policy) -> None:
        def made(scenario: str, team: str, language: Language, opened_on: date) -> Plan:
            plan = compile_plan(
                policy, scenario=scenario, team=team, language=language, opened_on=opened_on
            )
            return Plan.model_validate(plan.model_dump(mode="json"))

        self._made = lru_cache(MOST)(made)

    def plan(self, *, scenario: str, team: str, language: Language, opened_on: date) -> Plan:
        """As `compile_plan`. Raises NotInPolicyError."""
        return self._made(scenario, team, language, opened_on)


def calendar_for(name: str, given: CalendarPolicy, language: Language, opened_on: date) -> Calendar:
    """A calendar of the policy with the dates that a case opened on this date can meet."""
    year, published = opened_on.year, given.published_until or date.min
    first = opened_on - KEPT_BEFORE
    last = max(opened_on + KEPT_AFTER, min(published, date(year + YEARS_KEPT, 12, 31)))
    calendar = Calendar(
        name=name,
        zone=given.zone,
        week=given.week,
        exceptions={
            day: DayException(name=exception.label[language], intervals=exception.hours)
            for day, exception in sorted(given.exceptions.items())
            if first <= day <= last
        },
        published_until=given.published_until and min(given.published_until, last),
        day=given.day,
    )
    return changed(calendar, {"offsets": pin(given.zone, year - 1, year + YEARS_PINNED)})


def guide_for(policy: Policy, family: str, language: Language) -> Guide:
    """What the policy knows of a product family, in the case's language. Raises NotInPolicyError."""
    product = policy.products.get(family)
    if product is None:
        raise NotInPolicyError("product", family, tuple(policy.products))
    return Guide(
        family=family,
        label=product.label[language],
        safe_checks=tuple(check[language] for check in product.safe_checks),
        questions=tuple(
            Question(name=name, text=text[language]) for name, text in product.questions.items()
        ),
    )
