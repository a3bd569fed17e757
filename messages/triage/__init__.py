"""Triage: whether a case is complex, why, and how pressing it is."""

from collections.abc import Iterator

from domain.case import Case
from domain.case.actions import Action
from domain.triage import CaseTriaged, PriorityChanged
from messages.telling import Telling, moment, sentence, word
from messages.triage import en, zh_cn
from messages.voice import Voice


def _triaged(event: CaseTriaged, voice: Voice) -> str:
    return voice.say(
        "event.case_triaged" if event.traits else "event.case_triaged.one_off",
        by=voice.person(event.by),
        traits=_traits(event.traits, voice),
        priority=voice.word("priority", event.priority),
    )


def _reason(event: CaseTriaged | PriorityChanged) -> str:
    return event.reason


def _traits(traits: tuple[str, ...], voice: Voice) -> str:
    return voice.listed([voice.word("trait", trait) for trait in traits])


def _opened(action: Action, voice: Voice) -> dict[str, str]:
    """Who opened it is named once, also where they have it."""
    key = "opened.kept" if action.params.get("kept") else "opened.given"
    return {"opened": voice.say(key, by=voice.person(action.params["by"]))}


def _state(case: Case, voice: Voice) -> Iterator[str]:
    if case.traits:
        yield voice.say("details.traits", traits=_traits(case.traits, voice))


TELLING = Telling(
    en=en.TEXTS,
    zh_cn=zh_cn.TEXTS,
    sentences={CaseTriaged: _triaged, PriorityChanged: sentence()},
    notes={CaseTriaged: _reason, PriorityChanged: _reason},
    readers={"before": word("priority"), "call_by": moment, "call_late": moment},
    notices={"opened_pressing": _opened},
    added={
        "given": "notice.given",
        "call_by": "notice.call_by",
        "call_late": "notice.call_late",
    },
    state=_state,
)
