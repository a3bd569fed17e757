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


def test_a_text_may_stand_in_each_language() -> None:
    told = HEAD.replace("name: A story", "name: {zh-CN: 故事, en: A story}\nlanguage: [zh-CN, en]")
    step = "escalate: {reason: {zh-CN: 求援, en: Help}}"
    values, _ = read_yaml(f"{told}{CONFIRMED}\n  - {{by: li.min, {step}}}\n")
    VALIDATOR.validate(values)


@pytest.mark.parametrize(
    "step",
    [
        "contcat: {channel: phone}",
        "contact: {chanel: phone}",
        "acknowledge: {}",
        "see: {stage: [triage]}",
        "see: {events: [promise_boken]}",
        "escalate: {reason: {zh: 求援, en: Help}}",
    ],
)
def test_an_editor_notices_a_slip(step: str) -> None:
    values, _ = read_yaml(f"{HEAD}{CONFIRMED}\n  - {step}\n")
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(values)
