"""The picture of an SOP is drawn from its data."""

from datetime import date

from domain.plan.terms import Language
from policies.draw import draw
from policies.load import load


def lines(language: Language) -> list[str]:
    policy = load(today=date(2026, 1, 5))
    return [line.strip() for line in draw(policy.sops["standard"], language).splitlines()]


def test_the_picture_begins_and_ends() -> None:
    picture = lines("en")
    assert picture[0] == "stateDiagram-v2"
    assert "[*] --> respond" in picture
    assert picture[-1] == "closed --> [*]"


def test_stages_carry_their_labels_in_the_language_asked_for() -> None:
    assert 'state "Finding the cause" as diagnose' in lines("en")
    assert 'state "查找原因" as diagnose' in lines("zh-CN")


def test_arrows_carry_commands_guards_and_effects() -> None:
    picture = lines("en")
    assert "respond --> triage : log_contact [answered]" in picture
    assert "verify --> resolved : resolve / promise_revisit" in picture


def test_commands_that_lead_the_same_way_share_an_arrow() -> None:
    arrow = next(line for line in lines("en") if line.startswith("resolved --> closed"))
    assert arrow == (
        "resolved --> closed : "
        "record_revisit [content]<br/>record_revisit [no_answer, tries_used_up]"
    )


def test_what_leads_out_of_every_open_stage_is_one_arrow() -> None:
    picture = lines("en")
    assert [line for line in picture if "withdraw" in line] == [
        "any_open_stage --> closed : withdraw<br/>end_without_agreement [signed_by_supervisor]"
    ]
    assert 'state "处理中" as any_open_stage {' in lines("zh-CN")


def test_a_command_of_some_open_stages_keeps_its_own_arrows() -> None:
    sop = load(today=date(2026, 1, 5)).sops["standard"]
    (withdraw,) = (way for way in sop.transitions if way.on == "withdraw")
    fewer = withdraw.model_copy(update={"sources": ("respond", "triage")})
    others = tuple(way for way in sop.transitions if way.target != "closed")
    picture = draw(sop.model_copy(update={"transitions": (*others, fewer)}), "en")
    assert "respond --> closed : withdraw" in picture
    assert "triage --> closed : withdraw" in picture
    assert "any_open_stage --> " not in picture


def test_every_transition_is_in_the_picture() -> None:
    sop = load(today=date(2026, 1, 5)).sops["standard"]
    picture = draw(sop, "en").splitlines()
    for way in sop.transitions:
        for source in sop.sources_of(way):
            arrows = [
                line
                for line in picture
                if line.strip().startswith((f"{source} --> ", "any_open_stage --> "))
                and f" --> {way.target} : " in line
            ]
            assert any(way.on in line for line in arrows)


def test_a_label_can_not_break_the_picture() -> None:
    sop = load(today=date(2026, 1, 5)).sops["standard"]
    odd = sop.stages["verify"].model_copy(update={"label": {"en": 'a "b"; #c', "zh-CN": "x"}})
    spoilt = sop.model_copy(update={"stages": {**sop.stages, "verify": odd}})
    assert "state \"a 'b', c\" as verify" in draw(spoilt, "en")
