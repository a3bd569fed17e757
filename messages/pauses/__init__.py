"""Pauses: what a case waits for, and until when."""

from collections.abc import Iterator

from domain.case import Case
from domain.pauses import CasePaused, CaseResumed, PauseStands
from messages.pauses import en, zh_cn
from messages.telling import Telling, note, sentence
from messages.voice import Voice


def _paused(event: CasePaused | PauseStands, voice: Voice) -> dict[str, str]:
    reason = voice.word("pause_reason", event.pause.reason)
    return {"until": voice.moment(event.pause.until), "reason": reason}


def _said(event: CasePaused, voice: Voice) -> str:
    """Until when and why; and how the customer knows."""
    words = voice.fields(event) | _paused(event, voice)
    pause = event.pause
    if not (pause.channel and pause.told_at):
        return voice.say("event.case_paused", **words)
    channel, told_at = voice.word("channel", pause.channel), voice.moment(pause.told_at)
    return voice.say("event.case_paused.told", **words, channel=channel, told_at=told_at)


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
    sentences={
        CasePaused: _said,
        CaseResumed: sentence(variant="cause"),
        PauseStands: sentence(of=_paused),
    },
    notes={CasePaused: _note, CaseResumed: note},
    briefs={CasePaused: _paused, PauseStands: _paused},
    reasons=("pause_reason",),
    why={"pause": "why.own_end"},
    state=_state,
)
