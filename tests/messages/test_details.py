"""Where a case stands, as Temporal's UI shows it: complete, short, and without markup of its own."""

from builders import LEAD, Played, at
from domain.actions import FinishAction
from domain.case import Case
from domain.customer_messages.commands import CustomerSaid, MarkMessage
from domain.deadlines import deadlines
from domain.decide import CORE
from domain.escalations import AcknowledgeEscalation, Escalate
from messages.details import current_details
from messages.text import plain


def details(played: Played) -> str:
    return current_details(played.case, played.now, deadlines(played.case))


def test_details_tell_where_a_case_stands() -> None:
    played = Played().confirmed()
    played.promise("Tue 14:00")
    text = details(played)
    for line in (
        "## C-000001 Strange noise from the washing machine",
        "- **Stage** Finding the cause, since Mon 2 Mar 10:00",
        "- **Owner** li.min, tier L1",
        "- **Complex** since Mon 2 Mar 10:00, complexity medium",
        "- **Stage clock** due Wed 4 Mar 10:00",
        "- **Follow-up clock (red line)** due Wed 11 Mar 10:00",
        "- li.min about “noise test”, by Tue 3 Mar 14:00",
        "### What comes due next",
    ):
        assert line in text.splitlines()
    assert "### Escalations" not in text


def test_details_tell_of_a_pause_and_of_the_clocks_that_stand_still() -> None:
    played = Played().confirmed()
    played.pause("Thu 09:00")
    text = details(played)
    assert "until Thu 5 Mar 09:00 at most: waiting for parts" in text
    assert "- **Stage clock** standing still since Mon 2 Mar 10:00" in text


def test_details_tell_who_has_an_escalation_and_who_has_not_answered() -> None:
    played = Played().confirmed()
    played.ask(Escalate, reason="stuck.")
    assert (
        "- chen.jie (lead) has not acknowledged yet: a colleague asked for help (stuck)"
        in details(played)
    )
    played.ask(AcknowledgeEscalation, escalation="e1", by=LEAD)
    assert "- chen.jie has it since Mon 2 Mar 10:00" in details(played)


def test_details_tell_what_could_not_be_delivered() -> None:
    played = Played().confirmed()
    played.until("Tue 09:30")
    action = played.case.actions[-1]
    played.ask(FinishAction, action=action.id, error="nobody active has the handle")
    assert f"- Tell {action.to}" in details(played)
    assert "The receiver doesn't work here any more" in details(played)


def test_details_of_a_resolved_case_tell_on_what_grounds() -> None:
    text = details(Played().resolved())
    assert "- **Resolved** Mon 2 Mar 15:00: the customer confirmed it" in text
    assert "revisit" in text


def test_details_of_a_reopened_case_tell_how_it_ended_before() -> None:
    played = Played().reach("closed")
    played.ask(CustomerSaid, channel="wechat", occurred_at=played.now, text="t")
    assert "Message of Tue 3 Mar 15:00 to be marked by li.min, else the case reopens" in details(
        played
    )
    played.ask(MarkMessage, message="m1", verdict="reopen")
    text = "the customer is content; reopened Tue 3 Mar 15:00"
    assert f"- **Ended before** Tue 3 Mar 15:00: {text}" in details(played)


def test_details_stay_short_however_long_the_case() -> None:
    played = Played(title="长" * 3000).confirmed()
    for hour in range(10, 18):
        played.promise(f"Tue {hour}:00", "文字" * 500)
        played.ask(Escalate, reason="原因" * 500)
    text = details(played.until("Fri 18:00"))
    assert len(text.encode()) < 10_000
    assert "- and " in text


def test_a_case_being_opened_has_details_too() -> None:
    text = current_details(Case(number="C-000001", core=CORE), at("Mon 09:00"), [])
    assert text == "Case C-000001 is being opened."


def test_nobody_can_write_markup_into_the_details() -> None:
    assert plain("# <b>[x](http://y)\n*z*") == "\\# \\<b\\>\\[x\\](http://y) \\*z\\*"
