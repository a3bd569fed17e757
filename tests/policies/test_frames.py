"""SOPs that name a frame are written out with it; what is wrong is told once, with the file that gave it."""

from pathlib import Path

import pytest

from drafting import Drafted

EXPRESS = "  - {from: approve, on: complete_stage, to: pay_at_once, guards: [speed=express]}\n"


@pytest.fixture
def policy(tmp_path: Path) -> Drafted:
    return Drafted(tmp_path / "ours")


def test_an_sop_is_its_frame_with_what_is_its_own(policy: Drafted) -> None:
    sop = policy.load().sops["refund"]
    assert (sop.first, sop.label["en"]) == ("respond", "Refund")
    assert list(sop.stages) == [
        *("respond", "triage", "one_off", "confirm"),
        *("start", "goods_back", "approve", "pay", "pay_at_once"),
        *("verify", "resolved", "closed"),
    ]
    assert "paid" in sop.stages["triage"].yields, "what the SOP asks for"
    assert str(sop.stages["triage"].limit) == "1 working day", "as the frame has it"
    ways = {(source, way.on, way.target) for way in sop.transitions for source in way.sources}
    assert ("confirm", "confirm_complex", "start") in ways, "to the first stage of the work"
    assert ("goods_back", "complete_stage", "approve") in ways, "and on to the next"
    assert ("pay_at_once", "complete_stage", "verify") in ways, "the last to the frame's"
    assert ("resolved", "record_revisit", "approve") in ways, "back to where it says"


def test_a_stage_stands_right_behind_the_one_it_names(policy: Drafted) -> None:
    assert list(policy.load().sops["foreign_object"].stages)[:4] == [
        *("respond", "soothe", "care", "triage")
    ]


def test_what_an_sop_goes_without_is_in_none_of_its_ways(policy: Drafted) -> None:
    sop = policy.load().sops["person_hurt"]
    assert "one_off" not in sop.stages
    assert all("one_off" not in (way.target, *way.sources) for way in sop.transitions)


def test_of_what_an_sop_speaks_itself_its_frame_says_nothing(policy: Drafted) -> None:
    sop = policy.load().sops["foreign_object"]
    answered = [way.target for way in sop.transitions if way.on == "log_contact"]
    assert answered == ["soothe"]


@pytest.mark.parametrize(
    ("file", "old", "new", "mistake"),
    [
        (
            "sops/refund.yaml",
            "frame: case",
            "frame: cage",
            "sops/refund.yaml: sops.refund.frame: unknown frame 'cage'; known: case",
        ),
        (
            "sops/foreign_object.yaml",
            "    after: soothe\n",
            "    after: sooth\n",
            "sops/foreign_object.yaml: sops.foreign_object.stages.care.after: unknown stage 'sooth'; known: respond",
        ),
        (
            "frames/case.yaml",
            "    limit: 4 working hours\n",
            "    limit: soon\n",
            "frames/case.yaml: frames.case.before.confirm.limit: 'soon' is not a length of time",
        ),
        (
            "frames/case.yaml",
            "first: respond",
            "beginning: respond",
            "frames/case.yaml: frames.case.first: is missing",
        ),
        (
            "frames/case.yaml",
            "on: record_verification, to: again",
            "on: record_verification, to: agian",
            "frames/case.yaml: frames.case.transitions[5].to: unknown stage 'agian'; known: respond",
        ),
        (
            "sops/refund.yaml",
            "guards: [goods=come_back]",
            "guards: [gods=come_back]",
            "sops.refund.transitions[0].guards: unknown choice 'gods'; known: why, goods",
        ),
        (
            "sops/refund.yaml",
            "guards: [goods=come_back]",
            "guards: [goods=came_back]",
            "sops.refund.transitions[0].guards: unknown answer to goods 'came_back'; known: come_back, stay",
        ),
        (
            "sops/refund.yaml",
            "  - {from: start, on: complete_stage, to: approve}\n",
            "",
            "sops.refund.stages.start: no way out by complete_stage for what no guard asks for",
        ),
        (
            "sops/refund.yaml",
            "at_most: {received_at: 5 days}",
            "at_most: {recieved_at: 5 days}",
            "sops.refund.stages.approve.at_most: unknown moment 'recieved_at'; known: customer_spoke, received_at",
        ),
        (
            "sops/refund.yaml",
            "    limit: 24 h\n    at_most",
            "    at_most",
            "sops.refund.stages.pay.limit: is missing: at_most counts when a case first comes here",
        ),
        (
            "sops/foreign_object.yaml",
            "tells: [quality]",
            "tells: [kwality]",
            "sops.foreign_object.stages.soothe.tells: unknown post 'kwality'; known: lead, supervisor, executive, legal,",
        ),
        (
            "sops/subscription_refund.yaml",
            "          used: used\n",
            "          used: why\n",
            "stages.reckon.yields.due.reckoned.used: unknown amount 'why'; known: paid, units, used, amount",
        ),
        (
            "sops/refund.yaml",
            "      receipt:\n",
            "      why:\n",
            "sops/refund.yaml: sops.refund.stages.pay.yields.why: is not what triage asks for under that name",
        ),
        (
            "sops/refund.yaml",
            EXPRESS,
            "  - {from: approve, on: complete_stage, to: pay}\n" + EXPRESS,
            "sops.refund.transitions[3]: nobody goes this way: another one from approve before it takes everything",
        ),
        (
            "sops/subscription_refund.yaml",
            "less: 0.1",
            "less: 10",
            "reckoned.steps[1].less: Input should be less than or equal to 1",
        ),
        (
            "sops/subscription_refund.yaml",
            "{up_to: 0.34}",
            "{up_to: 0.9}",
            "stages.reckon.yields.due.reckoned: steps: each has to go further than the one before it",
        ),
        (
            "teams.yaml",
            "posts: {quality: sun.lei",
            "posts: {quality: ''",
            "teams.yaml: teams.after_sales.posts.quality: String should have at least 1 character",
        ),
        (
            "sops/foreign_object.yaml",
            "P2: 10 working min",
            "P2: 10 min",
            "sops/foreign_object.yaml: sops.foreign_object.response.P2: by the clock, while everything else",
        ),
        (
            "sops/subscription_refund.yaml",
            "      due:\n        kind: amount\n",
            "      due:\n        kind: time\n",
            "stages.reckon.yields.due: is reckoned, so its kind is 'amount'",
        ),
    ],
)
def test_what_is_wrong_with_a_frame_or_its_sop_names_the_place(
    policy: Drafted, file: str, old: str, new: str, mistake: str
) -> None:
    policy.replace(file, old, new)
    found = policy.mistakes()
    assert any(mistake in each for each in found), found


def test_what_is_wrong_in_a_frame_is_told_once_however_many_name_it(policy: Drafted) -> None:
    policy.replace("frames/case.yaml", "    limit: 4 working hours\n", "    limit: soon\n")
    (mistake,) = policy.mistakes()
    assert mistake.startswith("frames/case.yaml: frames.case.before.confirm.limit: 'soon'")


def test_an_sop_that_can_not_be_written_out_is_one_mistake(policy: Drafted) -> None:
    policy.replace("sops/refund.yaml", "frame: case", "frame: cage")
    assert len(policy.mistakes()) == 1
