"""Promises as they are told."""

import pytest

from builders import LEAD, Played, at
from domain.endings import Withdraw
from domain.plan.terms import Language
from messages.notices import notice_text


def told(played: Played, about: str, language: Language = "en") -> str:
    (action, *_) = (a for a in played.case.actions if a.about == about)
    return notice_text(
        action,
        language=language,
        zone="Asia/Shanghai",
        number="C-000001",
        title="Noise",
        owner=played.case.owner,
    ).detail


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_a_break_that_is_heard_of_with_the_late_call_sends_nobody_to_call_again(
    language: Language,
) -> None:
    played = Played().confirmed()
    played.now = at("Tue 10:20")  # nobody noticed at ten
    played.contact()
    usual = Played().confirmed().until("Tue 10:00")
    for about in ("promise_broken", "apology_draft"):
        assert told(played, about, language) != told(usual, about, language)
    assert "we spoke to them only after that" in told(played, "promise_broken")
    assert "A call is due soon" not in told(played, "promise_broken")
    assert "A call is due soon" in told(usual, "promise_broken")


def test_a_break_that_is_heard_of_with_the_end_of_the_case_asks_for_no_call() -> None:
    played = Played().confirmed()
    played.now = at("Tue 10:20")
    played.ask(Withdraw, by=LEAD, reason="bought another")
    assert "asks for no call in its place any more" in told(played, "promise_broken")
