"""A repair that fails is counted once, as long as it took place; a third attempt is a lead's to promise."""

from hypothesis import strategies as st

from domain.case import Case
from domain.command import Command
from domain.decide import Decision
from domain.repairs import OfferRemedy, RemedyOffered, RepairFailed
from domain.visits.commands import ArrangeVisit
from domain.visits.events import VisitArranged, VisitMissed
from laws.drawing import words
from laws.history import History


def a_third_repair_is_a_leads(
    history: History, case: Case, command: Command, event: VisitArranged, _: Decision
) -> None:
    assert isinstance(command, ArrangeVisit)
    thing = (serial(case), case.facts.get("fault", ""))
    here = tried(history)
    failed = sum((v.serial_number, v.fault) == thing for v in here) + command.failed_before
    if failed >= 2:
        assert command.actor.line != "agent"
        assert any(isinstance(v, RemedyOffered) for v in history.events)


def tried(history: History) -> list[RepairFailed]:
    """The repairs that failed, without those of visits to which nobody came, as came to light later."""
    found: list[RepairFailed] = []
    for event in history.events:
        if isinstance(event, RepairFailed):
            found.append(event)
        elif isinstance(event, VisitMissed):
            found = [each for each in found if each.visit != event.visit]
    return found


def serial(case: Case) -> str:
    return "".join(
        letter for letter in case.facts.get("serial_number", "") if letter.isalnum()
    ).upper()


def a_failure_is_counted_once(
    history: History, case: Case, command: Command, event: RepairFailed, decision: Decision
) -> None:
    ones = tried(history)
    assert len({v.visit for v in ones}) == len(ones)
    visit = case.visit(event.visit)
    assert visit
    assert visit.outcome in ("fixed", "not_fixed")
    same = [v for v in ones if (v.serial_number, v.fault) == (event.serial_number, event.fault)]
    assert event.count == len(same) + visit.failed_before
    warned = {a.to for a in decision.actions if a.about == "repair_failed_again"}
    assert warned == ({case.owner, case.rules.ladder.lead} if event.count >= 2 else set())


class Repairs(History):
    fields = {
        OfferRemedy: lambda at: {
            "remedy": st.sampled_from(["replacement", "refund"]),
            "answer": st.sampled_from(["accepted", "declined", "undecided"]),
            "note": words,
        },
    }
    laws = {
        VisitArranged: (a_third_repair_is_a_leads,),
        RepairFailed: (a_failure_is_counted_once,),
    }
