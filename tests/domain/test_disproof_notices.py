"""Who hears that a conversation never took place, and of what (REQ C0)."""

import pytest

from builders import LEAD, Played, PlayedFault, an_actor, at
from disproving import revisited, taking_back
from domain.case.promises import Promise
from domain.disproofs import DisproveContact
from domain.promises.commands import NextPromise
from domain.revisits import RecordRevisit

ZHOU = an_actor("zhou.yan")


def heard(played: Played, person: str) -> list[dict[str, str]]:
    """What somebody was told of conversations that were taken back."""
    about = (a for a in played.case.actions if a.about == "contact_disproved")
    return [dict(told.params) for told in about if told.to == person]


def again(played: Played, promise: str) -> Promise:
    (found,) = (p for p in played.case.open_promises if p.follows == promise)
    return found


def last_contact(played: Played) -> str:
    return played.case.contacts[-1].id


def kept_for_a_colleague() -> tuple[Played, str]:
    """In a call of the owner's on Tuesday what a colleague had promised for Wednesday at three was kept, too; the promise."""
    played = Played().confirmed().until("Mon 10:20")
    theirs = played.promise("Wed 15:00", "the invoice", owner="zhou.yan")
    played.promise("Thu 15:00", "the parts", owner="zhou.yan")
    played.until("Tue 09:30").contact(covers=("p1", theirs))
    return played, theirs


def test_a_colleague_who_owes_again_hears_of_it_and_of_nothing_else() -> None:
    played, theirs = kept_for_a_colleague()
    call = last_contact(played)
    taking_back(played.until("Wed 14:10"), call)
    now = again(played, theirs)
    assert (now.owner, now.latest_by) == ("zhou.yan", at("Wed 15:00"))
    (told,) = heard(played, "zhou.yan")
    assert set(told) == {"contact", "by", "reason", "owed_again"}
    assert (told["contact"], told["by"], told["owed_again"]) == (call, "chen.jie", now.id)
    (whole,) = heard(played, "li.min")
    assert {"p1", theirs} <= set(whole["owed_again"].split(", "))


def test_of_what_broke_a_colleague_hears_as_of_any_break_and_once() -> None:
    played, theirs = kept_for_a_colleague()
    taking_back(played.until("Wed 16:00"))
    assert heard(played, "zhou.yan") == []
    told = [a for a in played.case.actions if a.about.startswith("promise_broken")]
    broke = [a.to for a in told if a.ref == theirs]
    assert broke.count("zhou.yan") == 1


def test_a_colleague_hears_of_what_was_promised_for_them_in_it() -> None:
    played = Played().confirmed().until("Mon 11:00")
    given = NextPromise(subject="the part", latest_by=at("Fri 10:00"), owner="zhou.yan")
    played.contact(covers=(), next_promise=given)
    taking_back(played)
    (theirs,) = (p.id for p in played.case.open_promises if p.owner == "zhou.yan")
    (told,) = heard(played, "zhou.yan")
    assert told["promised_then"] == theirs
    assert "owed_again" not in told


def test_a_lead_who_owes_it_again_knows() -> None:
    played = Played().confirmed().until("Mon 10:20")
    theirs = played.promise("Wed 15:00", "the invoice", owner=LEAD.handle)
    played.promise("Thu 15:00", "the parts", owner=LEAD.handle)
    played.until("Tue 09:30").contact(covers=(theirs,))
    taking_back(played)
    assert again(played, theirs).owner == LEAD.handle
    assert heard(played, LEAD.handle) == []


@pytest.mark.parametrize(("gone", "told"), [((), 1), (("zhou.yan",), 0)])
def test_nobody_tells_who_has_left(gone: tuple[str, ...], told: int) -> None:
    played = Played().confirmed().until("Mon 11:00")
    played.contact(by=ZHOU)
    wrong = last_contact(played)
    played.ask(DisproveContact, by=LEAD, contact=wrong, reason="another customer", gone=gone)
    assert len(heard(played, "zhou.yan")) == told
    assert len(heard(played, "li.min")) == 1


def test_what_had_been_let_go_of_as_nobody_could_be_reached_is_named_with_its_time_now() -> None:
    played = Played().resolved()
    part = played.promise("Fri+1 10:00", "the spare part")
    for day in ("Tue", "Wed", "Thu"):
        played.until(f"{day} 15:00").ask(
            RecordRevisit, outcome="no_answer", occurred_at=played.now, note="n"
        )
    assert played.case.is_closed
    taking_back(played)
    (told,) = heard(played, "li.min")
    assert again(played, part).id in told["owed_again"].split(", ")
    assert told["revisit_by"]


def test_the_revisit_itself_is_named_once() -> None:
    played = revisited("content").until("Wed 12:00")
    taking_back(played)
    (revisit,) = (p.id for p in played.case.open_promises if p.kind == "revisit")
    (told,) = heard(played, "li.min")
    assert told["revisit_by"]
    assert revisit not in told.get("owed_again", "").split(", ")


def test_answers_that_fall_with_it_are_named() -> None:
    played = PlayedFault().checked()
    call = played.questions("load").receipt.made("contacts")[0]
    played.answers(load="even when empty")
    played.triage()
    played.until("Mon 10:00").confirm()
    decision = taking_back(played, call)
    question = played.case.guide.text("load") if played.case.guide else ""
    (event,) = (e for e in decision.events if e.kind == "contact_disproved")
    assert (event.fallen, event.noted) == ((question,), ())
    (told,) = heard(played, "li.min")
    assert told["fallen"] == question


def test_answers_that_another_round_had_asked_for_too_do_not_fall() -> None:
    played = PlayedFault().checked()
    first = played.questions("load").receipt.made("contacts")[0]
    played.complete("ask")
    played.questions("load")
    played.answers(load="even when empty")
    decision = taking_back(played, first)
    (event,) = (e for e in decision.events if e.kind == "contact_disproved")
    assert event.fallen == ()
    assert played.case.answers == {"load": "even when empty"}
