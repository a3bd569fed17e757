"""The lock files fit pyproject.toml and each other; this needs no network."""

import re
import tomllib
from functools import cache
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock")
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;]+)", re.MULTILINE)


@cache
def pinned(lock: str) -> dict[str, str]:
    """The versions a lock file names."""
    text = (ROOT / lock).read_text()
    return {canonicalize_name(name): version for name, version in PIN.findall(text)}


def wanted(*groups: str) -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    lines = list(project["project"]["dependencies"])
    for group in groups:
        lines += project["dependency-groups"][group]
    return [Requirement(line) for line in lines]


@pytest.mark.parametrize(
    ("lock", "requirement"),
    [
        *(("requirements.lock", one) for one in wanted("build")),
        *(("requirements-dev.lock", one) for one in wanted("build", "dev")),
    ],
    ids=str,
)
def test_what_the_project_asks_for_is_locked(lock: str, requirement: Requirement) -> None:
    version = pinned(lock).get(canonicalize_name(requirement.name))

    assert version is not None, f"{requirement} is not in {lock}: run `make lock`"
    assert requirement.specifier.contains(version), f"{lock} has {version}: run `make lock`"


def test_development_runs_on_the_versions_of_production() -> None:
    assert pinned("requirements.lock").items() <= pinned("requirements-dev.lock").items()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_a_hash(lock: str) -> None:
    entries = re.split(r"\n(?=\S)", (ROOT / lock).read_text())

    assert [entry for entry in entries if PIN.match(entry) and "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_place(lock: str) -> None:
    """Neither a host nor a path: where packages come from is the machine's business."""
    text = (ROOT / lock).read_text()

    assert re.findall(r"(?m)^.*(?:://|index-url|find-links|\s/\w).*$", text) == []
