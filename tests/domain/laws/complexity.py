"""The level is what its factors come to or what a human named with a reason; the anchor never moves."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from builders import LEAD
from domain.case import Case
from domain.command import Command
from domain.complexity import ComplexityJudged, JudgeComplexity, RedLineSet, SetRedLine, weigh
from domain.confirmation import ComplexConfirmed
from domain.decide import Decision
from domain.draft import ActionRequested
from domain.follow_up import BY_LEAD, red_line
from domain.plan.terms import COMPLEXITIES
from laws.drawing import words
from laws.history import History

CHOICES = {
    "issue": ["simple", "to_diagnose", "major"],
    "resources": ["service_team", "one_department", "task_force"],
    "verification": ["at_once", "some_days", "a_week_or_more"],
}
whole = st.fixed_dictionaries({name: st.sampled_from(them) for name, them in CHOICES.items()})
foolish = st.dictionaries(
    st.sampled_from([*CHOICES, "moon"]), st.sampled_from(["simple", "", "huge"]), max_size=3
)
nothing: dict[str, str] = {}
factors: st.SearchStrategy[dict[str, str]] = st.one_of(st.just(nothing), whole, foolish)


def the_level_is_earned(
    history: History,
    case: Case,
    command: Command,
    event: ComplexConfirmed | ComplexityJudged,
    decision: Decision,
) -> None:
    after, matrix = decision.case, case.rules.matrix
    assert after.complexity == event.complexity
    assert after.weighed == event.weighed
    if event.weighed and matrix:
        given = {str(each.factor): each.value for each in event.weighed}
        level, weighed = weigh(matrix, given, case.emotion)
        assert weighed == event.weighed
        assert level == event.complexity or event.reason.strip()


def the_anchor_stays(
    history: History,
    case: Case,
    command: Command,
    event: ComplexityJudged | RedLineSet,
    decision: Decision,
) -> None:
    """Only the time changes; people are told at once of a line that is past."""
    after = decision.case
    assert after.confirmed_at == case.confirmed_at
    assert after.follow_up
    assert case.follow_up
    assert after.follow_up.started_at == case.follow_up.started_at
    if isinstance(event, RedLineSet):
        assert command.actor.line != "agent"
        ahead_of = (event.red_line and event.red_line.waits_until) or history.now
        assert (after.complexity, event.due_at > ahead_of) == ("high", True)
    elif event.complexity != event.before:
        assert after.follow_up.limit == case.rules.red_lines[event.complexity]


def nobody_puts_it_off_in_silence(
    history: History,
    case: Case,
    command: Command,
    event: ComplexityJudged | RedLineSet,
    decision: Decision,
) -> None:
    """Of a line that comes later, or one of a lead that goes, the lead hears, unless it was theirs to do (REQ A6)."""
    before, after, lead = case.follow_up, decision.case.follow_up, case.rules.ladder.lead
    assert before
    assert after
    later = red_line(decision.case, after).due_at > red_line(case, before).due_at
    gone = before.limit.rule == BY_LEAD != after.limit.rule
    if (later or gone) and command.actor.handle != lead:
        told = (e.action for e in decision.events if isinstance(e, ActionRequested))
        assert (lead, event.kind) in {(action.to, action.about) for action in told}


class Judging(History):
    fields = {
        JudgeComplexity: lambda at: {
            "complexity": st.sampled_from([None, *COMPLEXITIES]),
            "factors": factors,
            "reason": words,
        },
        SetRedLine: lambda at: {"working_days": st.integers(1, 60), "reason": words},
    }
    laws = {
        ComplexConfirmed: (the_level_is_earned,),
        ComplexityJudged: (the_level_is_earned, the_anchor_stays, nobody_puts_it_off_in_silence),
        RedLineSet: (the_anchor_stays, nobody_puts_it_off_in_silence),
    }

    @precondition(lambda self: self.case.is_confirmed)
    @rule(given=whole, days=st.sampled_from([0, 3, 20]))
    def how_complex_it_is_is_judged_anew(self, given: dict[str, str], days: int) -> None:
        self.ask(JudgeComplexity, factors=given, reason="the works have to look at it")
        if days:
            self.ask(SetRedLine, by=LEAD, working_days=days, reason="the lab needs longer")
