"""The schema for editors."""

import json
from pathlib import Path

import jsonschema
import pytest

from stories.lines import read_yaml
from stories.play import SHIPPED
from stories.schema import FILE, story_schema, written
from telling import CONFIRMED, HEAD

VALIDATOR = jsonschema.Draft202012Validator(json.loads(FILE.read_text(encoding="utf-8")))


def test_the_schema_in_the_file_is_up_to_date() -> None:
    """`python -m stories.schema` writes it anew."""
    assert FILE.read_text(encoding="utf-8") == written(story_schema())


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_shipped_stories_are_valid(path: Path) -> None:
    values, _ = read_yaml(path.read_text(encoding="utf-8"))
    VALIDATOR.validate(values)


@pytest.mark.parametrize(
    "step",
    [
        "contcat: {channel: phone}",
        "contact: {chanel: phone}",
        "acknowledge: {}",
        "see: {stage: [triage]}",
        "see: {events: [promise_boken]}",
    ],
)
def test_an_editor_notices_a_slip(step: str) -> None:
    values, _ = read_yaml(f"{HEAD}{CONFIRMED}\n  - {step}\n")
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(values)
