"""Customers' messages that came when their own case had long been closed: the first one opens a case, and
those that follow are passed on to it (REQ E3)."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

from temporalio import activity

from activities.contract import LinkedOpening
from db import openings, people, texts
from db.cases import load_events
from db.session import Database
from domain.case import Case
from domain.case.customer_messages import CustomerMessage, Link
from domain.command import SYSTEM, Actor
from domain.customer_messages.commands import CustomerSaid
from domain.evolve import fold_whole
from domain.intake import OpenCase
from messages.linking import new_matter

TITLE = 60
"""So many characters of the customer's words make a title."""

OPEN_LINKED_CASE = "open_linked_case"
ONWARD = "pass_on_message"

Open = Callable[[str, OpenCase, timedelta], Awaitable[None]]
"""Starts the workflow of a case that has its number; durable when it returns. The last is the run's
shift of time."""


Tell = Callable[[str, CustomerSaid, str, timedelta], Awaitable[None]]
"""Tells a case what its customer said; durable when it returns. The third is the case that it was said to,
the last that run's shift of time."""


class Linked:
    """The activities that take a message to another case."""

    def __init__(self, database: Database, start: Open, tell: Tell) -> None:
        self._database = database
        self._start = start
        self._tell = tell

    @activity.defn(name=OPEN_LINKED_CASE)
    async def open_linked_case(self, given: LinkedOpening) -> str:
        """Open a case for the same customer under the plan of the old one; its number.

        The opening is claimed under the message's own key first, so that a repeat finds the same case.
        """
        case, message = await self._said(given)
        command, words = await self._command(case, message)
        opening = await openings.claim(
            self._database,
            SYSTEM,
            command.key,
            command.digest,
            command=command,
            now=given.asked_at,
            texts=words,
        )
        await self._start(opening.number, opening.command, given.shift)
        return opening.number

    @activity.defn(name=ONWARD)
    async def pass_on_message(self, given: LinkedOpening) -> str:
        """Tell the case that an earlier message has opened what its customer said to the old one; its number.

        It goes under the message's own key, so that a repeat is none.
        """
        case, message = await self._said(given)
        key, digest = _name(ONWARD, case, message)
        kept = await texts.get_whole(self._database, message.text)
        if kept:
            own = replace(kept, id=_text_id(digest), number=given.case)
            await texts.put(self._database, own)
        command = CustomerSaid(
            actor=Actor(handle=SYSTEM),
            received_at=message.received_at,
            key=key,
            digest=digest,
            channel=message.channel,
            occurred_at=message.occurred_at,
            text=_text_id(digest) if kept else "",
        )
        await self._tell(given.case, command, case.number, given.shift)
        return given.case

    async def _said(self, given: LinkedOpening) -> tuple[Case, CustomerMessage]:
        """The case and the message. Raises LookupError while it isn't recorded, to be tried again."""
        case = fold_whole(given.number, await load_events(self._database, given.number))
        message = case.message(given.message)
        if message is None:
            raise LookupError(f"case {given.number} has no message {given.message} yet")
        return case, message

    async def _command(
        self, case: Case, message: CustomerMessage
    ) -> tuple[OpenCase, list[texts.Text]]:
        key, digest = _name(OPEN_LINKED_CASE, case, message)
        words = await self._words(message, digest)
        owner = await people.get(self._database, case.owner)
        command = OpenCase(
            actor=Actor(handle=SYSTEM),
            received_at=message.received_at,
            key=key,
            digest=digest,
            plan=case.rules,
            title=_title(case, message, words),
            customer=case.customer,
            customer_level=case.customer_level,
            channel=message.channel,
            owner=case.owner if owner and owner.active else case.rules.ladder.lead,
            spoke_at=message.occurred_at,
            text=words[0].id if words else None,
            guide=case.guide,
            comes_from=Link(
                number=case.number,
                relation="comes_from",
                message=message.id,
                by=(message.marked_by or "") if message.verdict == "new" else "",
            ),
        )
        return command, words

    async def _words(self, message: CustomerMessage, digest: str) -> list[texts.Text]:
        """The customer's words once more, as the description of the new case."""
        kept = await texts.get_whole(self._database, message.text)
        if kept is None:
            return []
        body = {"description": str(kept.body.get("said", ""))}
        return [
            texts.Text(
                id=_text_id(digest),
                kind="open_case",
                body=body,
                author=kept.author,
                created_at=kept.created_at,
            )
        ]


def _title(case: Case, message: CustomerMessage, words: list[texts.Text]) -> str:
    """What the new case is about: a new matter has the customer's own words for it, and not the old matter's title."""
    if message.verdict != "new":
        return case.title
    said = " ".join(str(words[0].body["description"]).split()) if words else ""
    if len(said) > TITLE:
        said = said[: TITLE - 1].rstrip() + "…"
    return new_matter(case.rules.language, case.number, said)


def _name(what: str, case: Case, message: CustomerMessage) -> tuple[str, str]:
    """Key and digest of what is asked for a message."""
    key = f"{case.number}:{message.id}"
    return key, hashlib.sha256(f"{what} {key}".encode()).hexdigest()[:32]


def _text_id(digest: str) -> str:
    return f"t{digest[:24]}"
