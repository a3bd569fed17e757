"""Levels that don't follow, and red lines that aren't a lead's to set."""

from typing import Any

from builders import LEAD, Played
from domain.complexity import JudgeComplexity, SetRedLine
from refusals.story import Part, Story, asking

FACTORS = {"issue": "to_diagnose", "resources": "service_team", "verification": "some_days"}
JUDGED: dict[str, Any] = {"factors": FACTORS, "reason": "the works have to look at it"}
LINE: dict[str, Any] = {"working_days": 20, "reason": "the lab needs longer"}


def without_factors(**fields: Any) -> Story:
    def story() -> None:
        played = Played()
        plan = played.case.rules.model_copy(update={"matrix": None})
        Played(plan=plan).reach("diagnose").ask(JudgeComplexity, **fields)

    return story


def too_late() -> None:
    played = Played().confirmed()
    played.ask(JudgeComplexity, complexity="high", reason="a whole batch")
    played.until("Mon+2 10:00").ask(SetRedLine, by=LEAD, **{**LINE, "working_days": 2})


PART = Part(
    sensible={JudgeComplexity: JUDGED, SetRedLine: LINE},
    stories=(
        ("complexity_by_hand", without_factors(**JUDGED)),
        ("factors_missing", asking("diagnose", JudgeComplexity, factors={}, reason="r")),
        (
            "factor_unknown",
            asking("diagnose", JudgeComplexity, factors={"issue": "huge"}, reason="r"),
        ),
        ("line_required", asking("diagnose", SetRedLine, **LINE)),
        ("red_line_fixed", asking("diagnose", SetRedLine, by=LEAD, **LINE)),
        ("red_line_past", too_late),
    ),
)
