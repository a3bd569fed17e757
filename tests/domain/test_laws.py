"""The laws of a case (`laws`), held over random histories: every command with sensible and foolish
arguments, time that passes in minutes and weeks, holidays, outages.
"""

from typing import get_args

import pytest

from domain.book import AnyCommand
from laws.book import Histories
from laws.history import BEGINNINGS, BOUNDED, SCENARIOS

TestHistories = Histories.TestCase
TestHistories.settings = BOUNDED


def test_every_command_is_drawn() -> None:
    assert set(Histories.fields) == set(get_args(get_args(AnyCommand)[0]))


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_way_forward_leads_to_the_end_of_every_sop(scenario: str) -> None:
    history = Histories()
    history.begin(BEGINNINGS[0], ahead=16, scenario=scenario)
    assert history.case.is_closed
