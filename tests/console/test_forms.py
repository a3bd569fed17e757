"""Forms: made from the table of commands, read back as they were typed, and none of them out of reach."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from console.case.sending import body_at
from console.forms.fields import fields_of
from console.forms.filled import Form, Input
from console.forms.known import Known
from console.forms.meaning import MEANT, OFFERED, OFFERED_BY, carried, meant
from console.forms.offered import offers
from console.forms.opening import open_at
from console.forms.reading import Posted, body_of
from console.forms.shown import FORMS
from console.forms.table import below, commands, fields_at, route_at, verbs
from console.speech import Speech

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
ZONE = "Asia/Shanghai"
CASE: dict[str, Any] = {
    "number": "C-000001",
    "version": 7,
    "stage": "diagnose",
    "stage_label": "Diagnosis",
    "phase": "open",
    "priority": "P2",
    "owner": "li.min",
    "traits": ["needs_care"],
    "complexity": None,
    "factors": [
        {
            "name": "issue",
            "label": "kind of issue",
            "choices": [
                {"value": "simple", "label": "Simple", "level": "low", "level_label": "low"}
            ],
        }
    ],
    "weighed": [],
    "named": None,
    "red_line_now": None,
    "channel": "phone",
    "contacts": [],
    "messages": [],
    "promises": [],
    "visits": [],
    "facts": {},
    "leads_to": {},
    "stages": {"diagnose": "Diagnosis", "plan": "Plan"},
    "asks": [
        {"name": "findings", "label": "Findings", "required": True, "kind": "text", "choices": []}
    ],
}
TIMES = [{"name": "soon", "label": "In two hours", "at": "2026-03-02T04:00:00Z"}]


def _known(**changed: Any) -> Known:
    return Known(
        t=Speech("en", ZONE, NOW),
        me={"handle": "li.min"},
        case={**CASE, **changed},
        people=[
            {
                "handle": "li.min",
                "name": "Li Min",
                "team": "after_sales",
                "team_label": "After-sales",
                "roles": ["agent"],
            }
        ],
        times=TIMES,
        plan=[],
        draft={},
    )


def _way(verb: str, **changed: Any) -> dict[str, Any]:
    place, entry = below(verbs()[verb]), None
    for name in ("promise", "visit", "message", "contact", "escalation"):
        if f"{{{name}}}" in place:
            entry = f"{name[0]}1"
            place = place.replace(f"{{{name}}}", entry)
    return {
        "verb": verb,
        "place": place.replace("{stage}", "diagnose"),
        "entry": entry,
        "leads_to": [],
        "open": True,
        "refusal": None,
        "shut_choices": [],
        "choices": {},
        **changed,
    }


def test_every_command_of_the_table_is_reached_when_it_is_open() -> None:
    ways = [_way(verb) for verb in verbs()]
    offered = offers(_known(), ways)
    assert {form.place for form in offered.everything()} == {way["place"] for way in ways}
    assert {form.verb for form in offered.everything()} == set(verbs())
    assert not offered.shut


def test_what_no_part_of_the_page_draws_is_left_for_its_end() -> None:
    offered = offers(_known(), [_way(verb) for verb in verbs()])
    drawn = [*offered.first, *offered.needed, *offered.rest]
    drawn += [form for part in ("promises", "p1", "notes") for form in offered.of(part)]
    places = [form.place for form in (*drawn, *offered.left())]
    assert sorted(places) == sorted(form.place for form in offered.everything())


def test_what_is_shut_stands_with_its_reason_and_is_no_form_to_send() -> None:
    no = {"code": "not_paused", "title": "It is not paused", "detail": "Nothing stands still."}
    offered = offers(_known(), [_way(verb, open=False, refusal=no) for verb in verbs()])
    assert not offered.everything()
    assert {form.shut for form in offered.shut} == {"Nothing stands still."}


def test_a_choice_that_is_refused_now_says_why() -> None:
    shut = [{"field": "basis", "value": "observed", "detail": "No window is running."}]
    form = offers(_known(), [_way("resolve", shut_choices=shut)]).everything()[0]
    (basis,) = [each for each in form.inputs if each.name == "basis"]
    why = {choice.value: choice.why for choice in basis.choices}
    assert why["observed"] == "No window is running."
    assert why["customer_confirmed"] == ""


@pytest.mark.parametrize("verb", FORMS)
def test_a_form_shows_fields_that_its_command_takes(verb: str) -> None:
    body = commands()[verb].body
    assert body
    shown = FORMS[verb]
    named = {*shown.first, *shown.never, *shown.radios, *shown.times}
    named |= {*shown.expected, *shown.lines, *shown.halves}
    assert named <= set(fields_of(body)), named - set(fields_of(body))


def test_who_a_case_is_of_is_needed_by_no_field_alone() -> None:
    """A name, a number or an address: a browser must not insist on the first of them."""
    body = commands()["open"].body
    assert body
    needed = [field.name for field in fields_of(body).values() if field.required]
    assert needed == ["title"]


@pytest.mark.parametrize("verb", verbs())
def test_every_field_of_a_command_is_on_its_form(verb: str) -> None:
    choices = {"to": [{"name": "plan", "label": "Plan"}, {"name": "close", "label": "Close"}]}
    form = offers(_known(), [_way(verb, choices=choices)]).everything()[0]
    body = verbs()[verb].body
    fields = [each for each in fields_of(body).values() if each.kind != "facts"] if body else []
    assert {each.name for each in fields} <= {each.name for each in form.everything()}


def test_the_exact_time_counts_before_an_offered_one() -> None:
    fields = fields_at("promises")
    assert fields
    offered = [("subject", "A call"), ("latest_by", "2026-03-02T04:00:00Z"), ("latest_by", "")]
    assert body_of(Posted(offered), fields, ZONE)["latest_by"] == "2026-03-02T04:00:00+00:00"
    exact = [*offered[:2], ("latest_by", "2026-03-03T10:00")]
    assert body_of(Posted(exact), fields, ZONE)["latest_by"] == "2026-03-03T10:00:00+08:00"


def test_an_offered_time_that_is_offered_no_longer_stays_as_the_exact_one() -> None:
    offered = offers(_known(), [_way("promise")])
    typed = Posted(
        [("subject", "A call"), ("latest_by", "2026-03-02T03:45:00Z"), ("latest_by", "")]
    )
    form = offered.refilled("promises", typed, ZONE)
    (latest_by,) = [each for each in form.inputs if each.name == "latest_by"]
    assert latest_by.exact == "2026-03-02T11:45"


def test_an_offered_time_that_was_chosen_comes_back_chosen() -> None:
    at = str(TIMES[0]["at"])
    form = offers(_known(), [_way("contact")]).first[0]
    form.refill(Posted([("next_promise.latest_by", at), ("next_promise.latest_by", "")]), ZONE)
    (field,) = [each for each in form.inputs if each.name == "next_promise.latest_by"]
    assert (field.value, field.exact) == (at, "")


def test_a_form_that_is_offered_no_longer_comes_back_filled_and_in_front() -> None:
    no = {"code": "already_paused", "title": "", "detail": "It is paused already."}
    offered = offers(_known(), [_way("contact"), _way("pause", open=False, refusal=no)])
    form = offered.refilled("pause", Posted([("note", "the bearing " * 5)]), ZONE)
    assert offered.front[0] is form
    assert (form.is_open, form.shut) == (True, "")
    assert [each.value for each in form.inputs if each.name == "note"] == ["the bearing " * 5]
    assert not offered.shut
    gone = offered.refilled("promises/p9/renegotiate", Posted([("reason", "later")]), ZONE)
    assert offered.front[-1] is gone
    assert [each.value for each in gone.inputs if each.name == "reason"] == ["later"]


def test_a_form_means_what_it_meant_until_what_it_goes_by_is_another() -> None:
    promise = {"id": "p1", "status": "open", "latest_by": "2026-03-03T04:00:00Z"}
    before, after = _known(promises=[promise]), _known(stage="plan", promises=[promise])
    assert meant(before, "contact") != meant(after, "contact")
    assert meant(before, "contact") != meant(_known(), "contact")
    assert meant(before, "note") == meant(after, "note")
    assert meant(before, "assign") == meant(after, "assign")
    assert meant(before, "assign") != meant(_known(owner="chen.jie"), "assign")
    assert carried(before, "contact")[MEANT] == meant(before, "contact")


class _Visit:
    zone = ZONE
    now = NOW


def _sent(*pairs: tuple[str, str]) -> Any:
    return body_at(_Visit(), "contacts", Posted(pairs))  # type: ignore[arg-type]


def test_a_suggested_subject_without_a_time_promises_nothing() -> None:
    suggested = (OFFERED, "How it goes on: Diagnosis")
    subject = ("next_promise.subject", "How it goes on: Diagnosis")
    assert "next_promise" not in _sent(suggested, subject, ("channel", "phone"))
    typed = _sent(suggested, ("next_promise.subject", "Result"), ("channel", "phone"))
    assert typed["next_promise"] == {"subject": "Result"}  # the API says that a time is missing


def test_the_chosen_time_stands_in_the_sentence() -> None:
    said = ("parts.by_when", "You will hear from me by [day and time].")
    at = ("next_promise.latest_by", "2026-03-03T02:00:00Z")
    body = _sent(said, at, ("next_promise.subject", "Result"))
    assert body["parts"]["by_when"] == "You will hear from me by Tue 3 Mar 10:00."
    chinese = _sent(("parts.by_when", "【几号几点】之前，我会再联系您。"), at)
    assert chinese["parts"]["by_when"] == "3月3日 周二 10:00之前，我会再联系您。"
    wrong = _sent(said, ("next_promise.latest_by", "soonish"))
    assert "[day and time]" in wrong["parts"]["by_when"]


def test_what_stands_in_a_conversation_at_first_is_usually_right() -> None:
    leads = {"POST /v1/cases/C-000001/contacts": ["plan"]}
    spoken = [{"channel": "wechat"}, {"channel": "visit"}]
    form = offers(_known(leads_to=leads, contacts=spoken), [_way("contact")]).first[0]
    first = {each.name: each.value for each in form.everything()}
    assert first["channel"] == "wechat"
    assert first["next_promise.subject"] == "How it goes on: Plan"
    assert first["emotion"] == first["next_promise.latest_by"] == ""
    assert form.carried[OFFERED] == "How it goes on: Plan"


BY_RHYTHM = {"name": "rhythm", "label": "By the rhythm", "at": "2026-03-03T02:00:00Z"}


@pytest.mark.parametrize(
    ("draft", "chosen"), [({}, ""), ({"by_when": "by [day and time]"}, BY_RHYTHM["at"])]
)
def test_only_a_draft_which_says_by_when_has_the_time_of_the_rhythm_chosen(
    draft: dict[str, str], chosen: str
) -> None:
    known = replace(_known(), times=[*TIMES, BY_RHYTHM], draft=draft)
    form = offers(known, [_way("contact")]).first[0]
    (at,) = [each for each in form.inputs if each.name == "next_promise.latest_by"]
    assert (at.value, form.carried[OFFERED_BY]) == (chosen, chosen)
    assert [choice.value for choice in at.choices] == [TIMES[0]["at"], BY_RHYTHM["at"]]
    assert "Tue 3 Mar 10:00" in at.unchosen


def test_the_time_of_the_rhythm_ends_no_pause() -> None:
    known = replace(_known(), times=[*TIMES, BY_RHYTHM])
    form = offers(known, [_way("pause")]).everything()[0]
    (until,) = [each for each in form.inputs if each.name == "until"]
    assert [choice.value for choice in until.choices] == [TIMES[0]["at"]]


@pytest.mark.parametrize(
    ("more", "stays"),
    [
        ((), False),
        ((("left_message", "on"),), True),
        ((("reached", "on"),), True),
        ((("next_promise.owner", "sun.yu"),), True),
    ],
)
def test_of_a_time_that_we_suggested_whoever_was_not_reached_has_heard_nothing(
    more: tuple[tuple[str, str], ...], stays: bool
) -> None:
    subject, at = "How it goes on: Diagnosis", str(BY_RHYTHM["at"])
    suggested = ((OFFERED, subject), (OFFERED_BY, at))
    chosen = (("next_promise.subject", subject), ("next_promise.latest_by", at))
    assert ("next_promise" in _sent(*suggested, *chosen, *more)) is stays
    other = (("next_promise.subject", subject), ("next_promise.latest_by", str(TIMES[0]["at"])))
    assert "next_promise" in _sent(*suggested, *other)


def test_what_is_filled_in_for_somebody_is_seen_first_of_all() -> None:
    promise = {"id": "p1", "about": "Result", "latest_by": "2026-03-03T02:00:00Z"}
    known = _known(promises=[{**promise, "status": "open", "kind": "callback"}])
    form = offers(known, [_way("contact")]).first[0]
    assert "covers" in {each.name for each in form.more}
    open_at([], [form], "contacts", "p1")
    assert (form.inputs[0].name, form.inputs[0].values) == ("covers", ["p1"])
    assert "covers" not in {each.name for each in form.more}


def test_a_triage_stands_as_it_is_until_somebody_changes_it() -> None:
    form = offers(_known(traits=["needs_care", "needs_time_to_verify"]), [_way("triage")])
    (traits,) = [each for each in form.everything()[0].inputs if each.name == "traits"]
    assert traits.values == ["needs_care", "needs_time_to_verify"]


def test_places_lead_to_their_commands() -> None:
    for verb in verbs():
        found = route_at(_way(verb)["place"])
        assert found and found.name == verb
    assert route_at("nothing/here") is None


LINE = {"due_at": "2026-03-23T02:00:00Z", "told": "The red line is Mon 23 Mar 10:00."}


def _asked(known: Known, verb: str) -> Form:
    (form,) = offers(known, [_way(verb)]).everything()
    return form


def _field(form: Form, name: str) -> Input:
    (found,) = (each for each in form.everything() if each.name == name)
    return found


def test_a_level_that_somebody_named_stands_open_as_it_was_named() -> None:
    """So that changing one factor doesn't undo it."""
    named = {"by": "li.min", "reason": "r", "come_to": "low", "told": "t"}
    form = _asked(_known(complexity="high", named=named), "judge_complexity")
    level = _field(form, "complexity")
    assert level in form.inputs
    assert level.values == ["high"]
    assert level.unchosen == "What the factors come to"
    judged = _asked(_known(complexity="high"), "judge_complexity")
    assert _field(judged, "complexity") in judged.more
    assert not _field(judged, "complexity").value


@pytest.mark.parametrize(
    ("anchor", "label"),
    [
        ("confirmed_at", "Working days from the confirmation on"),
        ("reopened_at", "Working days from the reopening on"),
    ],
)
def test_a_red_line_is_set_with_the_present_one_and_the_range_in_sight(
    anchor: str, label: str
) -> None:
    form = _asked(_known(red_line_now={**LINE, "anchor": anchor}), "set_red_line")
    days = _field(form, "working_days")
    assert (days.label, days.hint) == (label, "From 1 to 250.")
    assert form.hint.startswith("The red line is Mon 23 Mar 10:00. Pauses are added")
    assert "What has been promised to the customer stays" in form.hint
    assert form.button == "Set the red line"
