"""The JSON Schema of stories, for editors: what may be written, made from the models that read it.

`python -m stories.schema` writes it anew; a test holds that it is up to date.
"""

import copy
import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from stories.languages import LANGUAGES
from stories.parts import HeadPart, StepPart
from stories.verbs import VERBS

FILE = Path(__file__).parent / "story.schema.json"
TOLD = "told_in_languages"
ID = "https://followthrough.example/story.schema.json"  # a name, not an address


def story_schema() -> dict[str, Any]:
    """The schema. Times are texts here: "tomorrow 10:00" is one, too."""
    models: list[type[BaseModel]] = [HeadPart, StepPart, *(v.body for v in VERBS.values())]
    named, together = models_json_schema(
        [(model, "validation") for model in dict.fromkeys(models)], ref_template="#/$defs/{model}"
    )
    defs: dict[str, Any] = _plain(together["$defs"])
    name_of = {model: used["$ref"].rpartition("/")[2] for (model, _), used in named.items()}
    step = defs[name_of[StepPart]]
    used_by_verbs = {name_of[verb.body] for verb in VERBS.values()}
    bodies = {name: defs[name] for name in used_by_verbs}
    for name, verb in VERBS.items():
        body = copy.deepcopy(bodies[name_of[verb.body]])
        body["properties"] = {
            **{key: {"type": "string"} for key in verb.in_path},
            **body.get("properties", {}),
        }
        body["required"] = [*verb.in_path, *body.get("required", [])]
        defs[f"verb_{name}"] = body
        step["properties"][name] = {"$ref": f"#/$defs/verb_{name}"}
    for name in used_by_verbs - _referred(defs):
        del defs[name]
    head = defs.pop(name_of[HeadPart])
    head["properties"]["steps"]["items"] = {"$ref": f"#/$defs/{name_of[StepPart]}"}
    head, defs = _told(head), _told(defs)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": ID,
        **head,
        "title": "A story of Followthrough",
        "$defs": dict(sorted({**defs, TOLD: _texts()}.items())),
    }


def _told(schema: Any) -> Any:
    """Where a text may stand, one for each language may."""
    if isinstance(schema, list):
        return [_told(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("type") == "string" and "enum" not in schema and "const" not in schema:
        return {"anyOf": [schema, {"$ref": f"#/$defs/{TOLD}"}]}
    return {key: _told(value) for key, value in schema.items()}


def _texts() -> dict[str, Any]:
    return {
        "type": "object",
        "description": "A text in each language of the story.",
        "properties": {language: {"type": "string"} for language in LANGUAGES},
        "additionalProperties": False,
        "minProperties": 1,
    }


def _referred(schema: Any) -> set[str]:
    """The definitions that others refer to: a contact's next promise is a promise."""
    if isinstance(schema, list):
        return set().union(*(_referred(item) for item in schema))
    if not isinstance(schema, dict):
        return set()
    own = {schema["$ref"].rpartition("/")[2]} if "$ref" in schema else set()
    return own.union(*(_referred(value) for value in schema.values()))


def _plain(schema: Any) -> Any:
    """Without what only the API's pages need; a relative time is no date-time."""
    if isinstance(schema, list):
        return [_plain(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    dropped = {"examples"}
    if schema.get("format") == "date-time":
        dropped |= {"format", "pattern", "ge", "lt"}
    return {key: _plain(value) for key, value in schema.items() if key not in dropped}


def written(schema: dict[str, Any]) -> str:
    """The schema as it stands in its file."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FILE.write_text(written(story_schema()), encoding="utf-8")
