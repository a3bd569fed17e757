"""Taking a case in (REQ A1)."""

import pytest

from builders import LEAD, Played, at
from domain.book import BOOK
from domain.case.customer_messages import Link
from domain.endings import Withdraw
from domain.intake import AnswerPerson
from domain.linking import CaseLinked


def test_the_new_case_knows_where_it_comes_from() -> None:
    link = Link(number="C-000001", relation="comes_from", message="m1")
    played = Played(comes_from=link)
    assert played.case.links == (link,)
    assert isinstance(played.events[1], CaseLinked)


def test_a_case_begins_with_the_clock_of_its_first_stage_and_an_answer_owed() -> None:
    played = Played("Mon 09:30", spoke_at=at("Mon 09:00"))
    assert played.names()[:3] == ["case_opened", "stage_entered", "response_awaited"]
    assert played.case.response
    assert played.case.response.started_at == at("Mon 09:00")


def test_whoever_is_given_a_case_is_told_unless_they_took_it_in_themselves() -> None:
    assert Played(owner="li.min").recipients("case_assigned") == []
    assert Played(owner="sun.yu").recipients("case_assigned") == ["sun.yu"]


def test_a_word_that_is_said_to_lie_ahead_was_said_now() -> None:
    assert Played("Mon 09:00", spoke_at=at("Mon 09:01")).case.spoke_at == at("Mon 09:00")


def test_the_owner_hears_of_the_question_who_it_is_with_the_case_and_with_the_first_answer() -> (
    None
):
    played = Played(owner="sun.yu", person_question="another_name")
    (action,) = [a for a in played.case.actions if a.about == "case_assigned"]
    assert action.params["who"] == "another_name"
    owed = BOOK.owed_in(played.case)["response"]
    assert owed
    assert owed.about == "first_answer_and_who"


def test_the_owner_of_a_new_matter_hears_from_which_case_it_came_and_who_said_so() -> None:
    link = Link(number="C-000007", relation="comes_from", message="m1", by="chen.jie")
    played = Played(owner="sun.yu", comes_from=link)
    (action,) = [a for a in played.case.actions if a.about == "case_assigned"]
    assert (action.params["new_matter_in"], action.params["said_by"]) == ("C-000007", "chen.jie")


@pytest.mark.trial("A36")
def test_who_said_that_it_is_the_same_person_is_an_event_and_asked_no_more() -> None:
    played = Played(person_question="another_name")
    played.ask(AnswerPerson, by=LEAD, question="another_name", same=True)
    event = played.events[-2]
    assert (event.name, event.by, event.kind) == ("person_answered", "chen.jie", "person_answered")
    assert played.recipients("person_answered") == ["li.min"]
    assert (played.case.person_question, played.case.same_person) == (None, True)
    owed = BOOK.owed_in(played.case)["response"]
    assert owed
    assert owed.about == "first_answer"

    played.ask(AnswerPerson, question="another_name", same=True)
    assert played.count("person_answered") == 1, "a second click"
    played.ask(AnswerPerson, question="another_name", same=False)
    assert (played.count("person_answered"), played.case.same_person) == (2, False)


@pytest.mark.trial("A36")
def test_an_answer_that_came_with_the_question_stands_beside_the_opening() -> None:
    played = Played(same_person=False)
    assert played.names()[:2] == ["case_opened", "person_answered"]
    assert played.case.same_person is False


@pytest.mark.trial("A36")
def test_who_it_is_can_be_said_of_a_closed_case() -> None:
    played = Played(person_question="more_to_add").confirmed()
    played.ask(Withdraw, by=LEAD, reason="bought another")
    played.ask(AnswerPerson, question="more_to_add", same=False)
    assert played.count("person_answered") == 1
