"""From the company's policy to the plan of one case (REQ H2).

Spans become limits that name their rule, labels of holidays are in the case's language, and the
calendars keep only the dates the case can meet, so that a plan stays under 8 kB of JSON.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TypeVar

from domain.calendar import Calendar, DayException
from domain.guide import Guide, Question
from domain.plan import (
    AfterwardsRules,
    Asking,
    EscalationRules,
    Field,
    Language,
    Limit,
    MilestoneRule,
    ObservationRules,
    Plan,
    PromiseRules,
    RevisitRules,
    Rhythm,
    Sop,
    Stage,
    Transition,
    VisitRules,
)
from domain.policy import CalendarPolicy, FieldPolicy, MilestonePolicy, Policy
from domain.spans import Span

Key = TypeVar("Key", bound=str)

KEPT_BEFORE = timedelta(days=30)
"""Dates before the opening that a plan's calendar knows: some things occurred before they were told."""
KEPT_AFTER = timedelta(days=180)
"""Dates after the opening that it knows; what lies beyond is estimated until a plan is adopted anew."""


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
    return _Compiler(policy, scenario, team, language, opened_on).plan()


def calendar_for(name: str, given: CalendarPolicy, language: Language, opened_on: date) -> Calendar:
    """A calendar of the policy with the dates that a case opened on this date can meet."""
    first, last = opened_on - KEPT_BEFORE, opened_on + KEPT_AFTER
    return Calendar(
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


class _Compiler:
    """One compilation: the policy, what was picked from it, and the calendars cut to size."""

    def __init__(
        self, policy: Policy, scenario: str, team: str, language: Language, opened_on: date
    ) -> None:
        self.policy, self.scenario, self.language = policy, scenario, language
        self.team_name, self.team = team, policy.teams[team]
        business = self.team.calendar or policy.business
        self.calendars = {
            name: calendar_for(name, policy.calendars[name], language, opened_on)
            for name in dict.fromkeys((business, policy.revisit.waking))
        }
        self.business = self.calendars[business]

    def plan(self) -> Plan:
        policy = self.policy
        return Plan(
            policy=policy.name,
            policy_version=policy.version,
            scenario=self.scenario,
            language=self.language,
            team=self.team_name,
            ladder=self.team.ladder,
            business=self.business.name,
            calendars=self.calendars,
            sop=self.sop(),
            response=self.limits(
                {name: rule.response for name, rule in policy.priorities.items()},
                "priorities.{}.response",
            ),
            red_lines=self.limits(
                {name: rule.red_line for name, rule in policy.complexity.items()},
                "complexity.{}.red_line",
            )
            | self.limits(
                policy.sops[self.scenario].red_lines, f"sops.{self.scenario}.red_lines.{{}}"
            ),
            warn_at=policy.warn_at,
            rhythm=self.rhythm(),
            promises=self.promises(),
            escalation=EscalationRules(
                by_cause=policy.escalation.by_cause,
                acknowledge=self.limit(policy.escalation.acknowledge, "escalation.acknowledge"),
            ),
            revisit=RevisitRules(
                first=self.limit(policy.revisit.first, "revisit.first"),
                waking=policy.revisit.waking,
                tries=policy.revisit.tries,
            ),
            afterwards=AfterwardsRules(
                mark_within=self.limit(policy.afterwards.mark_within, "afterwards.mark_within"),
                open_for=self.limit(policy.afterwards.open_for, "afterwards.open_for"),
            ),
            attempts=policy.attempts,
            observation_longest=self.limit(policy.observation_longest, "observation_longest"),
            pause_longest=self.limit(policy.pause_longest, "pause_longest"),
            observation=self.observation(),
            attempts_settle=policy.attempts_settle,
            visits=self.visits(),
        )

    def limit(self, span: Span, rule: str = "") -> Limit:
        return span.limit(rule=rule, business=self.business)

    def limits(self, spans: Mapping[Key, Span], rule: str) -> dict[Key, Limit]:
        return {name: self.limit(span, rule.format(name)) for name, span in spans.items()}

    def rhythm(self) -> Rhythm:
        rhythm = self.policy.rhythm
        return Rhythm(
            by_emotion=self.limits(rhythm.by_emotion, "rhythm.by_emotion.{}"),
            by_complexity=self.limits(rhythm.by_complexity, "rhythm.by_complexity.{}"),
            longest=self.limit(rhythm.longest, "rhythm.longest"),
        )

    def promises(self) -> PromiseRules:
        promises = self.policy.promises
        return PromiseRules(
            remind_ahead=promises.remind_ahead,
            owner_may_log_late=promises.owner_may_log_late,
            near_promise=self.limit(promises.near_promise, "promises.near_promise"),
            renegotiations=promises.renegotiations,
            breaks_before_escalation=promises.breaks_before_escalation,
            retry_needs=promises.retry_needs,
        )

    def observation(self) -> ObservationRules | None:
        observation = self.policy.observation
        if observation is None:
            return None
        return ObservationRules(
            first_check_in=self.limit(observation.first_check_in, "observation.first_check_in"),
            contact_after=self.limit(observation.contact_after, "observation.contact_after"),
        )

    def visits(self) -> VisitRules | None:
        visits = self.policy.visits
        if visits is None:
            return None
        return VisitRules(
            grace=visits.grace,
            remind_before_end=visits.remind_before_end,
            longest_window=visits.longest_window,
            report=self.limit(visits.report, "visits.report"),
            warn_from_failure=visits.warn_from_failure,
            lead_from_attempt=visits.lead_from_attempt,
        )

    def sop(self) -> Sop:
        sop = self.policy.sops[self.scenario]
        return Sop(
            name=self.scenario,
            label=sop.label,
            first=sop.first,
            stages=tuple(
                Stage(
                    name=name,
                    label=stage.label,
                    phase=stage.phase,
                    sees=stage.sees,
                    limit=self.limit(stage.limit) if stage.limit else None,
                    yields=tuple(_field(*entry) for entry in stage.yields.items()),
                )
                for name, stage in sop.stages.items()
            ),
            transitions=tuple(Transition(**dict(way)) for way in sop.transitions),
            milestones=tuple(
                self.milestone(stage, milestone) for stage, milestone in sop.milestones.items()
            ),
            asking=Asking(**dict(sop.asking)) if sop.asking else None,
        )

    def milestone(self, stage: str, milestone: MilestonePolicy) -> MilestoneRule:
        within = self.limit(milestone.within)
        return MilestoneRule(
            stage=stage,
            label=milestone.label,
            limit=within.limit,
            target=within.target,
            working=within.calendar is not None,
        )


def _field(name: str, field: FieldPolicy) -> Field:
    return Field(
        name=name,
        label=field.label,
        kind="choice" if field.choices else "text",
        choices=tuple(field.answers),
        required=field.required,
    )
