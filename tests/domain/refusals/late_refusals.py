"""Word of a late refusal is never refused."""

from domain.errors import Problem
from domain.late_refusals import NoteRefusal
from refusals.story import Part

PART = Part(
    sensible={
        NoteRefusal: {
            "refused": "resolve",
            "refused_key": "k",
            "problem": Problem(code="case_closed", params={"number": "C-000001"}),
        },
    },
)
