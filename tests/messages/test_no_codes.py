"""No sentence that people read has a code in it, whatever happens to a case: the random histories of the laws, read."""

from typing import Any

import pytest
from hypothesis import Phase, settings

from api.values import strings
from domain.command import Command
from domain.deadlines import deadlines
from domain.decide import Decision
from domain.frozen import Frozen
from domain.promises.events import PromiseMade
from laws.book import PARTS, together
from laws.history import BOUNDED, History
from messages.details import current_details
from reading import HANDLE, LANGUAGES, found_in, sentences_of

WORDS = (
    "reason",
    "note",
    "error",
    "grounds",
    "reply",
    "outside_route",
    "answers",
    "ended",
    "subject",
)
"""Arguments of commands that are people's own words."""


class Read(History):
    """Histories whose every sentence is looked at in the end."""

    def __init__(self) -> None:
        super().__init__()
        self.written: set[str] = set()

    def ask(self, kind: type[Command], /, **fields: Any) -> Decision | None:
        """As in every history; what people write is kept, as it is said as they wrote it."""
        for name, value in fields.items():
            given = value.model_dump() if isinstance(value, Frozen) else value
            if name in WORDS:
                self.written.update(strings(given))
            elif name == "promise" and isinstance(given, dict):
                self.written.add(given["subject"])
            elif name == "milestones":
                self.written.update(each.subject for each in value)
            elif name == "yields":
                texts = {text for text in value.values() if text not in self._choices()}
                self.written |= texts | {text.upper() for text in texts}  # serial numbers are
        return super().ask(kind, **fields)

    def _choices(self) -> set[str]:
        stages = self.case.rules.sop.stages if self.case.plan else ()
        return {choice for stage in stages for fact in stage.yields for choice in fact.choices}

    def check_invariants(self, *_: Any) -> None:
        """They are the matter of the laws themselves."""

    def teardown(self) -> None:
        # in the customer's language; a promise long past is no longer carried by its case
        promised = (
            event.promise.subject for event in self.events if isinstance(event, PromiseMade)
        )
        guides = (getattr(event, "guide", None) for event in self.events)
        asked = (text for guide in guides if guide for text in strings(guide.model_dump()))
        known = (*self.written, *promised, *asked)
        for language in LANGUAGES:
            every = [*sentences_of(self.events, self.case, language)]
            if language == self.case.rules.language:
                details = current_details(self.case, self.now, deadlines(self.case))
                every.append(HANDLE.sub("N", details))  # no names are kept where Temporal is
            wrong = {line: it for line in every if (it := found_in(line, language, known))}
            assert not wrong


TestRandomHistories = pytest.mark.trial("A51")(together((Read, *PARTS)).TestCase)
TestRandomHistories.settings = settings(BOUNDED, max_examples=15, phases=[Phase.generate])
