"""The demo's cases: stories whose times are counted from now, one YAML file each in demo/cases."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml
from pydantic import Field

from demo.errors import NotSeeded
from demo.times import DemoTimes
from domain.plan.terms import Language
from domain.planning import calendar_for
from domain.policy import Policy
from stories.mistakes import Mistake, StoryError
from stories.parts import CUSTOMER, HeadPart, PersonPart
from stories.read import read
from stories.setting import Setting, Unsettled
from stories.story import Story
from stories.verbs import OPEN

CASES = Path(__file__).parent / "cases"
PEOPLE = Path(__file__).parent / "people.yaml"
ROUND = timedelta(minutes=5)
"""People promise half past and a quarter to; the demo's now is the last of these."""


class CaseHead(HeadPart):
    """The head of a demo's case. `starts` is counted from now, like every other time."""

    language: Language = "zh-CN"
    look: str = Field(
        "", description="What there is to see, in a few words for the list at the end."
    )


def everybody() -> dict[str, PersonPart]:
    """Who works in the demo, by handle."""
    given = yaml.safe_load(PEOPLE.read_text(encoding="utf-8"))
    return {handle: PersonPart.model_validate(part) for handle, part in given.items()}


def beginning(at: datetime) -> datetime:
    """What "now" is in the cases of a demo that is started at this moment."""
    return at - timedelta(seconds=at.timestamp() % ROUND.total_seconds())


def read_cases(now: datetime, policy: Policy, folder: Path = CASES) -> list[Story]:
    """Every case, the one that is opened first before the others. Raises StoryError, NotSeeded."""
    found = [read_case(path, now, policy) for path in sorted(folder.glob("*.yaml"))]
    if not found:
        raise NotSeeded(f"there is no case in {folder}: each is a YAML file (docs/demo.md)")
    return sorted(found, key=lambda story: story.steps[0].at)


def read_case(path: Path, now: datetime, policy: Policy) -> Story:
    """One case as it is in a demo that begins now. Raises StoryError."""
    story = read(path, CaseHead, partial(_settle, now=now, policy=policy))
    mistakes = list(_mistakes(story, now))
    if mistakes:
        raise StoryError(mistakes)
    return replace(story, head=story.head.model_copy(update={"people": everybody()}))


def _mistakes(story: Story, now: datetime) -> Iterator[Mistake]:
    """What a story may be, and a case of the demo not."""
    first, name = story.steps[0], story.file.name
    if first.act is None or first.act.verb != OPEN:
        yield Mistake(name, story.line(first), "the first step of a case opens it")
    for step in story.steps[1:]:
        if step.act and step.act.verb == OPEN:
            yield Mistake(name, story.line(step), "a file has one case; give this one its own")
    for step in story.steps:
        if step.at > now:
            yield Mistake(name, story.line(step), "this has not happened yet: it is later than now")


def looks(story: Story) -> str:
    """What there is to see in a case; empty when it is one of many."""
    head = story.head
    return head.look if isinstance(head, CaseHead) else ""


def _settle(head: CaseHead, _folder: Path, *, now: datetime, policy: Policy) -> Setting:
    team = next(iter(policy.teams.values()))
    business = team.calendar or policy.business
    today = now.date()
    calendars = {
        name: calendar_for(name, policy.calendars[name], head.language, today)
        for name in (business, policy.revisit.waking)
    }
    zone = ZoneInfo(calendars[business].zone)
    times = DemoTimes(now, zone, calendars[business], calendars[policy.revisit.waking])
    try:
        starts = times.read(head.starts, now)
    except ValueError as error:
        raise Unsettled("starts", str(error)) from error
    return Setting(
        policy=policy,
        times=times,
        starts=starts,
        people=frozenset({CUSTOMER, *everybody()}),
        language=head.language,
    )
