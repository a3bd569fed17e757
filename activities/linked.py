"""Opening a case for a customer's message that came when its own case was closed (REQ E3)."""

import hashlib
from collections.abc import Awaitable, Callable
from datetime import timedelta

from temporalio import activity

from activities.contract import LinkedOpening
from db import openings, people, texts
from db.cases import load_events
from db.session import Database
from domain.case import Case
from domain.case.customer_messages import CustomerMessage, Link
from domain.command import SYSTEM, Actor
from domain.evolve import fold
from domain.intake import OpenCase

OPEN_LINKED_CASE = "open_linked_case"

Open = Callable[[str, OpenCase, timedelta], Awaitable[None]]
"""Starts the workflow of a case that has its number; durable when it returns. The last is the run's
shift of time."""


class Linked:
    """The activity that gives a message a case of its own."""

    def __init__(self, database: Database, start: Open) -> None:
        self._database = database
        self._start = start

    @activity.defn(name=OPEN_LINKED_CASE)
    async def open_linked_case(self, given: LinkedOpening) -> str:
        """Open a case for the same customer under the plan of the old one; its number.

        The opening is claimed under the message's own key first, so that a repeat finds the same case.
        """
        case = fold(given.number, await load_events(self._database, given.number))
        message = case.message(given.message)
        if message is None:
            raise LookupError(f"case {given.number} has no message {given.message} yet")
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

    async def _command(
        self, case: Case, message: CustomerMessage
    ) -> tuple[OpenCase, list[texts.Text]]:
        key = f"{case.number}:{message.id}"
        digest = hashlib.sha256(f"{OPEN_LINKED_CASE} {key}".encode()).hexdigest()[:32]
        words = await self._words(message, digest)
        owner = await people.get(self._database, case.owner)
        command = OpenCase(
            actor=Actor(handle=SYSTEM),
            received_at=message.received_at,
            key=key,
            digest=digest,
            plan=case.rules,
            title=case.title,
            customer=case.customer,
            customer_level=case.customer_level,
            channel=message.channel,
            owner=case.owner if owner and owner.active else case.rules.ladder.lead,
            spoke_at=message.occurred_at,
            text=words[0].id if words else None,
            guide=case.guide,
            comes_from=Link(number=case.number, relation="comes_from", message=message.id),
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
                id=f"t{digest[:24]}",
                kind="open_case",
                body=body,
                author=kept.author,
                created_at=kept.created_at,
            )
        ]
