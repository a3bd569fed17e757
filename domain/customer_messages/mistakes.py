"""Words that were called thanks by mistake: a customer who asked for help is heard late rather than never (REQ E3)."""

from domain import linking
from domain.case import Case
from domain.case.customer_messages import CustomerMessage
from domain.customer_messages.commands import MarkMessage
from domain.draft import Draft
from domain.errors import Refusal
from domain.response import had_word


def may_be_mistaken(case: Case, message: CustomerMessage) -> bool:
    """Whether it is on record as thanks, and may be put right if it was none."""
    return case.core >= 2 and message.verdict == "thanks" and not had_word(case, message)


def require_mistaken(draft: Draft, command: MarkMessage, message: CustomerMessage) -> None:
    """A message that has its mark takes another only in the place of thanks, while nobody has answered it since; what is
    a new matter is carried on where it went."""
    case = draft.case
    common = {"number": case.number, "message": message.id}
    if message.verdict == command.verdict:
        raise Refusal("message_marked", fields=("message",), **common)
    led_to = linking.went_to(case, message) if message.verdict == "new" else None
    if led_to:
        raise Refusal("message_went_on", fields=("message",), goes_on_in=led_to, **common)
    if case.core < 2 or message.verdict != "thanks":
        raise Refusal("message_marked", fields=("message",), **common)
    if had_word(case, message):
        raise Refusal("message_answered", fields=("message",), **common)


def settled_by(case: Case, message: CustomerMessage) -> list[CustomerMessage]:
    """What counted as settled by the mark of a message as thanks and by nothing else, that one included."""
    by_it = [m for m in case.messages if m.settled_by == message.id and m.id != message.id]
    return [message, *(m for m in by_it if m.waits_since is None and not had_word(case, m))]


def instead(message: CustomerMessage) -> str:
    """What a message was called before; one that waits for its mark anew counts as not marked."""
    return "thanks" if message.verdict == "thanks" else ""
