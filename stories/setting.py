"""What the head of a story settles before its first step: the rules, the clock, who is there."""

from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from domain.plan.terms import Language
from domain.planning import calendar_for
from domain.policy import Policy
from policies.load import DEFAULT, load
from policies.mistakes import PolicyError
from stories.parts import CUSTOMER, HeadPart
from stories.times import StoryTimes


class Unsettled(Exception):
    """The head can't be used; `key` is where it is wrong."""

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(reason)
        self.key, self.reason = key, reason


@dataclass(frozen=True)
class Setting:
    """Where and when a story takes place."""

    policy: Policy
    times: StoryTimes
    starts: datetime
    people: frozenset[str]
    language: Language


def settle_head(head: HeadPart, folder: Path) -> Setting:
    """The setting of a story whose file lies in `folder`. Raises Unsettled."""
    zone = _zone(head.zone)
    first = _date(head.starts)
    policy = _policy(head.policy, folder, first)
    team = next(iter(policy.teams.values()))
    name = team.calendar or policy.business
    business = calendar_for(name, policy.calendars[name], head.language, first)
    times = StoryTimes(zone, business)
    try:
        starts = times.read(head.starts, datetime.combine(first, time(), zone))
    except ValueError as error:
        raise Unsettled("starts", str(error)) from error
    ladders = [each.ladder for each in policy.teams.values()]
    line = {handle for ladder in ladders for handle in ladder.model_dump().values()}
    line |= {holder for each in policy.teams.values() for holder in each.posts.values()}
    return Setting(
        policy=policy,
        times=times,
        starts=starts,
        people=frozenset({CUSTOMER, *line, *head.people}),
        language=head.language,
    )


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Unsettled("zone", f"unknown time zone {name!r}; say it as 'Asia/Shanghai'") from error


def _date(starts: str) -> date:
    try:
        return date.fromisoformat(starts[:10])
    except ValueError as error:
        raise Unsettled("starts", f"{starts!r} is not a time such as 2026-03-02 09:00") from error


def _policy(name: str | None, folder: Path, today: date) -> Policy:
    try:
        return load(folder / name if name else DEFAULT, today=today)
    except PolicyError as error:
        raise Unsettled("policy", f"the policy can't be used: {error}") from error
