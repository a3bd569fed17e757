"""A case is opened once, with all that belongs to it."""

from typing import Any

from builders import Played, a_plan, at
from domain.intake import AnswerPerson, OpenCase
from refusals.story import Part

OPENING: dict[str, Any] = {
    "plan": a_plan(),
    "title": "t",
    "customer": "k1",
    "channel": "web",
    "owner": "li.min",
    "spoke_at": at("Mon 09:00"),
}

PART = Part(
    sensible={OpenCase: OPENING, AnswerPerson: {"question": "another_name", "same": True}},
    stories=(
        ("case_already_open", lambda: Played().ask(OpenCase, **OPENING)),
        ("reason_required", lambda: Played(title=" ")),
        ("reason_required", lambda: Played(owner="")),
    ),
)
