"""Actions: what is to be done, what came of it, and what could not be delivered."""

from collections.abc import Iterator

from domain.actions import ActionDone, ActionFailed
from domain.case import Case
from domain.draft import ActionRequested
from messages.actions import en, zh_cn
from messages.telling import Section, Telling, sentence, word
from messages.text import plain
from messages.voice import Voice


def _requested(event: ActionRequested, voice: Voice) -> dict[str, str]:
    return {"action": voice.action(event.action), "to": voice.person(event.action.to)}


def _failed(case: Case, voice: Voice) -> Iterator[str]:
    for action in case.actions:
        if action.status == "failed":
            line = plain(voice.action(action))
            yield voice.say("details.action", action=line, error=plain(action.error or ""))


TELLING = Telling(
    en=en.TEXTS,
    zh_cn=zh_cn.TEXTS,
    sentences={
        ActionRequested: sentence(of=_requested),
        ActionDone: sentence(),
        ActionFailed: sentence(),
    },
    briefs={ActionRequested: _requested},
    readers={"failed": word("about")},
    section=Section("details.failed", _failed),
)
