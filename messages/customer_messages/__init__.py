"""Customers' messages: what becomes of them, and cases that they reopen."""

from domain.case import Case
from domain.case.actions import Action
from domain.customer_messages.events import (
    CaseReopened,
    MessageMarked,
    MessageReceived,
    WordsUnanswered,
)
from messages.customer_messages import en, zh_cn
from messages.telling import Telling, note, sentence, thing, word
from messages.voice import Voice


def _received(event: MessageReceived, voice: Voice) -> dict[str, str]:
    message = event.message
    channel = voice.word("channel", message.channel)
    return {"channel": channel, "at": voice.moment(message.occurred_at)}


def _received_sentence(event: MessageReceived, voice: Voice) -> str:
    key = "event.message_received" if event.message.text else "event.message_received.wordless"
    return voice.say(key, **_received(event, voice))


def _marked(event: MessageMarked, voice: Voice) -> str:
    key = f"event.message_marked.{event.verdict}"
    if event.instead:
        key = f"{key}.instead"
    elif not event.closed:
        key = voice.most_specific(f"{key}.open", key)
    return voice.say(key, **voice.fields(event))


def _unanswered(event: WordsUnanswered, voice: Voice) -> str:
    first, *others = event.messages
    key = "event.words_unanswered.many" if others else "event.words_unanswered"
    count = len(event.messages)
    return voice.say(key, message=voice.thing(first), count=count, due=voice.due(event.clock))


def _said(action: Action, voice: Voice) -> dict[str, str]:
    """What a notice says has come: a message, several in a row, or something without words."""
    count = int(action.params.get("count", "1"))
    wordless = "wordless" in action.params
    if count > 1:
        return {"what": voice.say("said.many", count=count), "where": voice.say("said.where")}
    return {
        "what": voice.say("said.wordless" if wordless else "said.one"),
        "where": voice.say("said.where.wordless" if wordless else "said.where"),
    }


def _reopened(event: CaseReopened, voice: Voice) -> dict[str, str]:
    return {"cause": voice.word("reopen_cause", event.cause)}


def _reopened_notice(action: Action, voice: Voice) -> dict[str, str]:
    return {"cause": voice.word("reopen_cause", action.params["cause"])}


def _called(case: Case, message_id: str, voice: Voice) -> str | None:
    """A message by when it was written."""
    found = case.message(message_id)
    return voice.moment(found.occurred_at) if found else None


TELLING = Telling(
    en=en.TEXTS,
    zh_cn=zh_cn.TEXTS,
    sentences={
        MessageReceived: _received_sentence,
        MessageMarked: _marked,
        WordsUnanswered: _unanswered,
        CaseReopened: sentence(variant="cause"),
    },
    notes={MessageMarked: note},
    briefs={CaseReopened: _reopened},
    readers={"verdict": word("verdict"), "message": thing},
    things={"m": _called},
    notices={
        "case_reopened": _reopened_notice,
        "customer_said": _said,
        "message_to_mark": _said,
    },
)
