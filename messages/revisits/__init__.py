"""Revisits: how the customer feels once it is solved."""

from domain.revisits import RevisitHeld
from messages.revisits import en, zh_cn
from messages.telling import Telling, note, sentence
from messages.voice import Voice


def _held(event: RevisitHeld, voice: Voice) -> dict[str, str]:
    revisit = event.revisit
    return {
        "by": voice.person(revisit.by),
        "outcome": voice.word("revisit_outcome", revisit.outcome),
    }


def _channels(voice: Voice, value: str) -> str:
    return voice.listed([voice.word("channel", name) for name in value.split(", ")])


TELLING = Telling(
    en=en.TEXTS,
    zh_cn=zh_cn.TEXTS,
    sentences={RevisitHeld: sentence(variant="revisit.outcome", of=_held)},
    notes={RevisitHeld: note},
    briefs={RevisitHeld: _held},
    readers={"channels": _channels},
)
