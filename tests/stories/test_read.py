"""Reading stories: what is wrong is told with its line, all of it at once."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from domain.plan.terms import Language
from policies.load import load
from stories.mistakes import Mistake, StoryError
from stories.play import SHIPPED
from stories.read import languages_of, read
from telling import HEAD, OPENED, line_of, write


def mistakes(folder: Path, steps: str, head: str = HEAD) -> tuple[Mistake, ...]:
    with pytest.raises(StoryError) as error:
        read(write(folder, steps, head))
    return error.value.mistakes


def only(folder: Path, steps: str, head: str = HEAD) -> Mistake:
    (mistake,) = mistakes(folder, steps, head)
    return mistake


def test_each_step_knows_its_time(tmp_path: Path) -> None:
    story = read(write(tmp_path, f"{OPENED}  - at: +9 working hours\n  - at: Fri 10:00\n"))
    assert [step.at for step in story.steps] == [
        datetime(2026, 3, 2, 1, 0, tzinfo=UTC),
        datetime(2026, 3, 3, 2, 0, tzinfo=UTC),
        datetime(2026, 3, 6, 2, 0, tzinfo=UTC),
    ]


def test_times_inside_a_step_are_counted_from_the_step(tmp_path: Path) -> None:
    story = read(
        write(
            tmp_path,
            f"""{OPENED}
  - at: +1 h
    by: li.min
    promise: {{subject: result, latest_by: +2 h}}
    see: {{next_promise: {{due: "12:00"}}}}
""",
        )
    )
    step = story.steps[1]
    assert step.act
    assert step.act.body["latest_by"] == "2026-03-02T12:00:00+08:00"
    assert step.see
    assert step.see.next_promise
    assert step.see.next_promise.due == datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def test_what_a_stage_asks_for_stays_text(tmp_path: Path) -> None:
    steps = f"{OPENED}  - by: li.min\n    triage: {{priority: P2, yields: {{found_at: at home}}}}\n"
    story = read(write(tmp_path, steps))
    assert story.steps[1].act
    assert story.steps[1].act.body["yields"] == {"found_at": "at home"}


def test_an_unknown_verb_is_told_with_the_one_that_was_meant(tmp_path: Path) -> None:
    mistake = only(tmp_path, f"{OPENED}  - by: li.min\n    contcat: {{channel: phone}}\n")
    assert mistake.reason == "unknown key 'contcat'; did you mean 'contact'?"
    assert mistake.line == line_of(tmp_path / "told.yaml", "contcat")
    assert str(mistake) == f"told.yaml:{mistake.line}: {mistake.reason}"


def test_an_unknown_field_of_a_verb_is_told_with_the_one_that_was_meant(tmp_path: Path) -> None:
    steps = f"{OPENED}  - by: li.min\n    promise:\n      subjct: x\n      latest_by: +1 h\n"
    missing, unknown = mistakes(tmp_path, steps)
    assert missing.reason == "'subject' is missing"
    assert unknown.reason == "unknown key 'subjct'; did you mean 'subject'?"
    assert unknown.line == line_of(tmp_path / "told.yaml", "subjct")


@pytest.mark.parametrize(
    ("steps", "reason"),
    [
        (f"{OPENED}  - see: {{stge: triage}}", "unknown key 'stge'; did you mean 'stage'?"),
        (
            f"{OPENED}  - see: {{phase: opened}}",
            "phase: Input should be 'open', 'resolved' or 'closed', not 'opened'",
        ),
        (
            f"{OPENED}  - see: {{events: [promise_boken]}}",
            "nothing of the kind 'promise_boken' ever happens; did you mean 'promise_broken'?",
        ),
        (
            f"{OPENED}  - by: li.mn\n    resume: {{}}",
            "nobody here has the handle 'li.mn'; did you mean 'li.min'?",
        ),
        (f"{OPENED}  - resume: {{}}", "say who does this: `by:`"),
        (f"{OPENED}  - by: li.min\n    acknowledge: {{}}", "'escalation' is missing"),
        (f"{OPENED}  - by: li.min\n    acknowledge: e1", "must be a table of fields and values"),
        (f"{OPENED}  - at: soon", "'soon' is not a time such as"),
        (
            f"{OPENED}  - at: 2026-03-01 09:00",
            "earlier than the step before it, Mon 2026-03-02 09:00",
        ),
        (f"{OPENED}  - see: {{next_promise: {{due: soon}}}}", "'soon' is not a time such as"),
        (
            f"{OPENED}  - by: li.min\n    resume: {{}}\n    withdraw: {{}}",
            "a step has one verb; this has resume, withdraw",
        ),
        ("  - see: {stage: triage}", "no case has been opened yet"),
        (f"{OPENED}{OPENED}", "'the case' is open already; name each case with `as:`"),
        (f"{OPENED}  - at: +1 h\n    at: +2 h", "'at' is given twice"),
        (f"{OPENED}  - by: [", "expected the node content"),
    ],
)
def test_a_mistake_is_told(tmp_path: Path, steps: str, reason: str) -> None:
    assert reason in only(tmp_path, steps).reason


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        (HEAD.replace("starts: 2026-03-02 09:00", "starts: monday"), "'monday' is not a time"),
        (HEAD.replace("name: A story", "zone: Asia/Shangai\nname: x"), "unknown time zone"),
        (HEAD.replace("name: A story", "nmae: x"), "'name' is missing"),
        (HEAD.replace("name: A story", "policy: elsewhere\nname: x"), "the policy can't be used"),
    ],
)
def test_a_mistake_in_the_head_is_told(tmp_path: Path, head: str, reason: str) -> None:
    assert any(reason in mistake.reason for mistake in mistakes(tmp_path, OPENED, head))


def test_all_mistakes_are_told_in_the_order_of_their_lines(tmp_path: Path) -> None:
    found = mistakes(
        tmp_path,
        f"{OPENED}  - see: {{tier: high}}\n  - at: soon\n  - by: nobody\n    resume: {{}}\n",
    )
    assert [mistake.line for mistake in found] == sorted(mistake.line for mistake in found)
    assert len(found) == 3


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoryError, match="can't be read"):
        read(tmp_path / "nowhere.yaml")


def test_with_several_cases_a_step_says_which(tmp_path: Path) -> None:
    two = "".join(f"{OPENED.rstrip()}\n    as: {name}\n" for name in ("oven", "mixer"))
    assert only(tmp_path, f"{two}  - see: {{}}").reason == "say which `case:` is meant: oven, mixer"
    wrong = only(tmp_path, f"{two}  - case: mixr\n    see: {{}}")
    assert wrong.reason == "there is no case 'mixr'; did you mean 'mixer'?"


IN_BOTH = HEAD.replace("name: A story", "name: {zh-CN: 故事, en: A story}\nlanguage: [zh-CN, en]")
OPENED_IN_BOTH = """
  - by: li.min
    open:
      customer: {name: {zh-CN: 孙女士, en: Ms Sun}}
      title:
        zh-CN: 有异响
        en: It rattles
"""


def test_a_story_is_told_in_each_of_its_languages(tmp_path: Path) -> None:
    path = write(tmp_path, OPENED_IN_BOTH, IN_BOTH)
    assert languages_of(path) == ("zh-CN", "en")
    told: list[tuple[Language, str, str]] = [
        ("zh-CN", "故事", "有异响"),
        ("en", "A story", "It rattles"),
    ]
    for language, name, title in told:
        story = read(path, language=language)
        act = story.steps[0].act
        assert act
        assert (story.head.name, act.body["title"], act.body["language"]) == (name, title, language)
        assert story.setting.language == language


def test_without_saying_which_a_story_is_told_in_its_first_language(tmp_path: Path) -> None:
    assert read(write(tmp_path, OPENED_IN_BOTH, IN_BOTH)).head.name == "故事"
    one = IN_BOTH.replace("[zh-CN, en]", "en")
    assert read(write(tmp_path, OPENED_IN_BOTH, one)).head.name == "A story"
    assert languages_of(write(tmp_path, OPENED)) == (None,)


def test_a_text_that_lacks_a_language_is_told(tmp_path: Path) -> None:
    head = IN_BOTH.replace("zh-CN: 故事, ", "")
    mistake = only(tmp_path, OPENED_IN_BOTH, head)
    assert (mistake.line, mistake.reason) == (1, "not told in zh-CN")


def test_an_unknown_language_is_told(tmp_path: Path) -> None:
    steps = OPENED_IN_BOTH.replace("        zh-CN: 有异响", "        zh: 有异响")
    found = mistakes(tmp_path, steps, IN_BOTH)
    line = line_of(tmp_path / "told.yaml", "zh: ")
    assert [(each.line, each.reason) for each in found] == [
        (line - 1, "not told in zh-CN"),
        (line, "unknown language 'zh'; known: en, zh-CN"),
    ]
    more = IN_BOTH.replace("[zh-CN, en]", "[zh-CN, en, fr]")
    assert "unknown language 'fr'" in only(tmp_path, OPENED_IN_BOTH, more).reason


def test_a_mistake_in_one_language_stands_where_that_language_does(tmp_path: Path) -> None:
    steps = OPENED_IN_BOTH.replace("en: It rattles", "en: [It rattles]")
    path = write(tmp_path, steps, IN_BOTH)
    assert read(path, language="zh-CN").setting.language == "zh-CN"
    with pytest.raises(StoryError) as error:
        read(path, language="en")
    assert [each.line for each in error.value.mistakes] == [line_of(path, "It rattles")]


def test_every_scenario_of_the_shipped_policy_has_a_story() -> None:
    told = {
        scenario
        for path in SHIPPED
        for scenario in re.findall(r"\bscenario: (\w+)", path.read_text())
    }
    assert told | {"standard"} == set(load(today=date(2026, 1, 5)).sops)
