"""Visits as they are told: from the customer's door."""

import pytest

from builders import LEAD, Played, a_plan, an_actor, at, on_site
from domain.command import SYSTEM
from domain.plan.terms import Language
from domain.succession import FollowPeople
from messages.agenda import owed_line
from messages.drafts import Draft, draft
from messages.letters.letter import Occasion
from messages.timeline import timeline_line
from reading import notice_lines
from visiting import found_out, moved, visits_gone_wrong


def drafted(played: Played, occasion: Occasion) -> Draft:
    return draft(
        played.case,
        occasion,
        "en",
        agent="li.min",
        agent_name="Li Min",
        customer_name="Ms Wang",
        now=played.now,
    )


def test_what_becomes_of_a_visit_is_told_from_the_customers_door() -> None:
    played = visits_gone_wrong()
    lines = [timeline_line(event, a_plan(), "en", played.case) for event in played.events]
    for line in (
        "The customer is promised chen.gong at the door, Tue 3 Mar 14:00–16:00.",
        "li.min promised the customer a visit by chen.gong, Tue 3 Mar 14:00–16:00.",
        "The visit of Fri 6 Mar 15:00–17:00: the window passed, and nobody of ours was there.",
        "The visit of Mon 9 Mar 14:00–16:00: chen.gong was at the door Mon 9 Mar 14:30, and nobody opened. li.min wrote it down.",
        "li.min offered the customer a refund: declined. Note: likes the machine",
        "The visit of Fri 13 Mar 14:00–16:00 was called off: repaired by a neighbour.",
    ):
        assert line in lines


def test_an_apology_after_a_missed_visit_is_for_the_time_kept_free() -> None:
    played = Played().confirmed()
    played.visit()
    played.until("Tue 16:30")
    draft = drafted(played, "apology")
    assert "You kept time free for us (Tue 3 Mar 14:00–16:00)" in draft.parts["care"]
    assert "You hear from me by" in draft.parts["by_when"]


@pytest.mark.parametrize(
    ("language", "kept_free"),
    [
        ("en", "You kept time free for us (Tue 3 Mar 14:00–16:00)"),
        ("zh-CN", "您特地留出时间（3月3日 周二 14:00–16:00）在家等我们"),
    ],
)
def test_an_apology_names_the_window_also_when_the_call_in_its_place_was_missed_since(
    language: Language, kept_free: str
) -> None:
    played = found_out(language)  # and nobody called on Tuesday
    broken = [p.kind for p in played.case.promises if p.status == "broken"]
    assert broken[-2:] == ["visit", "callback"]
    for occasion in ("apology", "missed_visit"):
        made = draft(
            played.case,
            occasion,
            language,
            agent="li.min",
            agent_name="Li Min",
            customer_name="",
            now=played.now,
        )
        assert kept_free in made.parts["care"]


@pytest.mark.parametrize(
    ("language", "line", "told"),
    [
        (
            "en",
            (
                "It turned out that nobody was at the door for the promise “visit on site” (due Tue 3 Mar 16:00), so it counts as"
                " broken. chen.jie put it right: she was in, and the door camera shows nobody."
            ),
            "Chen Jie has put that right: nobody of ours came (she was in, and the door camera shows nobody).",
        ),
        (
            "zh-CN",
            "后来查明，承诺「上门服务」（最迟 3月3日 周二 16:00）当时没有人上门，改为失约。chen.jie 更正：客户在家，门铃录像里没有人来过。",
            "陈洁 已经更正：是我们没有人去（客户在家，门铃录像里没有人来过）。",
        ),
    ],
)
def test_what_came_to_light_of_a_visit_is_told_with_who_says_so_and_why(
    language: Language, line: str, told: str
) -> None:
    played = found_out(language)
    plan = a_plan(language)
    lines = [timeline_line(event, plan, language, played.case) for event in played.events]
    assert line in lines
    action = next(a for a in played.case.actions if a.about == "visit_missed_after_all")
    assert told in notice_lines(action, played.case, language)[1]


def test_a_visit_ahead_is_no_call_to_announce() -> None:
    played = Played().confirmed()
    played.promise("Wed 10:00", "how the visit went")
    played.visit()
    played.until("Tue 09:00").contact(covers=("p1",))
    assert "about “how the visit went”" in drafted(played, "progress").parts["by_when"]


@pytest.mark.parametrize(
    ("language", "told", "new"),
    [
        ("en", "moved our visit to you (Thu 5 Mar 14:00–16:00)", "time is Fri 6 Mar 14:00–16:00,"),
        (
            "zh-CN",
            "原定 3月5日 周四 14:00–16:00 的上门，又改了",
            "时间是 3月6日 周五 14:00–16:00，",
        ),
    ],
)
def test_an_apology_for_a_visit_moved_too_often_names_the_new_window_and_no_missed_one(
    language: Language, told: str, new: str
) -> None:
    played = Played(plan=a_plan(language)).confirmed()
    played.promise("Mon 16:00")
    played.visit()
    for day in ("Wed", "Thu", "Fri"):
        moved(played, starts_at=at(f"{day} 14:00"), ends_at=at(f"{day} 16:00"))
    made = draft(
        played.case,
        "apology",
        language,
        agent="li.min",
        agent_name="Li Min",
        customer_name="",
        now=played.now,
    )
    assert told in made.parts["care"]
    assert new in made.parts["by_when"]
    assert "Mon 2 Mar" not in made.text
    actions = [e.action for e in played.events if e.kind == "action_requested"]
    notice = next(a for a in actions if a.about == "visit_moved_apology")
    assert (
        notice.params["moved_to"] == f"{at('Fri 14:00').isoformat()}/{at('Fri 16:00').isoformat()}"
    )


def test_whoever_inherits_a_mere_report_is_told_of_no_promise() -> None:
    def told(visited: bool) -> str:
        played = on_site()
        played.visit(agreed_at=played.now)
        if visited:
            played.until("Tue 14:10").recorded("fixed")
        line = played.case.rules.ladder
        system = an_actor(SYSTEM)
        fields = {"gone": ("chen.gong",), "engineers": {"chen.gong": "ma.chao"}}
        played.ask(FollowPeople, by=system, line=line, **fields)
        action = next(a for a in played.case.actions if a.about == "work_inherited")
        return notice_lines(action, played.case, "en")[1]

    assert "write the report" in told(visited=True)
    assert "word" not in told(visited=True)
    assert "14:00–16:00" in told(visited=False)
    assert "word, and it is yours" in told(visited=False)


@pytest.mark.parametrize(
    ("language", "says", "waived"),
    [
        (
            "en",
            "it was on record that Chen Gong was at the customer's door",
            "Nobody was there on the visit of Tue 3 Mar 14:00–16:00, so no report",
        ),
        ("zh-CN", "原来登记的是 陈工 到过客户门口", "其实没有人去，报告不用再交"),
    ],
)
def test_a_visit_on_record_as_held_is_told_as_what_it_was(
    language: Language, says: str, waived: str
) -> None:
    played = Played(plan=a_plan(language)).confirmed()
    played.visit()
    played.until("Tue 14:30").recorded("fixed")
    played.until("Tue 16:10").recorded("we_did_not_come", by=LEAD, note="another door")
    action = next(a for a in played.case.actions if a.about == "visit_missed_after_all")
    assert says in notice_lines(action, played.case, language)[1]
    event = next(e for e in played.events if e.kind == "visit_report_waived")
    assert waived in timeline_line(event, a_plan(language), language, played.case)


@pytest.mark.parametrize(("status", "agreed"), [("planned", False), ("confirmed", True)])
def test_a_window_that_nobody_has_agreed_to_is_not_called_promised(
    status: str, agreed: bool
) -> None:
    line = owed_line("en", kind="visit", about=status, customer="Ms Sun")
    assert ("promised window" in line) == agreed
