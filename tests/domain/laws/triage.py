"""How urgent it is, and whether it is one case of many or one of its own."""

from hypothesis import strategies as st

from domain.triage import Triage as TriageCase
from laws.drawing import words
from laws.history import History, Step
from laws.stages import whole_yield


def triage(history: History) -> Step:
    return TriageCase, {
        "priority": history.case.priority,
        "traits": ("needs_care",),
        "yields": whole_yield(history) if history.case.stage == "triage" else {},
    }


class Triage(History):
    fields = {
        TriageCase: lambda at: {
            "priority": st.sampled_from(["P0", "P1", "P2", "P3"]),
            "reason": words,
            "traits": st.sampled_from([(), ("needs_care",), ("several_departments",)]),
            "yields": at.yields,
        },
    }
    forward = {"triage": triage, "one_off": triage}
