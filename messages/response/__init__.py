"""The response clock: how long the customer waits for an answer."""

from domain.response import ResponseAwaited, ResponseGiven, ResponseNotNeeded, ResponseOverdue
from messages.response import en, zh_cn
from messages.telling import Telling, sentence
from messages.voice import Voice


def _awaited(event: ResponseAwaited, voice: Voice) -> dict[str, str]:
    return {"due": voice.due(event.clock)}


TELLING = Telling(
    en=en.TEXTS,
    zh_cn=zh_cn.TEXTS,
    sentences={
        ResponseAwaited: sentence(of=_awaited),
        ResponseGiven: sentence(),
        ResponseNotNeeded: sentence(),
        ResponseOverdue: sentence(),
    },
    clocks={"response": lambda case: case.response},
)
