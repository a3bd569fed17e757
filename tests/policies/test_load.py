"""Each mistake in a policy names its file and its place, and all are told at once."""

from datetime import date
from pathlib import Path

import pytest

from drafting import TODAY, Drafted
from policies.load import load
from policies.mistakes import PolicyError


@pytest.fixture
def policy(tmp_path: Path) -> Drafted:
    return Drafted(tmp_path / "ours")


def test_the_default_policy_is_right() -> None:
    policy = load(today=TODAY)
    assert (policy.name, policy.version) == ("default", 1)


@pytest.mark.parametrize(
    ("old", "new", "mistake"),
    [
        (
            "{from: verify, on: resolve, to: resolved, effects: [promise_revisit]}",
            "{from: verify, on: resolve, to: resolved}",
            "effects: resolve needs 'promise_revisit' here",
        ),
        (
            "{from: verify, on: resolve, to: resolved, effects: [promise_revisit]}",
            "{from: verify, on: resolve, to: closed, effects: [promise_revisit]}",
            "to: resolve can't close a case; what can: complete_stage, record_revisit, withdraw",
        ),
        (
            "effects: [start_follow_up, promise_first_feedback]",
            "effects: [promise_first_feedback]",
            "effects: confirm_complex needs 'start_follow_up' here",
        ),
        (
            "guards: [signed_by_supervisor]",
            "guards: []",
            "guards: end_without_agreement needs 'signed_by_supervisor' here",
        ),
        (
            "guards: [reopen, confirmed]",
            "guards: [confirmed]",
            "guards: mark_message needs 'reopen' here",
        ),
        (
            "to: triage, guards: [reopen]",
            "to: triage, guards: [reopen, complex]",
            "stages.closed: no way back for every case: add one on mark_message with guards: [reopen]",
        ),
        (
            "to: triage, guards: [reopen]",
            "to: resolved, guards: [reopen]",
            "to: mark_message leads to an open stage: there is work to do again",
        ),
        (
            "{from: closed, on: mark_message,",
            "{from: closed, on: resume,",
            "from: a closed stage is left by mark_message, and no other one is",
        ),
        (
            "{from: closed, on: mark_message,",
            "{from: verify, on: mark_message,",
            "from: a closed stage is left by mark_message, and no other one is",
        ),
    ],
)
def test_a_policy_cant_leave_out_what_the_laws_ask_for(
    policy: Drafted, old: str, new: str, mistake: str
) -> None:
    policy.replace("sops/standard.yaml", old, new)
    assert any(mistake in found for found in policy.mistakes()), policy.mistakes()


STAGES = (
    "respond, triage, one_off, confirm, diagnose, plan, collaborate, implement, verify, resolved, "
    "closed"
)


@pytest.mark.parametrize(
    ("file", "old", "new", "mistake"),
    [
        (
            "sops/standard.yaml",
            "on: confirm_complex\n    to: diagnose",
            "on: confirm_complex\n    to: diagnos",
            f"sops/standard.yaml: sops.standard.transitions[4].to: unknown stage 'diagnos'; known: {STAGES}",
        ),
        (
            "sops/standard.yaml",
            "{from: diagnose, on",
            "{from: diagnosis, on",
            "sops/standard.yaml: sops.standard.transitions[5].from: unknown stage 'diagnosis'; known:",
        ),
        (
            "sops/standard.yaml",
            "first: respond",
            "first: answer",
            "sops/standard.yaml: sops.standard.first: unknown stage 'answer'; known: respond",
        ),
        (
            "sops/standard.yaml",
            "guards: [answered]",
            "guards: [replied]",
            "sops/standard.yaml: sops.standard.transitions[0].guards: unknown guard 'replied'; known: ",
        ),
        (
            "sops/standard.yaml",
            "effects: [raise_tier]",
            "effects: [rise_tier]",
            "effects: unknown effect 'rise_tier'; known: raise_tier",
        ),
        (
            "sops/standard.yaml",
            "on: log_contact",
            "on: phone",
            "sops/standard.yaml: sops.standard.transitions[0].on: unknown command 'phone'; known: open_case",
        ),
        (
            "sops/standard.yaml",
            "{from: plan, on: complete_stage, to: collaborate}",
            "{from: plan, on: complete_stage, to: implement}",
            "sops/standard.yaml: sops.standard.stages.collaborate: unreachable: no way leads here from",
        ),
        (
            "sops/standard.yaml",
            "  resolved:\n",
            "  parked:\n    label: {zh-CN: 搁置, en: Parked}\n    phase: resolved\n  resolved:\n",
            "sops/standard.yaml: sops.standard.stages.parked: no way out",
        ),
        (
            "sops/standard.yaml",
            "phase: closed",
            "phase: open",
            "sops/standard.yaml: sops.standard.stages: no stage has the phase 'closed'",
        ),
        (
            "sops/standard.yaml",
            "limit: 1 working day # so",
            "# so",
            "sops/standard.yaml: sops.standard.stages.triage.limit: is missing: before the confirmation",
        ),
        (
            "sops/standard.yaml",
            "limit: 1 working day #",
            "limit: soon #",
            "sops/standard.yaml: sops.standard.stages.triage.limit: 'soon' is not a length of time",
        ),
        (
            "sops/standard.yaml",
            "{zh-CN: 首次响应, en: First response}",
            "{zh-CN: 首次响应}",
            "sops/standard.yaml: sops.standard.stages.respond.label: missing translation: en",
        ),
        (
            "sops/standard.yaml",
            "design: {zh-CN: 设计缺陷, en: Design}",
            "design: {en: Design}",
            "root_cause.choices.product.choices.design: missing translation: zh-CN",
        ),
        (
            "sops/standard.yaml",
            "sees: done",
            "seen: done",
            "sops/standard.yaml: sops.standard.stages.resolved.seen: unknown key",
        ),
        (
            "sops/standard.yaml",
            "sees: done",
            "sees: finished",
            "sops/standard.yaml: sops.standard.stages.resolved.sees: 'finished' is not one of 'accepted'",
        ),
        (
            "sops/standard.yaml",
            "  one_off: #",
            "  One-off: #",
            "sops/standard.yaml: sops.standard.stages.One-off: 'One-off' is no name",
        ),
        (
            "calendars.yaml",
            "zone: Asia/Shanghai",
            "zone: Asia/Peking",
            "calendars.yaml: calendars.business.zone: unknown time zone 'Asia/Peking'",
        ),
        (
            "calendars.yaml",
            "mon-fri: 09:00-12:00 13:00-18:00",
            "mon-fri: 09:00-13:00 12:00-18:00",
            "calendars.yaml: calendars.business: 09:00-13:00 and 12:00-18:00 overlap",
        ),
        (
            "calendars.yaml",
            "mon-sun: 09:00-20:00",
            "mon-sun: 00:00-23:59",
            "calendars.yaml: calendars.waking.week.mon: 00:00-23:59 leaves out a minute",
        ),
        (
            "calendars.yaml",
            "mon-fri: 09:00-12:00 13:00-18:00",
            "wed: from nine to five",
            "calendars.yaml: calendars.business.week.wed: 'from' is not an interval of hours",
        ),
        (
            "calendars.yaml",
            "mon-fri: 09:00",
            "mon-fry: 09:00",
            "calendars.yaml: calendars.business.week: 'mon-fry' is not a weekday",
        ),
        (
            "calendars.yaml",
            "mon-sun: 09:00-20:00",
            "mon-sun: ''",
            "calendars.yaml: calendars.waking: calendar 'waking' has no working time",
        ),
        (
            "calendars.yaml",
            "holidays: CN",
            "holidays: XX",
            "calendars.yaml: calendars.business.holidays: no public holidays are known for 'XX'",
        ),
        (
            "calendars.yaml",
            "business: business",
            "business: office",
            "calendars.yaml: business: unknown calendar 'office'; known: business, waking",
        ),
        (
            "customers.yaml",
            "home_region: CN",
            "home_region: XX",
            "customers.yaml: customers.home_region: no phone numbers are known of a region 'XX'",
        ),
        (
            "teams.yaml",
            "    ladder:",
            "    home_region: XX\n    ladder:",
            "teams.yaml: teams.after_sales.home_region: no phone numbers are known of a region 'XX'",
        ),
        (
            "revisits.yaml",
            "waking: waking",
            "waking: daylight",
            "revisits.yaml: revisit.waking: unknown calendar 'daylight'",
        ),
        (
            "teams.yaml",
            "    ladder:",
            "    calendar: night\n    ladder:",
            "teams.yaml: teams.after_sales.calendar: unknown calendar 'night'",
        ),
        (
            "teams.yaml",
            ", executive: zhao.lei",
            "",
            "teams.yaml: teams.after_sales.ladder.executive: is missing",
        ),
        (
            "sla.yaml",
            "  P3:",
            "  P4:",
            "sla.yaml: priorities.P4: 'P4' is not one of 'P0', 'P1', 'P2' or 'P3'",
        ),
        (
            "promises.yaml",
            "    low: 2 working days\n",
            "",
            "promises.yaml: rhythm.by_complexity: no entry for low",
        ),
        (
            "promises.yaml",
            "remind_ahead: 1 h",
            "remind_ahead: 60",
            "promises.yaml: promises.remind_ahead: '60' is not a length of time",
        ),
        ("escalations.yaml", "escalation:", "escalations:", "ours: escalation: is missing"),
        (
            "escalations.yaml",
            "escalation:",
            "escalations:",
            "escalations.yaml: escalations: unknown key",
        ),
        (
            "escalations.yaml",
            "  acknowledge:",
            "  acknowledge: 1 h\n  acknowledge:",
            "escalations.yaml: line 12: the key 'acknowledge' is given twice",
        ),
        ("teams.yaml", "teams:", "name: mine\nteams:", "teams.yaml: name: given in policy.yaml"),
        ("teams.yaml", "teams:", "teams: [", "teams.yaml: line "),
    ],
)
def test_a_mistake_names_its_file_and_place(
    policy: Drafted, file: str, old: str, new: str, mistake: str
) -> None:
    policy.replace(file, old, new)
    found = policy.mistakes()
    assert any(mistake in text for text in found), "\n".join(found)


def test_every_mistake_is_told_at_once(policy: Drafted) -> None:
    policy.replace("sla.yaml", "15 min", "a moment")
    policy.replace(
        "sops/standard.yaml", "{zh-CN: 首次响应, en: First response}", "{en: First response}"
    )
    policy.replace("sops/standard.yaml", "guards: [answered]", "guards: [replied]")
    policy.replace("calendars.yaml", "zone: Asia/Shanghai", "zone: Mars")
    policy.replace("calendars.yaml", "holidays: CN", "holidays: XX")
    policy.replace("teams.yaml", "teams:", "business: waking\nteams:")
    places = [text.split(": ")[1] for text in policy.mistakes()]
    assert sorted(places) == [
        "business",
        "calendars.business.holidays",
        "calendars.business.zone",
        "priorities.P0.response",
        "sops.standard.stages.respond.label",
        "sops.standard.transitions[0].guards",
    ]


def test_one_misspelt_stage_is_one_mistake(policy: Drafted) -> None:
    policy.replace("sops/standard.yaml", "{from: diagnose, on: c", "{from: diagnos, on: c")
    (mistake,) = policy.mistakes()
    assert "unknown stage 'diagnos'" in mistake


def test_an_sop_that_waits_for_a_visit_needs_rules_for_visits(policy: Drafted) -> None:
    (policy.folder / "visits.yaml").unlink()
    mistakes = policy.mistakes()
    assert len(mistakes) == 4
    assert all(
        mistake.startswith("sops/on_site_repair.yaml: sops.on_site_repair.transitions[")
        and "needs the section 'visits'" in mistake
        for mistake in mistakes
    )


def test_a_folder_without_files_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match=r"no \*\.yaml files here"):
        load(tmp_path, today=TODAY)


def test_a_file_that_is_no_table_is_a_mistake(policy: Drafted) -> None:
    (policy.folder / "notes.yaml").write_text("just words\n", encoding="utf-8")
    assert policy.mistakes() == ["notes.yaml: must be a table of keys and values"]


def test_an_sop_may_also_stand_among_the_other_keys(policy: Drafted) -> None:
    own = policy.folder / "sops" / "standard.yaml"
    text = own.read_text(encoding="utf-8")
    inside = "".join(f"    {line}" for line in text.splitlines(keepends=True))
    own.rename(policy.folder / "sops" / "other.yaml")
    (policy.folder / "more.yaml").write_text(f"sops:\n  standard:\n{inside}", encoding="utf-8")
    assert {"standard", "other"} <= policy.load().sops.keys()
    policy.replace("more.yaml", "first: respond", "first: answer")
    assert policy.mistakes()[0].startswith("more.yaml: sops.standard.first: unknown stage")


def test_an_sop_given_twice_is_a_mistake_that_names_both_files(policy: Drafted) -> None:
    (policy.folder / "more.yaml").write_text("sops: {standard: {}}\n", encoding="utf-8")
    assert "sops/standard.yaml: sops.standard: given in more.yaml already" in policy.mistakes()


def test_sops_that_are_no_table_are_a_mistake(policy: Drafted) -> None:
    (policy.folder / "more.yaml").write_text("sops: none\n", encoding="utf-8")
    assert any(text.startswith("more.yaml: sops: ") for text in policy.mistakes())


def test_an_empty_sop_is_a_mistake_in_its_file(policy: Drafted) -> None:
    (policy.folder / "sops" / "empty.yaml").write_text("", encoding="utf-8")
    assert "sops/empty.yaml: must be a table of keys and values" in policy.mistakes()


def test_a_plan_that_would_be_too_large_is_a_mistake(policy: Drafted) -> None:
    policy.replace("sops/standard.yaml", "en: Closed", f"en: {'Closed ' * 1500}")
    (mistake,) = policy.mistakes()
    assert mistake.startswith("sops/standard.yaml: sops.standard: its plan takes ")


def test_a_notice_entered_by_a_supervisor_wins_over_the_library(policy: Drafted) -> None:
    policy.replace(
        "calendars.yaml",
        "    makeup_days_like: mon\n",
        """    published_until: 2027-12-31
    exceptions:
      2027-02-20: {label: {zh-CN: 调休上班, en: Make-up day}, hours: 09:00-12:00}
      2026-10-10: {label: {zh-CN: 休息, en: Off after all}}
""",
    )
    business = policy.load().calendars["business"]
    assert business.published_until == date(2027, 12, 31)
    assert business.exceptions[date(2026, 10, 10)].hours == ()
    assert business.exceptions[date(2027, 2, 20)].hours


def test_a_country_without_make_up_days_has_its_holidays_by_law(policy: Drafted) -> None:
    policy.replace("calendars.yaml", "holidays: CN", "holidays: DE")
    business = policy.load().calendars["business"]
    assert business.exceptions[date(2026, 5, 1)].label["en"] == "Labor Day"
    assert business.published_until == date(2031, 12, 31)  # as far as it is filled in


def test_on_and_no_are_words_in_a_policy(policy: Drafted) -> None:
    policy.replace("calendars.yaml", "holidays: CN", "holidays: NO")
    assert policy.load().calendars["business"].holidays == "NO"
