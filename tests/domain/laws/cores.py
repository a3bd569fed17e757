"""A case goes on under a newer core, and never under an older one."""

from hypothesis import strategies as st

from domain.case import Case
from domain.command import Command
from domain.cores import CoreSwitched, SwitchCore
from domain.decide import Decision
from laws.history import History


def _forward_only(
    history: History, case: Case, command: Command, event: CoreSwitched, decision: Decision
) -> None:
    assert case.core == event.core > history.case.core
    assert [each.name for each in decision.events] == ["core_switched"], "nothing else changes"


class Cores(History):
    fields = {SwitchCore: lambda at: {"core": st.sampled_from([1, 1, 2])}}
    laws = {CoreSwitched: (_forward_only,)}
