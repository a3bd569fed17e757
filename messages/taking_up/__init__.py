"""Taking up: a run that was ended from outside, by whom and why, and that the case goes on."""

from datetime import datetime

from domain.case.actions import Action
from domain.taking_up import CaseTakenUp
from messages.taking_up import en, zh_cn
from messages.telling import Telling, sentence
from messages.voice import Voice


def _how(voice: Voice, *, by: str, reason: str) -> dict[str, str]:
    return {
        "by": voice.say("taken_up.by", by=by) if by else "",
        "reason": voice.say("taken_up.reason" if reason else "taken_up.no_reason", reason=reason),
    }


def _taken_up(event: CaseTakenUp, voice: Voice) -> dict[str, str]:
    ended = event.ended
    how = _how(voice, by=ended.by, reason=ended.reason)
    return {"ending": voice.word("run_ending", ended.ending), **how}


def _notice(action: Action, voice: Voice) -> dict[str, str]:
    given = action.params
    how = _how(voice, by=given["operator"], reason=given["reason"])
    told = voice.say("taken_up.nothing_promised")
    if given["due_by"]:
        due_by = datetime.fromisoformat(given["due_by"])
        key = "taken_up.late" if due_by <= action.requested_at else "taken_up.due"
        told = voice.say(key, at=voice.moment(due_by))
    return {
        "ending": voice.word("run_ending", given["ending"]),
        "operator": how["by"],
        "reason": how["reason"],
        "promised": told,
    }


TELLING = Telling(
    en=en.TEXTS,
    zh_cn=zh_cn.TEXTS,
    sentences={CaseTakenUp: sentence(of=_taken_up)},
    notices={"case_taken_up": _notice},
)
