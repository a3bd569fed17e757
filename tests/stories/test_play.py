"""Playing stories: the whole product runs, time is skipped, and what is not as expected is told."""

import shutil
from pathlib import Path
from typing import get_args

import pytest
from _pytest.mark import ParameterSet

from domain.plan.terms import Language
from policies.load import DEFAULT
from stories.engine import EngineName
from stories.play import SHIPPED
from stories.read import languages_of
from telling import CONFIRMED, HEAD, OPENED, line_of, played, write
from workflows import contract

pytestmark = pytest.mark.anyio

LONG = ("nobody-lifts-a-hand",)
"""Half a minute. What it shows are numbers, the same in each language and on each engine."""


BY_SCENARIO = (
    *("before-she-asks", "call-your-son", "falls-off-the-van", "hums-at-three", "not-that-red"),
    *("nothing-wrong-with-the-scale", "the-ovens-wait", "the-third-rung", "thirty-two-lessons"),
    *("twelve-millimetres-off", "wire-in-the-cake"),
)
"""What is new in them are the policy's own words and numbers; the engine has been through it with the others."""


def _told(
    path: Path, language: Language | None, engine: EngineName, *, again: bool
) -> ParameterSet:
    """A telling. What an engine makes of a story doesn't depend on its language: once is enough."""
    name = f"{path.stem} ({language})" if language else path.stem
    marks = [pytest.mark.real] if engine == "real" else []
    is_known = again or path.stem in BY_SCENARIO
    if (engine == "real" and is_known) or (path.stem in LONG and (again or engine == "real")):
        marks.append(pytest.mark.processes)
    return pytest.param(path, language, engine, id=f"{name}-{engine}", marks=marks)


TOLD = [
    _told(path, language, engine, again=number > 0)
    for path in SHIPPED
    for number, language in enumerate(languages_of(path))
    for engine in get_args(EngineName)
]
ENGINES = [
    pytest.param("fast", id="fast"),
    pytest.param("real", id="real", marks=pytest.mark.real),
]


@pytest.mark.parametrize(("path", "language", "engine"), TOLD)
async def test_a_shipped_story_goes_as_told(
    path: Path, language: Language | None, engine: EngineName
) -> None:
    result, printed = await played(path, engine, language)
    assert result.ok, printed


async def test_a_wrong_expectation_is_told_with_its_line_and_what_was_seen(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        f"""{OPENED}
  - at: +1 h
    see:
      owner: li.min
      stage: triage
      next_promise: {{due: 18:00}}
""",
    )
    result, printed = await played(path)
    assert not result.ok
    assert result.steps == 2
    assert f"{path}:{line_of(path, 'stage: triage')}: step 2, Mon 2026-03-02 10:00" in printed
    assert "see.stage\n    expected  triage\n    seen      respond" in printed
    assert f"{path}:{line_of(path, 'next_promise')}:" in printed
    assert "expected  Mon 2026-03-02 18:00\n    seen      nothing" in printed


async def test_a_refusal_nobody_expected_is_told_with_its_reason(tmp_path: Path) -> None:
    path = write(tmp_path, f"{OPENED}\n  - by: li.min\n    resume: {{}}\n")
    result, printed = await played(path)
    assert not result.ok
    assert "expected  success\n    seen      409 not_paused: " in printed


async def test_a_success_where_a_refusal_was_expected_is_told(tmp_path: Path) -> None:
    expect = "    expect: {status: 409, code: case_closed}\n"
    path = write(tmp_path, f"{OPENED.rstrip()}\n{expect}")
    result, printed = await played(path)
    assert [each.inner[-1] for each in result.differences] == ["status", "code"]
    assert "expect.code\n    expected  case_closed\n    seen      201, accepted" in printed


async def test_a_story_that_cannot_be_read_is_told_and_not_played(tmp_path: Path) -> None:
    path = write(tmp_path, f"{OPENED}\n  - see: {{stge: triage}}\n")
    result, printed = await played(path)
    assert not result.ok
    assert result.steps == 0
    assert printed == (
        f"{path}:{line_of(path, 'stge')}: unknown key 'stge'; did you mean 'stage'?\n"
    )


async def test_nothing_happens_on_a_quiet_night(tmp_path: Path) -> None:
    result, printed = await played(
        write(tmp_path, f"{CONFIRMED}\n  - at: tomorrow 09:00\n    see: {{nothing: true}}\n")
    )
    assert result.ok, printed


async def test_it_is_told_when_something_happened_after_all(tmp_path: Path) -> None:
    result, printed = await played(
        write(tmp_path, f"{CONFIRMED}\n  - at: tomorrow 09:40\n    see: {{nothing: true}}\n")
    )
    assert not result.ok
    assert (
        "expected  nothing happened\n    seen      Tue 2026-03-03 09:30 promise_reminded" in printed
    )


async def test_a_promise_that_breaks_in_the_middle_of_a_jump_is_announced_at_its_own_time(
    tmp_path: Path,
) -> None:
    """Neither at the end of the jump nor marked as noticed late."""
    path = write(
        tmp_path,
        f"""{CONFIRMED}
  - at: next Mon 09:00
    see:
      events:
        - {{kind: promise_reminded, at: 2026-03-03 09:30}}
        - {{kind: promise_broken, at: 2026-03-03 10:30}}
        - {{kind: promise_made, at: 2026-03-03 10:30, facts: {{latest_by: "2026-03-03T05:30:00Z"}}}}
        - {{kind: promise_broken, at: 2026-03-03 13:30}}
        - {{kind: escalated, at: 2026-03-03 13:30}}
        - {{kind: escalation_passed_on, at: 2026-03-03 15:30, facts: {{receiver: wang.fang}}}}
        - {{kind: escalation_passed_on, at: 2026-03-03 17:30, facts: {{receiver: zhao.lei}}}}
        - {{kind: stage_overrun, at: 2026-03-04 09:00}}
""",
    )
    result, printed = await played(path)
    assert result.ok, printed
    assert "noticed late" not in printed


async def test_what_is_due_at_the_moment_of_a_step_happens_before_it(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        f"""{CONFIRMED}
  - at: tomorrow 10:30
    see: {{events: [promise_broken], promises: {{p1: broken}}}}
""",
    )
    result, printed = await played(path)
    assert result.ok, printed


async def test_several_cases_live_side_by_side(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        """
  - by: li.min
    open: {customer: {name: Ms Sun}, title: The oven stays cold}
    as: oven
  - at: +1 h
    by: li.min
    open: {customer: {name: Mr He}, title: The mixer smells}
    as: mixer
  - at: +10 min
    by: li.min
    case: oven
    contact: {channel: phone, direction: inbound}
    see: {stage: triage}
  - case: mixer
    see: {stage: respond, deadlines: [{kind: response, due: "15:00"}]}
""",
    )
    result, printed = await played(path)
    assert result.ok, printed


@pytest.mark.parametrize("engine", ENGINES)
async def test_the_customer_is_heard_after_the_end(tmp_path: Path, engine: EngineName) -> None:
    path = write(
        tmp_path,
        f"""{OPENED}
  - at: +1 hour
    by: li.min
    contact: {{channel: phone, direction: inbound}}
  - at: +1 day
    by: li.min
    withdraw: {{reason: sold the machine}}
    see: {{phase: closed, events: [case_closed]}}
  - at: +3 days
    by: customer
    message: {{channel: phone, text: The buyer hears it too.}}
    expect: {{status: 202}}
    see:
      exactly: [{{kind: message_received, at: now}}]
      inbox: {{li.min: [message_to_mark]}}
      phase: closed
""",
    )
    result, printed = await played(path, engine)
    assert result.ok, printed


async def test_a_story_may_bring_its_own_people_and_policy(tmp_path: Path) -> None:
    rules = shutil.copytree(DEFAULT, tmp_path / "rules") / "sla.yaml"
    rules.write_text(rules.read_text().replace("response: 4 working", "response: 1 working"))
    head = HEAD.replace("people: {li.min: {}}", "people: {ada: {line: lead}}\npolicy: rules")
    path = write(
        tmp_path,
        """
  - by: ada
    open: {customer: {name: Ms Sun}, title: It rattles}
    see: {owner: ada, deadlines: [{kind: response, due: "10:00"}], inbox: {ada: []}}
""",
        head,
    )
    result, printed = await played(path)
    assert result.ok, printed


async def test_a_call_for_help_is_seen_at_once(tmp_path: Path) -> None:
    """Though the API may only say that it was received."""
    path = write(
        tmp_path,
        f"""{OPENED}
  - at: +5 min
    by: li.min
    escalate: {{reason: the customer asks for somebody in charge}}
    expect: {{status: 202}}
    see:
      tier: 2
      exactly: [{{kind: escalated, facts: {{receiver: chen.jie}}}}, tier_changed]
      inbox: {{chen.jie: [{{about: escalated, body: somebody in charge}}], li.min: []}}
      agenda: {{chen.jie: [{{kind: acknowledgement, id: e1}}]}}
""",
    )
    result, printed = await played(path)
    assert result.ok, printed


async def test_the_story_in_the_documentation_goes_as_told(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "stories.md").read_text(encoding="utf-8")
    path = tmp_path / "documented.yaml"
    path.write_text(page.split("```yaml\n")[1].split("```")[0], encoding="utf-8")
    result, printed = await played(path)
    assert result.ok, printed


@pytest.mark.trial("A53")
async def test_a_story_goes_on_past_runs_that_gave_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contract, "LONG", 40)
    goes_on = """
  - at: Mon 11:00
    by: li.min
    complete: {stage: diagnose, yields: {findings: heard it, root_cause: product/part}}
  - at: Mon 14:00
    by: li.min
    complete: {stage: plan, to: implement, yields: {solution: new bearing, kind: cure}}
  - at: Mon 16:00
    by: li.min
    complete: {stage: implement, yields: {done: bearing replaced}}
  - at: tomorrow 09:00
    see: {stage: verify}
"""
    result, printed = await played(write(tmp_path, f"{CONFIRMED}{goes_on}"))
    assert result.ok, printed
