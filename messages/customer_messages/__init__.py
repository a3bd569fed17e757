"""Customers' messages: what becomes of them, reopened cases and linked ones."""

from collections.abc import Iterator

from domain.case import Case
from domain.case.actions import Action
from domain.case.customer_messages import Link
from domain.customer_messages import CaseLinked, CaseReopened, MessageMarked, MessageReceived
from messages.customer_messages import en, zh_cn
from messages.telling import Telling, note, sentence, word
from messages.voice import Voice

LINKS_SHOWN = 5
"""The last ones; a case with more is one that its reader knows well."""


def _received(event: MessageReceived, voice: Voice) -> dict[str, str]:
    message = event.message
    channel = voice.word("channel", message.channel)
    return {"channel": channel, "at": voice.moment(message.occurred_at)}


def _reopened(event: CaseReopened, voice: Voice) -> dict[str, str]:
    return {"cause": voice.word("reopen_cause", event.cause)}


def _reopened_notice(action: Action, voice: Voice) -> dict[str, str]:
    return {"cause": voice.word("reopen_cause", action.params["cause"])}


def _linked(event: CaseLinked, _: Voice) -> dict[str, str]:
    return {"number": event.link.number}


def _link(link: Link, voice: Voice) -> str:
    """What another case is to this one."""
    key = f"event.case_linked.{link.relation}"
    return voice.say(key, number=link.number, message=link.message)


def _state(case: Case, voice: Voice) -> Iterator[str]:
    for link in case.links[-LINKS_SHOWN:]:
        yield voice.say("details.link", line=_link(link, voice))


TELLING = Telling(
    en=en.TEXTS,
    zh_cn=zh_cn.TEXTS,
    sentences={
        MessageReceived: sentence(of=_received),
        MessageMarked: sentence(variant="verdict"),
        CaseReopened: sentence(variant="cause"),
        CaseLinked: lambda event, voice: _link(event.link, voice),
    },
    notes={MessageMarked: note},
    briefs={CaseReopened: _reopened, CaseLinked: _linked},
    readers={"verdict": word("verdict")},
    notices={"case_reopened": _reopened_notice},
    state=_state,
)
