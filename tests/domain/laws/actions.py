"""What the shell carried out, or gave up on."""

from hypothesis import strategies as st

from domain.actions import FinishAction
from laws.drawing import ids
from laws.history import History


class Actions(History):
    fields = {
        FinishAction: lambda at: {
            "action": ids(at.case.actions, "a999"),
            "error": st.sampled_from([None, None, "mail server down"]),
        },
    }
