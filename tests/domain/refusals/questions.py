"""Few rounds, known questions, and none twice."""

from typing import Any

from builders import PlayedFault, a_guide
from domain.case.contacts import PARTS
from domain.questions import AskQuestions, NameProduct, RecordAnswers
from refusals.story import CALL, Part, Story, asking


def faulty(*rounds: tuple[str, ...], **fields: Any) -> Story:
    """A fault in which so many rounds are asked, each but the last answered."""

    def story() -> None:
        played = PlayedFault(**fields).checked()
        for number, names in enumerate(rounds, 1):
            played.questions(*names)
            if number < len(rounds):
                played.answers(**{names[0]: "yes"})

    return story


PART = Part(
    sensible={
        NameProduct: {"guide": a_guide()},
        AskQuestions: {**CALL, "questions": ("load",), "parts": PARTS},
        RecordAnswers: {"answers": {"load": "only when full"}},
    },
    stories=(
        ("product_not_named", faulty(("load",), guide=None)),
        ("product_not_named", asking("diagnose", RecordAnswers, answers={"load": "full"})),
        ("unknown_question", faulty(("load", "colour"))),
        ("question_answered", faulty(("load",), ("display", "load"))),
        ("rounds_used_up", faulty(("load",), ("display",), ("floor",))),
        (
            "not_in_this_sop",
            asking("diagnose", AskQuestions, questions=("load",), **CALL, parts=PARTS),
        ),
        ("reason_required", faulty(())),
    ),
)
