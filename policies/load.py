"""From a folder of YAML files to a `Policy` that is known to be right (REQ H1)."""

from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import get_args

from pydantic import ValidationError

from domain.plan.terms import Language
from domain.planning import calendar_for, compile_plan, guide_for
from domain.policy import Policy
from domain.policy.calendars import CalendarPolicy
from policies.check import check_names
from policies.files import PolicyFiles
from policies.holidays import UnknownCountryError, with_public_holidays
from policies.mistakes import Found, PolicyError, found_in

DEFAULT = Path(__file__).parent / "default"
LARGEST_PLAN = 12 * 1024
"""Bytes of JSON. A plan travels in every case's history, so it is kept small (DESIGN)."""
LARGEST_GUIDE = 2 * 1024
"""Bytes of JSON of one product's checks and questions: they travel in a history as well."""


def load(folder: Path = DEFAULT, *, today: date) -> Policy:
    """The policy in a folder, with the public holidays around `today` filled in.

    The shipped one travels in the package: a process reads it once. Raises PolicyError with every mistake,
    each naming its file and place.
    """
    return _shipped(today) if folder == DEFAULT else _checked(PolicyFiles(folder), today)


@lru_cache(maxsize=16)
def _shipped(today: date) -> Policy:
    return _checked(_shipped_files(), today)


@cache
def _shipped_files() -> PolicyFiles:
    return PolicyFiles(DEFAULT)


def _checked(files: PolicyFiles, today: date) -> Policy:
    found: list[Found] = []
    policy: Policy | None = None
    try:
        policy = Policy.model_validate(files.values)
    except ValidationError as error:
        found += found_in(error)
    calendars, unknown = _calendars(files.values.get("calendars"), today)
    found += unknown
    found += check_names(files.values)
    if policy and not found:
        policy = policy.model_copy(update={"calendars": calendars})
        found += _plans_too_large(policy, today)
        found += _guides_too_large(policy)
    mistakes = files.mistakes + list(dict.fromkeys(files.mistake(at, why) for at, why in found))
    if mistakes or policy is None:
        raise PolicyError(mistakes)
    return policy


def _calendars(values: object, today: date) -> tuple[dict[str, CalendarPolicy], list[Found]]:
    """The calendars with their public holidays; one whose shape is wrong is left out."""
    calendars: dict[str, CalendarPolicy] = {}
    found: list[Found] = []
    for name, raw in values.items() if isinstance(values, dict) else ():
        place = f"calendars.{name}"
        try:
            calendar = CalendarPolicy.model_validate(raw)
        except ValidationError:  # said by the policy's own validation
            continue
        try:
            calendars[name] = with_public_holidays(calendar, today)
        except UnknownCountryError as error:
            found.append((f"{place}.holidays", str(error)))
        try:
            calendar_for(name, calendar, "en", today)
        except ValidationError as error:
            found += found_in(error, place)
    return calendars, found


def _plans_too_large(policy: Policy, today: date) -> list[Found]:
    found = []
    for scenario in policy.sops:
        size = max(
            len(plan.model_dump_json().encode())
            for team in policy.teams
            for language in get_args(Language)
            for plan in [
                compile_plan(
                    policy, scenario=scenario, team=team, language=language, opened_on=today
                )
            ]
        )
        if size > LARGEST_PLAN:
            reason = (
                f"its plan takes {size} bytes of JSON, and a case carries at most {LARGEST_PLAN}"
            )
            found.append((f"sops.{scenario}", reason))
    return found


def _guides_too_large(policy: Policy) -> list[Found]:
    found = []
    for family in policy.products:
        guides = [guide_for(policy, family, language) for language in get_args(Language)]
        size = max(len(guide.model_dump_json().encode()) for guide in guides)
        if size > LARGEST_GUIDE:
            reason = f"takes {size} bytes of JSON, and a case carries at most {LARGEST_GUIDE}"
            found.append((f"products.{family}", reason))
    return found
