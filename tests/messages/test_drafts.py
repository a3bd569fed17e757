"""Drafts in four parts: complete, in order, and warm first when feelings are high."""

from itertools import product
from typing import get_args

import pytest

from builders import LEAD, Played, a_plan, at
from domain.case.contacts import PARTS
from domain.endings import Withdraw
from domain.plan.terms import Language
from messages.drafts import CARE_FIRST, LETTERS, Draft, apology_for, draft, write
from messages.letters.letter import VARIABLES, Occasion

OCCASIONS: tuple[Occasion, ...] = get_args(Occasion)
EVERY = list(product(OCCASIONS, ("en", "zh-CN")))


def drafted(played: Played, occasion: Occasion = "progress", language: Language = "en") -> Draft:
    return draft(
        played.case,
        occasion,
        language,
        agent="li.min",
        agent_name="Li Min",
        customer_name="Ms Wang",
        now=played.now,
    )


def test_every_occasion_has_its_letter_in_both_languages() -> None:
    for letters in LETTERS.values():
        assert set(letters) == set(OCCASIONS)


@pytest.mark.parametrize(("occasion", "language"), EVERY)
def test_every_letter_has_all_four_parts(occasion: Occasion, language: Language) -> None:
    draft = drafted(Played(plan=a_plan(language)).confirmed(), occasion, language)
    assert set(draft.parts) == set(draft.order) == set(PARTS)
    assert all(draft.parts.values())
    assert all(draft.parts[part] in draft.text for part in PARTS)


@pytest.mark.parametrize(("occasion", "language"), EVERY)
def test_every_letter_reads_even_when_nothing_is_known(
    occasion: Occasion, language: Language
) -> None:
    draft = write(occasion, language, {}, "calm")
    assert all(draft.parts.values())
    assert "{" not in draft.text


@pytest.mark.parametrize(("occasion", "language"), EVERY)
def test_every_letter_reads_when_everything_is_known(
    occasion: Occasion, language: Language
) -> None:
    draft = write(occasion, language, {name: f"<{name}>" for name in VARIABLES}, "calm")
    assert "<title>" in draft.text


def test_a_progress_message_names_the_stage_and_the_next_promise() -> None:
    played = Played().confirmed()
    played.promise("Mon 16:00", "the noise test")
    text = drafted(played).text
    assert text.startswith("Hello Ms Wang,\n\nHere is where we stand")
    assert "we are at “Finding the cause”" in text
    assert "hear from me by Mon 2 Mar 16:00 about “the noise test”" in text
    assert text.endswith("Best wishes, Li Min")


def test_care_comes_last_when_the_customer_is_calm() -> None:
    assert drafted(Played().confirmed()).order == PARTS


@pytest.mark.parametrize("emotion", ["angry", "furious"])
def test_care_comes_first_when_feelings_are_high(emotion: str) -> None:
    played = Played().confirmed()
    played.contact(emotion=emotion)
    assert drafted(played).order == CARE_FIRST


def test_an_apology_says_what_we_failed_to_do() -> None:
    played = Played().confirmed()
    played.promise("Mon 16:00", "the noise test")
    draft = drafted(played.until("Mon 16:05"), "apology")
    assert draft.order[0] == "care"
    assert "about “the noise test” by Mon 2 Mar 16:00, and you didn't" in draft.parts["care"]
    assert "“the noise test”" not in drafted(Played().confirmed(), "apology").text


@pytest.mark.parametrize(
    ("language", "sorry", "claimed"),
    [("en", "left without a word", "You were to hear"), ("zh-CN", "没有给您一句话", "说好")],
)
def test_who_was_told_of_no_time_is_apologised_to_for_the_silence(
    language: Language, sorry: str, claimed: str
) -> None:
    played = Played().confirmed()
    played.until("Mon 11:00").contact()
    played.until("Tue 11:05")  # the rhythm's own was missed
    letter = drafted(played, "apology", language)
    assert sorry in letter.parts["care"]
    assert claimed not in letter.text


def test_the_apology_for_a_near_call_that_was_missed_too_speaks_of_the_time_they_knew() -> None:
    played = Played().confirmed()
    played.promise("Mon 14:00", "the noise test")
    letter = drafted(played.until("Mon 16:05"), "apology")
    assert "about “the noise test” by Mon 2 Mar 14:00, and you didn't" in letter.parts["care"]


@pytest.mark.parametrize(
    ("language", "feeling", "working"),
    [("en", "how you feel", "Has it worked"), ("zh-CN", "心里的感受", "用着还正常吗")],
)
def test_a_revisit_asks_how_they_feel_and_not_only_whether_it_works(
    language: Language, feeling: str, working: str
) -> None:
    text = drafted(Played(plan=a_plan(language)).resolved(), "revisit", language).text
    assert text.index(feeling) < text.index(working)


def test_another_year_is_named() -> None:
    played = Played().confirmed()
    played.promise("Mon 16:00")
    later = draft(
        played.case,
        "progress",
        "en",
        agent="li.min",
        agent_name="",
        customer_name="",
        now=at("2025-12-31 09:00"),
    )
    assert "Mon 2 Mar 2026 16:00" in later.text


@pytest.mark.parametrize(("language", "check"), [("en", "check"), ("zh-CN", "检查")])
def test_a_first_answer_speaks_of_checks_only_where_it_names_some(
    language: Language, check: str
) -> None:
    assert check not in drafted(Played(plan=a_plan(language)), "first_answer", language).text
    known = write("first_answer", language, {"safe_checks": "- the plug"}, "calm")
    assert check in known.text


def test_a_delay_leaves_the_new_time_to_whoever_knows_it() -> None:
    played = Played().confirmed()
    played.promise("Mon 16:00")
    by_when = drafted(played, "delay").parts["by_when"]
    assert "[day and time]" in by_when
    assert "16:00" not in by_when


def test_a_customer_never_meets_our_first_look_nor_closed() -> None:
    assert "we are at" not in drafted(Played(), "progress").text
    closed = Played().confirmed()
    closed.ask(Withdraw, by=LEAD, reason="bought another")
    assert "we are at" not in drafted(closed, "progress").text


def test_an_apology_for_a_promise_moved_too_often_says_that_and_the_new_time() -> None:
    played = Played().confirmed().moved_too_often("the noise test")
    draft = drafted(played, "apology")
    assert "about “the noise test” (Thu 5 Mar 14:00) once more" in draft.parts["care"]
    assert "The new time is Fri 6 Mar 14:00," in draft.parts["by_when"]
    assert "you didn't" not in draft.text
    told = next(
        e.action
        for e in played.events
        if e.kind == "action_requested" and e.action.about == "promise_moved_too_often"
    )
    assert told.params["moved_to"] == at("Fri 14:00").isoformat()


def test_whoever_signs_speaks_of_no_call_but_their_own() -> None:
    played = Played().confirmed()  # li.min's first feedback is due on Tuesday at ten
    played.promise("Mon 16:00", subject="the loan machine", owner="sun.yu")
    assert "by Tue 3 Mar 10:00" in drafted(played).text
    assert "16:00" not in drafted(played).text
    played.until("Mon 11:00").contact(covers=("p1",), next_promise=None)
    theirs = drafted(played)
    assert "16:00" not in theirs.text
    assert "[day and time]" in theirs.parts["by_when"]


def test_who_had_a_message_and_no_second_try_is_not_told_of_silence() -> None:
    played = Played().confirmed().until("Tue 09:50")
    played.contact(reached=False, left_message=True, covers=("p1",))
    played.until("Tue 18:00")
    assert "We left you a message" in drafted(played, "apology").text
    asked = next(a for a in played.case.actions if a.about == "apology_draft")
    assert apology_for(asked) == "not_tried_again"
