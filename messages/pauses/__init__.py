"""Pauses: what a case waits for, and until when."""

from collections.abc import Iterator

from domain.case import Case
from domain.pauses import CasePaused, CaseResumed
from messages.pauses import en, zh_cn
from messages.telling import Telling, note, sentence
from messages.voice import Voice


def _paused(event: CasePaused, voice: Voice) -> dict[str, str]:
    reason = voice.word("pause_reason", event.pause.reason)
    return {"until": voice.moment(event.pause.until), "reason": reason}


def _note(event: CasePaused) -> str:
    return event.pause.note


def _state(case: Case, voice: Voice) -> Iterator[str]:
    if pause := case.pause:
        yield voice.say(
            "details.pause",
            since=voice.moment(pause.since),
            until=voice.moment(pause.until),
            reason=voice.word("pause_reason", pause.reason),
        )


TELLING = Telling(
    en=en.TEXTS,
    zh_cn=zh_cn.TEXTS,
    sentences={CasePaused: sentence(of=_paused), CaseResumed: sentence(variant="cause")},
    notes={CasePaused: _note, CaseResumed: note},
    briefs={CasePaused: _paused},
    reasons=("pause_reason",),
    why={"pause": "why.own_end"},
    state=_state,
)
