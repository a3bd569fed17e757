"""The work of a stage is done, and the case goes on."""

from hypothesis import strategies as st

from domain.stages import CompleteStage
from laws.history import History, Step


def whole_yield(history: History) -> dict[str, str]:
    """All that the stage asks for, whatever its SOP."""
    return {f.name: f.choices[0] if f.choices else "done" for f in history.case.current.yields}


def complete(history: History) -> Step:
    """By the first way on, where there are several."""
    ways = history.case.rules.sop.leaving(history.case.stage, "complete_stage")
    to = ways[0].target if len(ways) > 1 else None
    return CompleteStage, {"stage": history.case.stage, "yields": whole_yield(history), "to": to}


class Stages(History):
    fields = {
        CompleteStage: lambda at: {
            "stage": st.just(at.case.stage) | at.stages,
            "yields": at.yields,
            "to": st.none() | at.stages,
        },
    }
    forward = dict.fromkeys(("safe_checks", "plan", "collaborate", "implement", "repair"), complete)
