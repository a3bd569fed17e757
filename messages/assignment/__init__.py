"""Assignment: whose case it is, and what its next owner is told."""

from domain.assignment import OwnerAssigned
from messages.assignment import en, zh_cn
from messages.telling import Telling, person, sentence
from messages.voice import Voice


def _promised(voice: Voice, value: str) -> str:
    return voice.listed([voice.subject(subject) for subject in value.split("; ")])


TELLING = Telling(
    en=en.TEXTS,
    zh_cn=zh_cn.TEXTS,
    sentences={OwnerAssigned: sentence()},
    readers={"owner": person, "promised": _promised},
    added={"promised": "notice.handover"},
)
