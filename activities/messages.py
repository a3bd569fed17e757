"""Telling people: readable notices, and drafts for a human to send, into the inbox."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress

import structlog
from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.contract import UNKNOWN_PERSON, Delivered, Notification, Notifications
from db import customers, inbox, people
from db.people import Person, UnknownPerson
from db.recognition import Recognition
from db.session import Database
from messages.drafts import apology_for, write
from messages.notices import bare_notice, notice_text
from messages.params import readable
from messages.speech import plain_voice
from messages.text import Text

log = structlog.get_logger(__name__)


class Messages:
    """What a case wants people to know. Each action is told once, however often it is tried."""

    def __init__(self, database: Database, reads: Recognition | None = None) -> None:
        """`reads` tells a customer's name from what stands where nobody knew one."""
        self._database = database
        self._reads = reads or Recognition()

    @activity.defn(name="notify")
    async def notify(self, given: Notification) -> None:
        """Put a notice into the receiver's inbox, in the receiver's language.

        Raises ApplicationError "unknown_person", not to be retried, when nobody active has the
        handle.
        """
        failed = await self._put([given])
        for error in failed.values():
            raise ApplicationError(error, type=UNKNOWN_PERSON, non_retryable=True)

    @activity.defn(name="draft_apology")
    async def draft_apology(self, given: Notification) -> None:
        """Put an apology into the inbox of whoever owes it, for them to make their own and send.

        The draft is in the customer's language, the words around it in the receiver's. Errors as
        in `notify`.
        """
        await self.notify(given)

    @activity.defn(name="tell")
    async def tell(self, given: Notifications) -> Delivered:
        """Tell people all that there is to tell at one moment, each as in `notify` or `draft_apology`.

        Where one can't be told the others still are. What the database can't take is tried again with all of them: who was
        told already is not told twice.
        """
        return Delivered(failed=await self._put(given.notices))

    async def _put(self, notices: Sequence[Notification]) -> dict[str, str]:
        """All of it in one transaction; why some reached nobody, by the id of the action."""
        handles = {handle for given in notices for handle in _handles(given)}
        known = await people.known(self._database, handles)
        items = [(given, await self._item(given, known)) for given in notices]
        failed: dict[str, str] = {}
        async with self._database.write() as session:
            for given, item in items:
                grows = given.action.joins is not None
                try:
                    await inbox.put_in(session, self._database.vault, item, grows=grows)
                except UnknownPerson as error:
                    # it looks for the id first: whoever was told and then left has been told
                    failed[given.action.id] = str(error)
        return failed

    async def _item(self, given: Notification, known: Mapping[str, Person]) -> inbox.InboxItem:
        action = given.action
        person = known.get(action.to)
        called = {handle: each.name for handle, each in known.items() if each.name}
        name = await self._customer(given) if action.name == "draft_apology" else None
        text = _words_or_bare(given, person, called, name)
        return inbox.InboxItem(
            id=given.id,
            person=action.to,
            number=given.number,
            about=action.about,
            title=text.title,
            body=text.detail,
            params=action.params,
            ref=action.ref,
            created_at=action.requested_at,
        )

    async def _customer(self, given: Notification) -> str:
        """The customer's name as it is spoken; nothing where nobody knows one."""
        customer = await customers.get(self._database, given.customer)
        return self._reads.spoken(customer.name) if customer else ""


def _handles(given: Notification) -> Iterator[str]:
    """Whom a notice may speak of: its receiver, the owner, and what stands in its words."""
    yield given.action.to
    yield given.owner
    for value in given.action.params.values():
        yield from _words(value)


def _words(value: str) -> Iterator[str]:
    """What a param says, and what stands in a list that is packed into it."""
    yield value
    if value.startswith("["):
        with suppress(ValueError):
            yield from _strings(json.loads(value))


def _strings(packed: object) -> Iterator[str]:
    if isinstance(packed, str):
        yield packed
    elif isinstance(packed, list):
        for each in packed:
            yield from _strings(each)


def _words_or_bare(
    given: Notification, person: Person | None, names: dict[str, str], customer: str | None
) -> Text:
    """What the receiver reads, with the draft for that customer where one is owed. A sentence that fails is a fault of ours,
    whatever it is: it is logged, and keeps neither this notice waiting nor those beside it."""
    try:
        text = _notice(given, person, names)
        if customer is None:
            return text
        draft = _apology(given, person.name if person else "", customer)
        return Text(text.title, f"{text.detail}\n\n{draft}")
    except Exception:
        log.exception("notice_without_words", id=given.id, about=given.action.about)
        language = person.language if person else given.language
        return bare_notice(given.action, number=given.number, title=given.title, language=language)


def _notice(given: Notification, person: Person | None, names: dict[str, str]) -> Text:
    language = person.language if person else given.language
    return notice_text(
        given.action,
        number=given.number,
        title=given.title,
        owner=given.owner,
        language=language,
        zone=given.zone,
        stages={name: label.get(language, name) for name, label in given.stages.items()},
        people=names,
        things={name: label[language] for name, label in given.things.items()},
        now=given.action.requested_at,
    )


def _apology(given: Notification, agent_name: str, customer_name: str) -> str:
    action = given.action
    voice = plain_voice(given.language, given.zone, now=action.requested_at)
    broken = readable(action.params, voice)
    occasion = apology_for(action)
    facts = {
        "agent_name": agent_name,
        "customer_name": customer_name,
        "number": given.number,
        "title": given.title,
        "stage": given.stage.get(given.language, ""),
        "next_subject": given.next_subject,
        "next_due": voice.moment(given.next_due) if given.next_due else "",
        "broken_subject": action.params.get("subject", ""),
        "broken_due": broken.get("due", ""),
        "moved_to": broken.get("moved_to", ""),
        "visit_window": broken.get("window", ""),
    }
    return write(occasion, given.language, facts, given.emotion).text
