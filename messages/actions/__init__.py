"""Actions: what is to be done, what came of it, and what could not be delivered."""

from collections.abc import Iterator

from domain.actions import ActionDone, ActionFailed
from domain.case import Case
from domain.case.actions import Action
from domain.draft import ActionRequested
from messages.actions import en, zh_cn
from messages.telling import Section, Telling, sentence, thing, word
from messages.text import plain
from messages.voice import Voice

NOBODY = "nobody active has the handle"
"""How the activity that tells people says that its receiver is not here any more."""


def _requested(event: ActionRequested, voice: Voice) -> dict[str, str]:
    return {"action": voice.action(event.action), "to": voice.person(event.action.to)}


def _done(event: ActionDone, voice: Voice) -> dict[str, str]:
    """Told by itself: what is done the case has forgotten. Events of the first core tell nothing of it."""
    if not event.about:
        return {"action": voice.say("action.some")}
    about, to = voice.word("about", event.about), voice.person(event.to)
    return {"action": voice.say(f"action.{event.what}", to=to, about=about)}


def _called(case: Case, action_id: str, voice: Voice) -> str | None:
    """An action that the case still knows: one to do, or one that failed."""
    found = next((action for action in case.actions if action.id == action_id), None)
    return voice.action(found) if found else None


def _error(voice: Voice, error: str) -> str:
    """Why an action failed. What only whoever runs the product understands stays in the event."""
    return voice.say(f"action.error.{_known(error)}")


def _known(error: str) -> str:
    return "nobody" if NOBODY in error else "other"


def _undelivered(action: Action, voice: Voice) -> dict[str, str]:
    """Whom to tell instead."""
    return {"advice": voice.say(f"undelivered.{_known(action.params['error'])}")}


def _failed(case: Case, voice: Voice) -> Iterator[str]:
    for action in case.actions:
        if action.status == "failed":
            line = plain(voice.action(action))
            yield voice.say("details.action", action=line, error=_error(voice, action.error or ""))


TELLING = Telling(
    en=en.TEXTS,
    zh_cn=zh_cn.TEXTS,
    sentences={
        ActionRequested: sentence(of=_requested),
        ActionDone: sentence(of=_done),
        ActionFailed: sentence(),
    },
    briefs={ActionRequested: _requested, ActionDone: _done},
    readers={"failed": word("about"), "action": thing, "error": _error},
    things={"a": _called},
    notices={"delivery_failed": _undelivered},
    section=Section("details.failed", _failed),
)
