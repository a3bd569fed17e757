"""Refusals that come late: a request was answered "received", and its sender hears why not."""

from domain.case.actions import REFUSED, Action
from domain.errors import Problem
from domain.late_refusals import CommandRefused
from messages.late_refusals import en, zh_cn
from messages.telling import Telling, sentence
from messages.voice import Voice


def _refused(event: CommandRefused, voice: Voice) -> dict[str, str]:
    return {"detail": voice.refusal(event.problem).detail}


def _notice(action: Action, voice: Voice) -> dict[str, str]:
    return {"refusal": voice.refusal(_problem(action)).detail}


def _problem(action: Action) -> Problem:
    """The refusal that an action tells of."""
    params = {
        name.removeprefix(REFUSED): value
        for name, value in action.params.items()
        if name.startswith(REFUSED)
    }
    fields = params.pop("fields", "")
    return Problem(
        code=action.params["refusal"],
        params=params,
        fields=tuple(name.strip() for name in fields.split(",") if name.strip()),
    )


TELLING = Telling(
    en=en.TEXTS,
    zh_cn=zh_cn.TEXTS,
    sentences={CommandRefused: sentence(of=_refused)},
    notices={"command_refused": _notice},
)
