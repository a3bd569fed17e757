"""Telling the owner of the customer's messages: one notice that grows while they come in a row.

Many people write a sentence in five messages. The first one is told at once; those that follow soon let its
notice grow, and not before that has been delivered, so that a burst is a few deliveries and not hundreds.
"""

import heapq
from datetime import datetime

from domain.case import Case
from domain.case.customer_messages import CustomerMessage, WordsTold
from domain.draft import ActionRequested, Draft
from domain.errors import Refusal
from domain.frozen import changed
from domain.plan.limit import Limit
from domain.rules import Change, Rules

ABOUTS = ("customer_said", "message_to_mark")
"""The notices that tell of a customer's message: on an open case, and on a closed one."""


def tell(draft: Draft) -> None:
    """Tell the owner what they haven't heard of yet, and nobody has marked; once the case is closed, what is to be
    marked. A late message goes on in another case, whose owner is told there."""
    case, told = draft.case, draft.case.words_told
    if case.core < 2 or not case.messages or not (untold := _untold(case)):
        return
    about = "message_to_mark" if any(m.mark for m in untold) else "customer_said"
    grows = told if told and _goes_on(draft, told, about) else None
    if grows and _is_under_way(case, grows):
        return
    draft.request(
        "notify",
        case.owner,
        about,
        ref=grows.first if grows else untold[0].id,
        joins=grows.notice if grows else None,
        count=len(untold) + (grows.count if grows else 0),
        **_facts(draft, untold[-1]),
    )


def _untold(case: Case) -> list[CustomerMessage]:
    """What the owner hasn't heard of here, and is to; once the case is closed, what is to be marked."""
    told = case.words_told
    heard = told.heard - case.put_away.get("messages", 0) if told else 0
    untold = [m for m in case.messages[heard:] if not m.late and not m.verdict]
    return [m for m in untold if m.mark] if case.is_closed else untold


def _facts(draft: Draft, message: CustomerMessage) -> dict[str, str]:
    """What a notice says of the last message."""
    wordless = {} if message.text else {"wordless": "yes"}
    marks = [m.mark.due(draft.plan)[0] for m in first_to_mark(draft.case, 1) if m.mark]
    due = {"due": min(marks).isoformat()} if marks else {}
    return {"channel": message.channel, **wordless, **due}


def first_to_mark(case: Case, count: int) -> list[CustomerMessage]:
    """Of the messages that wait for a mark, `count` that have to be marked first, of each limit. A flood brings thousands
    of them, and counting out when each is due takes longer than deciding it."""
    waiting: dict[Limit, list[CustomerMessage]] = {}
    for message in case.unmarked:
        assert message.mark
        waiting.setdefault(message.mark.limit, []).append(message)
    return [
        message
        for those in waiting.values()
        for message in heapq.nsmallest(count, those, key=_waits_since)
    ]


def closed(case: Case) -> Refusal:
    """Why a closed case does nothing more: what reopens it is a word of the customer, and where one has come and
    waits for its mark, that mark (REQ E3)."""
    waiting = first_to_mark(case, 1) if case.core >= 2 else []
    if not waiting:
        return Refusal("case_closed", number=case.number)
    return Refusal("message_unmarked", number=case.number, message=waiting[0].id)


def hand_over(draft: Draft) -> None:
    """Tell whoever has the closed case now of all that waits for a mark."""
    waiting = draft.case.unmarked
    draft.request(
        "notify",
        draft.case.owner,
        "message_to_mark",
        ref=waiting[0].id,
        count=len(waiting),
        **_facts(draft, waiting[-1]),
    )


def _waits_since(message: CustomerMessage) -> datetime:
    assert message.mark
    return message.mark.started_at


def _is_under_way(case: Case, told: WordsTold) -> bool:
    """Whether the notice is still being delivered; what came meanwhile is told when it is."""
    return any(a.status == "to_do" and a.notice == told.notice for a in case.actions)


def _goes_on(draft: Draft, told: WordsTold, about: str) -> bool:
    """Whether the notice is still the one to tell it by."""
    is_same = (told.about, told.to) == (about, draft.case.owner)
    return is_same and draft.now - told.begun_at <= draft.plan.gather_messages


def _told(case: Case, event: ActionRequested) -> Change:
    action = event.action
    if action.about not in ABOUTS:
        return {}
    grown = case.words_told if action.joins else None
    return {
        "words_told": WordsTold(
            notice=action.notice,
            about=action.about,
            to=action.to,
            first=action.ref or "",
            begun_at=grown.begun_at if grown else action.requested_at,
            count=int(action.params.get("count", "1")),
            heard=case.total("messages"),
        )
    }


def passed(case: Case, message: CustomerMessage) -> Change:
    """A late message is told where it goes on: here nobody needs to hear of it, and it may be put away in its time."""
    told = case.words_told
    if not message.late or told is None or _untold(case):
        return {}
    return {"words_told": changed(told, {"heard": case.total("messages") + 1})}


RULES = Rules(folds={ActionRequested: _told}, afterwards=tell)
