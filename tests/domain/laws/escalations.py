"""Somebody further up the line is called, answers, and lets it go."""

from hypothesis import strategies as st

from domain.escalations import AcknowledgeEscalation, Deescalate, Escalate
from domain.plan.terms import LINES
from laws.drawing import ids, words
from laws.history import History


class Escalations(History):
    fields = {
        Escalate: lambda at: {
            "reason": words,
            "line": st.sampled_from([None, *LINES]),
            "tier": st.sampled_from([None, 2, 3]),
        },
        AcknowledgeEscalation: lambda at: {"escalation": ids(at.case.escalations, "e99")},
        Deescalate: lambda at: {"escalation": ids(at.case.escalations, "e99"), "reason": words},
    }
