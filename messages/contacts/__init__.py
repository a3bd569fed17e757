"""Contacts: conversations that took place, and those that were tried."""

from domain.case import Case
from domain.case.contacts import Channel, Contact
from domain.contacts import ContactJoined, ContactLogged
from messages.contacts import en, zh_cn
from messages.telling import Telling, sentence, thing, word
from messages.voice import Voice

WRITTEN: tuple[Channel, ...] = ("email", "web", "wechat", "wecom", "social")
"""Where people write, and nobody speaks, unless the policy says that they do."""


def _key(contact: Contact, voice: Voice) -> str:
    """Who turned to whom, by word of mouth or in writing, or in vain."""
    spoken = voice.plan.revisit.channels if voice.plan else ()
    written = contact.channel in WRITTEN and contact.channel not in spoken
    if written and (contact.reached or contact.direction == "inbound"):
        return f"{contact.direction}.written"
    if contact.reached:
        return contact.direction
    missed = "message" if contact.left_message else "missed"
    return f"inbound.{missed}" if contact.direction == "inbound" else missed


def _logged(event: ContactLogged, voice: Voice) -> str:
    contact = event.contact
    line = voice.say(
        f"event.contact_logged.{_key(contact, voice)}",
        by=voice.person(contact.by),
        channel=voice.word("channel", contact.channel),
        at=voice.moment(contact.occurred_at),
    )
    if contact.emotion is None:
        return line
    emotion = voice.word("emotion", contact.emotion)
    return voice.say("event.contact_logged.emotion", line=line, emotion=emotion)


def _brief(event: ContactLogged, voice: Voice) -> dict[str, str]:
    return {"by": voice.person(event.contact.by)}


def _called(case: Case, contact_id: str, voice: Voice) -> str | None:
    """A conversation by when it took place, and how."""
    found = case.contact(contact_id)
    if found is None:
        return None
    how = f"contact.{found.channel}"
    if found.direction == "inbound":
        how = voice.most_specific(f"contact.inbound.{found.channel}", how)
    return voice.say("contact.named", how=voice.say(how), at=voice.moment(found.occurred_at))


TELLING = Telling(
    en=en.TEXTS,
    zh_cn=zh_cn.TEXTS,
    sentences={ContactLogged: _logged, ContactJoined: sentence()},
    briefs={ContactLogged: _brief},
    readers={"channel": word("channel"), "contact": thing},
    things={"c": _called},
)
