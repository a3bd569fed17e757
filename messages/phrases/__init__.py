"""Phrases of no feature: people, moments, lists and lengths, and what stands around the features' words.

Summaries of records, headings of the details and why a time is when it is begin here. What speaks of a
feature belongs to that feature.
"""

from messages.phrases import en, zh_cn
from messages.telling import Telling, each, moment, person, word
from messages.voice import Voice


def _field(voice: Voice, name: str) -> str:
    return voice.called(name)


def _reason(voice: Voice, text: str) -> str:
    return voice.reason(text)


TELLING = Telling(
    en=en.TEXTS,
    zh_cn=zh_cn.TEXTS,
    readers={
        **dict.fromkeys(("at", "due", "limit", "since", "unseen_since", "until"), moment),
        **dict.fromkeys(("by", "receiver"), person),
        **dict.fromkeys(("fields", "missing", "unknown"), each(_field)),
        "command": word("command"),
        "reason": _reason,
    },
    reasons=("command",),
)
