"""Failed repairs, counted per serial number and fault, across cases (REQ B2).

What failed in other cases comes with the visit that is arranged: this code reads no database. A
repair has failed when the engineer says so, or when the customer does of one that was called fixed; with
the word that reopens a case they do, too (REQ E3).
"""

from typing import Literal

from domain.case import Case
from domain.case.repairs import FailedRepair, FailedRepairEntry, OfferAnswer, Remedy, RemedyOffer
from domain.case.visits import Visit
from domain.command import Command
from domain.customer_messages.events import CaseReopened
from domain.draft import Draft
from domain.errors import Refusal
from domain.event import Event
from domain.frozen import changed
from domain.going_back import RevisitDisproved
from domain.rules import Change, Rules, appended, conflict, not_yours


class OfferRemedy(Command):
    """A replacement or a refund instead of one more repair (REQ B2)."""

    kind: Literal["offer_remedy"] = "offer_remedy"
    remedy: Remedy
    answer: OfferAnswer
    note: str = ""


class RepairFailed(Event):
    """`count` includes the failures of the same serial number and fault in other cases (REQ B2)."""

    kind: Literal["repair_failed"] = "repair_failed"
    visit: str
    serial_number: str
    fault: str
    count: int


class RemedyOffered(Event):
    kind: Literal["remedy_offered"] = "remedy_offered"
    offer: RemedyOffer
    note: str = ""


SERIAL_NUMBER = "serial_number"


FAULT = "fault"
"""The facts of a case that say what is being repaired; an SOP asks for them under these names."""


def repaired_thing(case: Case) -> tuple[str, str]:
    """Serial number and fault, as they are counted: "W7-22 31" and "w7-2231" are the same machine. Empty
    where the case doesn't say."""
    written = case.facts.get(SERIAL_NUMBER, "").upper()
    return "".join(filter(str.isalnum, written)), case.facts.get(FAULT, "")


def failures(case: Case, failed_before: int) -> int:
    """How many repairs of the case's machine and fault have failed, here and in other cases."""
    here = [(f.serial_number, f.fault) for f in case.repairs_failed]
    return failed_before + here.count(repaired_thing(case))


def next_attempt(case: Case, failed_before: int) -> int:
    """Which attempt at the repair one more visit would be, those that are still ahead having failed (REQ B2)."""
    ahead = sum(visit.is_ahead for visit in case.visits) if case.core >= 2 else 0
    return failures(case, failed_before) + ahead + 1


def check_may_try(draft: Draft, number: int) -> None:
    """One more attempt, after so many have failed or may yet, needs a lead and an offer on record."""
    rules = draft.plan.visits
    if rules is None or number < rules.lead_from_attempt:
        return
    case = draft.case.number
    if not draft.outranks("lead"):
        if draft.case.core < 2:
            raise Refusal("line_required", number=case, line="lead")
        raise Refusal("repair_needs_lead", number=case, count=number - 1)
    if not draft.case.offers:
        raise Refusal("remedy_offer_missing", number=case, count=number - 1)


def fail(draft: Draft, visit: Visit) -> None:
    """Count a visit's repair as failed, once; from the policy's number on people are warned."""
    if any(failed.visit == visit.id for failed in draft.case.repairs_failed):
        return
    serial_number, fault = repaired_thing(draft.case)
    total = failures(draft.case, visit.failed_before) + 1
    draft.emit(
        RepairFailed,
        visit=visit.id,
        serial_number=serial_number,
        fault=fault,
        count=total,
    )
    rules = draft.plan.visits
    if rules and total >= rules.warn_from_failure:
        draft.tell(
            draft.case.owner,
            draft.plan.ladder.lead,
            about="repair_failed_again",
            ref=visit.id,
            serial_number=serial_number or "-",
            fault=fault or "-",
            count=total,
        )


def failed_after_all(draft: Draft) -> None:
    """The customer says that it doesn't work: the last repair that was called fixed has failed."""
    fixed = [v for v in draft.case.visits if v.outcome == "fixed"]
    if fixed:
        fail(draft, fixed[-1])


def _on_moving(draft: Draft) -> None:
    """A closed case goes back to work, on a human's word or because nobody has read the customer's."""
    if draft.case.core >= 2 and CaseReopened in draft.kinds:
        failed_after_all(draft)


def offer(draft: Draft, command: OfferRemedy) -> None:
    """A replacement or a refund instead of one more repair, and what the customer says to it."""
    made = RemedyOffer(
        remedy=command.remedy, answer=command.answer, at=draft.now, by=command.actor.handle
    )
    draft.emit(RemedyOffered, offer=made, note=command.note)


def _held_after_all(case: Case, event: RevisitDisproved) -> Change:
    """Nobody of this customer's has said that it doesn't work."""
    contact = case.contact(event.contact)
    said_at = contact.logged_at if contact and event.led_to == "work" else None
    repairs = (
        changed(repair, {"disproved": True}) if repair.at == said_at else repair
        for repair in case.failed_repairs
    )
    return {"failed_repairs": tuple(repairs)}


def _failed(case: Case, event: RepairFailed) -> Change:
    failed = FailedRepair(
        visit=event.visit, serial_number=event.serial_number, fault=event.fault, at=event.at
    )
    others = (repair for repair in case.failed_repairs if repair.visit != event.visit)
    return {"failed_repairs": (*others, failed)}


RULES = Rules(
    handlers={OfferRemedy: offer},
    folds={
        RepairFailed: _failed,
        RemedyOffered: appended("offers", "offer"),
        RevisitDisproved: _held_after_all,
    },
    listed={"failed_repairs": lambda case, repair: FailedRepairEntry(repair=repair)},
    refusals={
        "repair_needs_lead": not_yours(
            "one more repair after so many that failed is a lead's to promise"
        ),
        "remedy_offer_missing": conflict(
            "one more repair needs an offer of replacement or refund on record"
        ),
    },
    on_moving=_on_moving,
)
Commands = OfferRemedy
Events = RepairFailed | RemedyOffered
