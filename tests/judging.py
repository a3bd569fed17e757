"""A case whose complexity is judged, for tests: by its factors, anew by a colleague, and with a red line that a lead sets."""

from builders import SUPERVISOR, Played, a_plan, an_actor
from domain.complexity import JudgeComplexity, SetRedLine
from domain.plan.terms import Language

MEDIUM = {"issue": "to_diagnose", "resources": "service_team", "verification": "some_days"}
HIGH = {"issue": "major", "resources": "task_force", "verification": "a_week_or_more"}


def a_case_judged_anew(language: Language = "en") -> Played:
    reason = "that was with another customer" if language == "en" else "可能是批量问题"
    played = Played(plan=a_plan(language))
    played.until("Mon 09:10").contact()
    played.until("Mon 09:30").triage()
    played.until("Mon 10:00").confirm(complexity=None, factors=MEDIUM)
    again = {**MEDIUM, "verification": "at_once"}
    played.ask(JudgeComplexity, factors=again, reason=reason)
    played.ask(JudgeComplexity, by=an_actor("sun.yu"), factors=HIGH, reason=reason)
    played.ask(SetRedLine, by=SUPERVISOR, working_days=20, reason=reason)
    played.ask(JudgeComplexity, complexity="medium", reason=reason)
    return played


def a_high_case() -> Played:
    played = Played().confirmed()
    played.ask(JudgeComplexity, factors=HIGH, reason="a whole batch")
    return played
