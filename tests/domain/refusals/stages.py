"""A stage is left by a way that exists, with all it has to yield."""

from typing import Any

from builders import RECKONED, a_course
from domain.stages import CompleteStage
from domain.triage import Triage
from refusals.story import Part, Story, asking


def implementing(**fields: Any) -> Story:
    return asking("implement", CompleteStage, stage="implement", **fields)


PLANNED = {"solution": "new bearing", "kind": "cure"}

PART = Part(
    sensible={
        CompleteStage: {
            "stage": "diagnose",
            "yields": {"findings": "x", "root_cause": "unknown"},
        },
    },
    stories=(
        ("wrong_stage", asking("diagnose", CompleteStage, stage="implement")),
        (
            "leads_nowhere",
            asking("one_off", Triage, traits=(), priority="P2", reason="looked again"),
        ),
        ("unknown_stage", asking("diagnose", CompleteStage, stage="moon")),
        ("unknown_stage", asking("diagnose", CompleteStage, stage="diagnose", to="moon")),
        ("way_on_missing", asking("plan", CompleteStage, stage="plan", yields=PLANNED)),
        ("unknown_way_on", implementing(to="plan", yields={"done": "x"})),
        ("stage_yield_missing", implementing()),
        ("stage_yield_unknown", implementing(yields={"done": "x", "y": "z"})),
        ("stage_yield_invalid", implementing(yields={"done": "x" * 501})),
        ("more_used_than_paid", lambda: a_course().complete("reckon", **RECKONED | {"used": "37"})),
    ),
)
