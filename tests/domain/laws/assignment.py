"""Whose case it is."""

from hypothesis import strategies as st

from domain.assignment import Assign
from laws.drawing import words
from laws.history import History


class Assignment(History):
    fields = {
        Assign: lambda at: {
            "owner": st.sampled_from(["sun.yu", "li.min", " "]),
            "reason": words,
        },
    }
