"""From the params of the core to what people read.

Refusals and actions carry plain text: instants in ISO form, names of stages, lines, causes. What
each param means is told by its name, here and nowhere else; a name that is not listed is said as
it is (numbers, ids, people's own words).
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from messages.voice import Voice

Reader = Callable[[Voice, str], str]


def _moment(voice: Voice, value: str) -> str:
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return value  # "-" stands for a moment that isn't known
    return voice.moment(at) if at.tzinfo else value


def _each(read: Reader) -> Reader:
    def readable(voice: Voice, value: str) -> str:
        names = [name.strip() for name in value.split(",")]
        return voice.listed([read(voice, name) for name in names if name and name != "-"])

    return readable


def _promised(voice: Voice, value: str) -> str:
    return voice.listed([voice.subject(subject) for subject in value.split("; ")])


def _cause(voice: Voice, value: str) -> str:
    """Of an escalation, or of a reopening."""
    told = voice.word("cause", value)
    return told if told != value else voice.word("reopen_cause", value)


def _word(family: str) -> Reader:
    return lambda voice, value: voice.word(family, value)


READERS: dict[str, Reader] = {
    **dict.fromkeys(("acknowledge_by", "at", "due", "limit", "since", "unseen_since"), _moment),
    "until": _moment,
    **dict.fromkeys(("stage", "named", "then", "to"), Voice.stage),
    **dict.fromkeys(("stages", "ways"), _each(Voice.stage)),
    **dict.fromkeys(("fields", "missing", "unknown"), _each(Voice.called)),
    "known": _each(lambda voice, name: voice.called(voice.stage(name))),
    "open": _each(Voice.promise),
    "promises": _each(Voice.promise),
    "promise": Voice.promise,
    "promised": _promised,
    **dict.fromkeys(("by", "engineer", "owner", "receiver", "silent"), Voice.person),
    "cause": _cause,
    "channel": _word("channel"),
    "command": _word("command"),
    "emotion": _word("emotion"),
    "failed": _word("about"),
    "line": _word("line"),
    "reason": Voice.reason,
    "status": _word("promise_status"),
    "visit_status": _word("visit_status"),
    "window": Voice.window,
}


def readable(params: Mapping[str, str], voice: Voice) -> dict[str, str]:
    """The same params, each as people read it."""
    told = {
        name: READERS[name](voice, value) if name in READERS else value
        for name, value in params.items()
    }
    if "subject" in params:
        told["subject"] = voice.subject(params["subject"], params.get("kind", "callback"))
    return told
