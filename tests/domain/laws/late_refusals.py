"""A command that was refused after it had been answered."""

from hypothesis import strategies as st

from domain.errors import Problem
from domain.late_refusals import NoteRefusal
from laws.history import History


class LateRefusals(History):
    fields = {
        NoteRefusal: lambda at: {
            "refused": st.just("log_contact"),
            "refused_key": st.just("k"),
            "problem": st.just(Problem(code="case_closed", params={"number": at.case.number})),
        },
    }
