"""Promises to the customer: made, kept, moved, broken, put right.

A kind of promise that is told in another way has its own text beside the usual one, in the words of its
feature: `event.promise_made.visit`.
"""

from collections.abc import Iterator
from datetime import datetime

from domain.case import Case
from domain.case.actions import Action
from domain.case.promises import Promise
from domain.promises.events import (
    AttemptDisproved,
    BreakCorrected,
    PromiseAttempted,
    PromiseBroken,
    PromiseJoined,
    PromiseKept,
    PromiseMade,
    PromiseReleased,
    PromiseReminded,
    PromiseRenegotiated,
)
from domain.promises.following import moved_on
from domain.promises.missed import as_told
from messages.promises import en, zh_cn
from messages.telling import Section, Telling, each, moment, person, sentence, thing, word
from messages.text import plain
from messages.voice import Voice


def _called(case: Case, promise_id: str, voice: Voice) -> str | None:
    """A promise by its subject and its time, as several may be about the same."""
    promise = case.promise(promise_id)
    if promise is None:
        return None
    subject, due = voice.subject(promise.subject, promise.kind), voice.moment(promise.latest_by)
    return voice.say("promise.named", subject=subject, due=due)


def _known(promise: Promise, voice: Voice) -> dict[str, str]:
    return {
        "owner": voice.person(promise.owner),
        "subject": voice.subject(promise.subject, promise.kind),
        "expected": voice.moment(promise.expected_by) if promise.expected_by else "",
        "due": voice.moment(promise.latest_by),
        "window": voice.window(promise.window),
    }


def _time(promise: Promise, voice: Voice) -> str:
    """When it is to be kept: the window of a visit, the latest time of any other."""
    is_visit = promise.keeping.by == "visit"
    return voice.window(promise.window) if is_visit else voice.moment(promise.latest_by)


def _moved_to(voice: Voice, value: str) -> str:
    """A new time: an instant, or the window of a visit."""
    return voice.window(value) if "/" in value else moment(voice, value)


def _key(base: str, promise: Promise, voice: Voice) -> str:
    """The text for a promise of this kind, and for one with two times."""
    if not promise.expected_by:
        return voice.most_specific(f"{base}.{promise.kind}", base)
    of_kind = f"{base}.{promise.kind}"
    return voice.most_specific(f"{of_kind}.expected", of_kind, f"{base}.expected", base)


def _made(event: PromiseMade, voice: Voice) -> str:
    promise = event.promise
    return voice.say(_key("event.promise_made", promise, voice), **_known(promise, voice))


def _broken(event: PromiseBroken, voice: Voice) -> str:
    promise = voice.case.promise(event.promise) if voice.case else None
    key = f"event.promise_broken.{event.cause}"
    if promise:
        key = voice.most_specific(f"{key}.{promise.kind}", key)
    return voice.say(key, promise=voice.thing(event.promise))


def _disproved(event: AttemptDisproved, voice: Voice) -> str:
    """What ended it, be it the word that let go of it, never took place: then it is broken, or owed again while its time is
    ahead."""
    promise = voice.case.promise(event.promise) if voice.case else None
    key = "event.attempt_disproved"
    if not event.contact:
        key = f"{key}.ended"
    elif promise and promise.kind == "visit":
        return voice.say(f"{key}.visit", **voice.fields(event))
    elif promise and promise.said_in == event.contact:
        key = f"{key}.let_go"
    if promise and event.at <= promise.latest_by:
        key = f"{key}.ahead"
    return voice.say(key, **voice.fields(event))


def _corrected(event: BreakCorrected, voice: Voice) -> str:
    """Kept in time after all, or no more than the call in the place of one that was."""
    key = "event.break_corrected"
    return voice.say(f"{key}.near" if event.stood_in_for else key, **voice.fields(event))


def _attempted(event: PromiseAttempted, voice: Voice) -> str:
    """Tried in time, in vain: by telephone or at the door, and with a message only where one was left."""
    case, key = voice.case, "event.promise_attempted"
    promise = case.promise(event.promise) if case else None
    contact = next((k for k in case.contacts if k.id == event.contact), None) if case else None
    if promise and promise.kind == "visit":
        key = f"{key}.visit"
    elif contact and contact.left_message:
        key = f"{key}.message"
    return voice.say(key, promise=voice.thing(event.promise))


def _state(case: Case, voice: Voice) -> Iterator[str]:
    if case.breaks:
        yield voice.say("details.breaks", count=case.breaks)


def _ahead(case: Case, voice: Voice) -> Iterator[str]:
    if not case.is_confirmed or case.is_closed:
        return
    for promise in sorted(case.open_promises, key=lambda p: (p.latest_by, p.id)):
        known = _known(promise, voice)
        known["subject"] = plain(known["subject"])
        yield voice.say(_key("details.promise", promise, voice), **known)
    if not case.open_promises:
        yield voice.say("details.no_promise")


def _said(action: Action, voice: Voice) -> dict[str, str]:
    """What the customer knows of the time that is near or has passed: they were told, it is our own rule's, or that of
    the next try after a message we left."""
    facts = action.params
    known, instead = "ruled" if facts.get("by_rule") else "told", facts.get("instead", "call")
    late = instead == "met" and action.about != "promise_due_soon"
    known = "tried" if facts.get("after_message") and not late else known
    given = {"subject": voice.subject(facts.get("subject", ""), facts.get("kind", "callback"))}
    given |= {"due": moment(voice, facts["due"])} if "due" in facts else {}
    said = voice.say(f"promise.{known}.{'late' if late else action.about}", **given)
    return {"said": said, "instead": voice.say(f"promise.instead.{instead}")}


def _released(event: PromiseReleased, voice: Voice) -> str:
    """The customer needs it no more, somebody says, or it was let go by a rule."""
    by_rule = voice.book.texts.has(f"let_go.{event.reason}")
    key = "event.promise_released.by_rule" if by_rule else "event.promise_released"
    return voice.say(key, **voice.fields(event))


def _variables(case: Case, voice: Voice, _: datetime) -> dict[str, str]:
    """The last promise that broke, or was moved once too often, as the customer knows of it."""
    last = case.last_broken
    moved = moved_on(case, last) if last else None
    broken = as_told(case, last) if last else None
    return {
        "moved_to": _time(moved, voice) if moved else "",
        "broken_subject": broken.subject if broken else "",
        "broken_due": voice.moment(broken.latest_by) if broken else "",
    }


TELLING = Telling(
    en=en.TEXTS,
    zh_cn=zh_cn.TEXTS,
    sentences={
        PromiseMade: _made,
        PromiseJoined: sentence(),
        PromiseKept: sentence(),
        PromiseAttempted: _attempted,
        PromiseRenegotiated: sentence(),
        PromiseReleased: _released,
        PromiseReminded: sentence(),
        PromiseBroken: _broken,
        AttemptDisproved: _disproved,
        BreakCorrected: _corrected,
    },
    briefs={PromiseMade: lambda event, voice: _known(event.promise, voice)},
    readers={
        "promise": thing,
        "goes_on_as": thing,
        "stood_in_for": thing,
        "moved_to": _moved_to,
        "keeper": person,
        **dict.fromkeys(("open", "promises", "tried"), each(thing)),
        "status": word("promise_status"),
    },
    things={"p": _called},
    reasons=("let_go", "promise_kind"),
    notices=dict.fromkeys(
        ("promise_due_soon", "promise_broken", "promise_broken_again", "apology_draft"), _said
    ),
    apologies={"moved_apology": "moved"},
    added={
        "moved_to": "notice.moved_to",
        "keeper": "notice.keeper",
        "again": "notice.again",
    },
    variables=_variables,
    why={"attempted": "why.same_day"},
    state=_state,
    section=Section("details.promises", _ahead),
)
