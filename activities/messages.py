"""Telling people: readable notices, and drafts for a human to send, into the inbox."""

from temporalio import activity
from temporalio.exceptions import ApplicationError

from activities.contract import UNKNOWN_PERSON, Notification
from db import customers, inbox, people
from db.people import Person, UnknownPerson
from db.recognition import Recognition
from db.session import Database
from messages.drafts import apology_for, write
from messages.notices import notice_text
from messages.params import readable
from messages.speech import plain_voice
from messages.text import Text


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
        person = await people.get(self._database, given.action.to)
        await self._tell(given, _notice(given, person, await self._names(given)))

    @activity.defn(name="draft_apology")
    async def draft_apology(self, given: Notification) -> None:
        """Put an apology into the inbox of whoever owes it, for them to make their own and send.

        The draft is in the customer's language, the words around it in the receiver's. Errors as
        in `notify`.
        """
        person = await people.get(self._database, given.action.to)
        customer = await customers.get(self._database, given.customer)
        called = self._reads.spoken(customer.name) if customer else ""
        draft = _apology(given, person.name if person else "", called)
        text = _notice(given, person, await self._names(given))
        await self._tell(given, Text(text.title, f"{text.detail}\n\n{draft}"))

    async def _names(self, given: Notification) -> dict[str, str]:
        """What those are called that the notice may speak of, by handle; who has left is still called by name."""
        return await people.names(self._database, {given.owner, *given.action.params.values()})

    async def _tell(self, given: Notification, text: Text) -> None:
        action = given.action
        item = inbox.InboxItem(
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
        try:
            await inbox.put(self._database, item, grows=action.joins is not None)
        except UnknownPerson as error:
            # put looks for the id first: whoever was told and then left has been told
            raise ApplicationError(str(error), type=UNKNOWN_PERSON, non_retryable=True) from error


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
