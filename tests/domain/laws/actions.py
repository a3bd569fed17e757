"""What the shell carried out, or gave up on."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import invariant

from domain.actions import FinishAction
from domain.draft import ActionRequested
from laws.drawing import ids
from laws.history import History
from messages.notices import abouts, notice_text

NOTICES = frozenset(abouts())
READER: Any = {
    "number": "C-000001",
    "title": "A strange noise",
    "owner": "li.min",
    "language": "en",
    "zone": "Asia/Shanghai",
}


class Actions(History):
    read = 0
    """How many events the notices of which were read so far."""
    fields = {
        FinishAction: lambda at: {
            "action": ids(at.case.actions, "a999"),
            "error": st.sampled_from([None, None, "mail server down"]),
        },
    }

    @invariant()
    def a_notice_brings_what_its_words_need(self) -> None:
        """One that lacks it is tried for ever, and its case never comes to rest."""
        for event in self.events[self.read :]:
            if isinstance(event, ActionRequested) and event.action.about in NOTICES:
                notice_text(event.action, **READER)
        self.read = len(self.events)
