"""Conversations for tests that took place in another case, and every way the core says no to taking one back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from builders import LEAD, Played, PlayedFault, a_plan, an_actor, at
from domain.closed_in_error import Reopen
from domain.customer_messages.commands import CustomerSaid, MarkMessage
from domain.disproofs import DisproveContact
from domain.endings import Withdraw
from domain.plan.terms import Language
from domain.promises.commands import NextPromise, ReleasePromise, RenegotiatePromise
from domain.questions import RecordAnswers
from domain.repairs import OfferRemedy
from domain.resolution import Resolve
from domain.revisits import RecordRevisit


def conversations_of_another_customer(language: Language = "en") -> Played:
    """The first was taken back while what it kept was ahead, the second a day later; the customer had written before it."""
    played = Played(plan=a_plan(language)).confirmed()
    reason = "that was with another customer" if language == "en" else "电话里是另一位客户"
    for when in ("Mon 11:30", "Tue 15:00"):
        played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t-any-news")
        played.until(played.now + timedelta(minutes=10)).contact(emotion="angry")
        last = played.case.contacts[-1].id
        played.until(when).ask(DisproveContact, by=LEAD, contact=last, reason=reason)
    return played


def agreed_on_with_another_customer(language: Language = "en") -> Played:
    """Around it one call was let go of on the word in it and one on a later word, one moved, one promised, a question
    answered, a refund offered, and the case paused; the call that nobody needed any more was due on Monday."""
    played = PlayedFault(language=language).confirmed().until("Mon 10:20")
    promises = [played.promise(by) for by in ("Mon 15:00", "Wed 15:00", "Thu 15:00")]
    given = NextPromise(subject="spare part", latest_by=at("Fri 10:00"))
    played.until("Mon 11:00").contact(covers=(), next_promise=given)
    wrong = played.case.contacts[-1].id
    played.ask(RecordAnswers, answers={"load": "only when full"})
    moved: dict[str, Any] = {
        "latest_by": at("Fri 15:00"),
        "told_at": played.now,
        "reason": "the lab is full",
    }
    played.ask(RenegotiatePromise, promise=promises[2], **moved)
    played.ask(ReleasePromise, promise=promises[0], reason="because")
    played.ask(OfferRemedy, remedy="refund", answer="undecided")
    played.pause("Mon+1 10:00")
    played.until("Mon 11:10").contact(covers=(), channel="chat")
    played.ask(ReleasePromise, promise=promises[1], reason="because")
    played.until("Tue 09:00")
    reason = "that was with another customer" if language == "en" else "电话里是另一位客户"
    played.ask(DisproveContact, by=LEAD, contact=wrong, reason=reason)
    return played


def answered_by_another_customer(language: Language = "en") -> Played:
    """One question was put in it, and answered."""
    played = PlayedFault(language=language).checked()
    played.questions("load")
    wrong = played.case.contacts[-1].id
    played.answers(load="even when empty")
    taking_back(played, wrong)
    return played


def taking_back(played: Played, contact: str = "") -> Any:
    """The last conversation, where none is named."""
    last = contact or played.case.contacts[-1].id
    return played.ask(DisproveContact, by=LEAD, contact=last, reason="that was another customer")


def spoken_to() -> Played:
    played = Played().confirmed().until("Mon 11:00")
    played.contact()
    return played


def taken_back() -> Played:
    played = spoken_to()
    taking_back(played)
    return played


def at_the_door() -> Played:
    played = Played().confirmed()
    played.visit()
    played.until("Tue 14:30").recorded("arrived", by=an_actor("chen.gong"))
    return played


def revisited(outcome: str = "no_answer", language: Language = "en") -> Played:
    played = Played(plan=a_plan(language)).resolved().until("Wed 11:00")
    owed = tuple(p.id for p in played.case.open_promises if p.kind != "revisit")
    played.ask(RecordRevisit, outcome=outcome, occurred_at=played.now, covers=owed)
    return played


def revisits_of_another_customer(outcome: str, language: Language = "en") -> Played:
    """What had come of it came to nothing, an hour later."""
    played = revisited(outcome, language).until("Wed 12:00")
    reason = "that was with another customer" if language == "en" else "电话里是另一位客户"
    last = played.case.contacts[-1].id
    played.ask(DisproveContact, by=LEAD, contact=last, reason=reason)
    return played


def a_report_after_all(language: Language = "en") -> Played:
    """It was waived with an end that was none."""
    played = Played(plan=a_plan(language)).confirmed()
    played.visit()
    played.until("Tue 14:30").recorded("diagnosed", by=an_actor("chen.gong"))
    played.complete("diagnose", findings="heard it", root_cause="product/part")
    played.complete("plan", to="implement", solution="new bearing", kind="cure")
    played.complete("implement", done="bearing replaced")
    played.until("Tue 16:00").says_it_works()
    played.ask(Resolve, basis="customer_confirmed")
    played.until("Thu 10:00")
    owed = tuple(p.id for p in played.case.open_promises if p.kind != "revisit")
    played.ask(RecordRevisit, outcome="content", occurred_at=played.now, covers=owed)
    reason = "that was with another customer" if language == "en" else "电话里是另一位客户"
    last = played.case.contacts[-1].id
    played.ask(DisproveContact, by=LEAD, contact=last, reason=reason)
    return played


def a_case_closed_in_error(language: Language = "en") -> Played:
    """Withdrawn on Tuesday, and opened again on Wednesday by a lead, who hears of it from nobody."""
    played = Played(plan=a_plan(language)).confirmed()
    played.until("Tue 15:00").contact(covers=tuple(p.id for p in played.case.open_promises))
    for at_what in ("Tue 18:00", "Thu 10:00"):
        played.promise(at_what)
    played.visit("Thu 14:00", "Thu 16:00")
    played.pause("Fri 10:00")
    reason = "that was with another customer" if language == "en" else "电话里是另一位客户"
    played.ask(Withdraw, by=LEAD, reason=reason)
    played.until("Wed 10:00").ask(Reopen, by=LEAD, reason=reason)
    return played


def worked_on() -> Played:
    """A revisit told of trouble, and somebody has seen to it."""
    played = revisited("trouble")
    played.complete("diagnose", findings="heard it again", root_cause="product/part")
    return played


def told_of_the_confirmation() -> Played:
    played = Played().reach("confirm")
    played.contact()
    played.confirm()
    return played


def reopened() -> Played:
    played = spoken_to()
    played.ask(Withdraw, by=LEAD, reason="bought another")
    played.until("Mon 12:00")
    played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t1")
    played.ask(MarkMessage, message="m1", verdict="reopen")
    return played


Try = tuple[Callable[[], Played], Callable[[Played], Any]]
DISPROOF_TRIES: dict[str, Try] = {
    "unknown_contact": (spoken_to, lambda p: taking_back(p, "c99")),
    "contact_disproved": (taken_back, taking_back),
    "contact_of_past_life": (reopened, taking_back),
    "contact_of_visit": (at_the_door, taking_back),
    "contact_of_revisit": (worked_on, taking_back),
    "contact_of_notice": (told_of_the_confirmation, taking_back),
    "contact_resolved_on": (
        lambda: Played().resolved(),
        lambda p: taking_back(p, p.case.resolved_in),
    ),
}
"""Code of a refusal → a case, and what is refused in it."""
