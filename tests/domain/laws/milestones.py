"""What the customer is told to expect, stage by stage."""

from hypothesis import strategies as st

from domain.case import Case
from domain.command import Command
from domain.confirmation import ComplexConfirmed, ConfirmComplex
from domain.decide import Decision
from domain.milestones import Milestone
from domain.promises.events import PromiseMade
from laws.drawing import Moment, words
from laws.history import History


def milestones(at: Moment) -> st.SearchStrategy[Milestone]:
    return st.builds(
        Milestone,
        subject=words,
        latest_by=at.near,
        expected_by=st.none() | at.near,
        stage=st.sampled_from([None, "diagnose", "moon"]),
    )


def milestones_are_promised(
    history: History, case: Case, command: Command, event: ComplexConfirmed, decision: Decision
) -> None:
    """Those given, else one for each of the SOP's; none beyond the red line."""
    assert isinstance(command, ConfirmComplex)
    made = [v.promise for v in decision.events if isinstance(v, PromiseMade)]
    found = [p for p in made if p.kind == "milestone"]
    rules = case.rules.sop.milestones
    assert len(found) == len(command.milestones or rules)
    line = case.rules.red_lines[event.complexity]
    calendar = case.rules.calendars[line.calendar or case.rules.business]
    last = calendar.add(history.now, line.limit) if line.calendar else history.now + line.limit
    assert all(history.now < p.latest_by <= last for p in found)


class Milestones(History):
    laws = {ComplexConfirmed: (milestones_are_promised,)}
