"""Every free text of the API, on PostgreSQL, which keeps least: whatever people type can be kept, or its field
is named. A record that no database takes would be tried again for ever."""

import asyncio
import copy
import json
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from api.wire import HAS_TEXT, NO_NUL
from builders import an_actor
from databases import on_server, postgresql_migrated, postgresql_server
from db.models import Base
from domain.stages import CompleteStage
from products import RunningProduct, running_product
from workflows.client import Done

__all__ = ["postgresql_migrated", "postgresql_server"]
pytestmark = [pytest.mark.postgres, pytest.mark.trial("A37")]

ODD = "\x00\x01\x08\x0b\x1b\x7f\x85\u200b\u2028\ufeff\ufffe\ufffd\U0001f600\ud83d\ude00\U000f0000"
"""Control characters, invisible ones, whole emoji and the halves of one, what is no character."""
HEARD = {("/v1/cases", "description"), ("/v1/cases/{number}/messages", "text")}
"""A customer's own words, of which nothing is refused."""
Place = tuple[str | int, ...]


@pytest.fixture(scope="module")
async def product(
    tmp_path_factory: pytest.TempPathFactory, postgresql_migrated: str
) -> AsyncIterator[RunningProduct]:
    names = ", ".join(f'"{name}"' for name in Base.metadata.tables)
    emptied = f"TRUNCATE {names} RESTART IDENTITY"
    await asyncio.to_thread(on_server, postgresql_migrated, emptied)
    folder: Path = tmp_path_factory.mktemp("product")
    async with running_product(folder, url=postgresql_migrated) as opened:
        yield opened


def resolved(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """What a schema refers to."""
    if "$ref" not in schema:
        return schema
    found: dict[str, Any] = document["components"]["schemas"][schema["$ref"].split("/")[-1]]
    return found


def free_texts(document: dict[str, Any], schema: dict[str, Any]) -> Iterator[Place]:
    """Where a body has texts that are no names, times or choices."""
    schema = resolved(document, schema)
    for choice in schema.get("anyOf", ()):
        yield from free_texts(document, choice)
    for name, each in schema.get("properties", {}).items():
        yield from ((name, *place) for place in free_texts(document, each))
    for name, part in (("x", entries_of(schema)), (0, schema.get("items"))):
        if part:
            yield from ((name, *place) for place in free_texts(document, part))
    chosen = {"enum", "const", "format"} & set(schema)
    free = schema.get("pattern") in (None, NO_NUL["pattern"], HAS_TEXT["pattern"])
    if schema.get("type") == "string" and free and not chosen:
        yield ()


def entries_of(schema: dict[str, Any]) -> dict[str, Any] | None:
    """What the entries of a form are, whose names are not known beforehand."""
    found: dict[str, Any] | None = next(iter(schema.get("patternProperties", {}).values()), None)
    other = schema.get("additionalProperties")
    return found or (other if isinstance(other, dict) else None)


def with_text(
    document: dict[str, Any], schema: dict[str, Any], body: Any, place: Place, text: str
) -> Any:
    """A body with a text at that place, and the examples of the parts that it lacks on the way there."""
    if not place:
        return text
    schema = resolved(document, schema)
    for choice in schema.get("anyOf", ()):
        if place in free_texts(document, choice):
            return with_text(document, choice, body, place, text)
    first, rest = place[0], place[1:]
    if first == 0:
        inner = body[0] if body else None
        return [with_text(document, schema["items"], inner, rest, text)]
    body = copy.deepcopy(body or schema.get("examples", [{}])[0])
    part = schema.get("properties", {}).get(first) or entries_of(schema)
    assert part, f"{place} is no place in {schema}"
    body[first] = with_text(document, part, body.get(first), rest, text)
    return body


def bodies(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], Place]]:
    """Each free text of each command: the route, the schema of its body, the place in it."""
    for path, ways in document["paths"].items():
        body = ways.get("post", {}).get("requestBody")
        if body and path != "/codec/decode":
            schema = body["content"]["application/json"]["schema"]
            yield from ((path, schema, place) for place in free_texts(document, schema))


async def sent(
    product: RunningProduct,
    document: dict[str, Any],
    found: tuple[str, dict[str, Any], Place],
    number: str,
    text: str,
) -> Any:
    path, schema, place = found
    names = {"number": number, "stage": "diagnose"}
    for name in ("promise", "escalation", "message", "visit", "contact", "webhook", "event"):
        names[name] = f"{name[0]}1"
    body = with_text(document, schema, None, place, text)
    return await product.ask(
        "POST",
        path.removeprefix("/v1").format(**names),
        by="wang.fang",
        headers={"Content-Type": "application/json"},
        content=json.dumps(body),  # escaped: a client may send half an emoji like that
    )


def drawn() -> list[str]:
    """Some odd texts, always the same."""
    found: list[str] = []

    @settings(
        max_examples=4,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.text(st.sampled_from(ODD.replace("\0", "") + "aé中"), min_size=3, max_size=12))
    def draw(text: str) -> None:
        found.append(f"x{text}")

    draw()
    return found


async def test_a_nul_is_refused_by_the_name_of_its_field(product: RunningProduct) -> None:
    document = (await product.http.get("/openapi.json")).json()
    number = await product.confirmed()
    seen = list(bodies(document))
    assert len(seen) > 40
    for found in seen:
        path, _, place = found
        field = ".".join(map(str, place))
        answer = await sent(product, document, found, number, "a\0b")
        if (path, field) in HEARD:
            assert answer.is_success, answer.text
            continue
        told = f"{path} {field}: {answer.text}"
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request"), told
        assert field in [error["field"] for error in answer.json()["errors"]], told


async def test_whatever_else_is_typed_can_be_kept(product: RunningProduct) -> None:
    document = (await product.http.get("/openapi.json")).json()
    numbers = [await product.confirmed()]
    for text in drawn():
        for found in bodies(document):
            answer = await sent(product, document, found, numbers[-1], text)
            assert answer.status_code < 500, f"{found[0]} {found[2]} {text!r}: {answer.text}"
            if answer.status_code == 201 and found[0] == "/v1/cases":
                numbers.append(answer.json()["number"])
    for number in dict.fromkeys(numbers):
        if (await product.get(f"/cases/{number}"))["phase"] != "closed":
            await product.quiet(number)
        assert (await product.ask("GET", f"/cases/{number}/timeline")).is_success


async def test_what_passed_the_door_all_the_same_is_recorded(product: RunningProduct) -> None:
    """An older API, or a hole in this one: the case goes on."""
    number = await product.confirmed()
    command = CompleteStage(
        actor=an_actor("li.min"),
        received_at=product.now(),
        key="nul\0",
        digest="d",
        stage="diagnose",
        yields={"findings": "a\0b", "root_cause": "product/part"},
    )
    assert isinstance(await product.cases.submit(number, command), Done)
    await product.quiet(number)
    assert (await product.get(f"/cases/{number}"))["stage"] == "plan"


async def test_a_subject_stands_on_one_line_and_turns_no_sentence_round(
    product: RunningProduct,
) -> None:
    number = await product.confirmed()
    given = {
        "subject": "noise\ntest \u202edone",
        "latest_by": (product.now() + timedelta(days=1)).isoformat(),
    }
    answer = await product.ask("POST", f"/cases/{number}/promises", given)
    (made,) = answer.json()["promises"]
    found = (await product.get(f"/cases/{number}"))["promises"]
    assert next(p["subject"] for p in found if p["id"] == made) == "noise test \ufffddone"


async def test_a_text_in_which_nothing_can_be_seen_is_not_quoted(product: RunningProduct) -> None:
    number = await product.confirmed()
    answer = await product.ask("POST", f"/cases/{number}/withdraw", {"reason": "\u200b"})
    (error,) = answer.json()["errors"]
    assert (error["type"], "\u200b" in error["message"]) == ("no_words", False)


@pytest.mark.parametrize("nothing", ["无", "n/a", "...", "👍"])
async def test_a_placeholder_keeps_no_promise_and_is_no_reason(
    product: RunningProduct, nothing: str
) -> None:
    number = await product.confirmed()
    parts = {"what_comes_next": "We test it.", "where_we_are": nothing}
    said = await product.ask(
        "POST", f"/cases/{number}/contacts", {"channel": "phone", "parts": parts}
    )
    why = await product.ask("POST", f"/cases/{number}/withdraw", {"reason": nothing})
    for answer, field in ((said, "parts.where_we_are"), (why, "reason")):
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
        (error,) = answer.json()["errors"]
        assert (error["field"], error["type"]) == (field, "says_nothing")
        assert nothing in error["message"]
    assert "promise_kept" not in await product.names(number)


async def test_a_text_that_is_too_long_is_measured_in_characters(product: RunningProduct) -> None:
    number = await product.confirmed()
    answer = await product.ask("POST", f"/cases/{number}/notes", {"text": "长" * 60_000})
    (error,) = answer.json()["errors"]
    assert (error["field"], error["type"]) == ("text", "string_too_long")
    assert "20000 characters" in error["message"]
    answer = await product.ask("POST", f"/cases/{number}/notes", {"text": ""})
    (error,) = answer.json()["errors"]
    assert (error["field"], error["type"]) == ("text", "string_too_short")


async def test_nobody_who_is_unknown_looks_as_if_they_owed_nothing(product: RunningProduct) -> None:
    for path in ("/agenda", "/inbox"):
        for person in ("nobody", "", "李"):
            answer = await product.ask("GET", f"{path}?person={person}", by="chen.jie")
            assert (answer.status_code, answer.json()["code"]) == (422, "unknown_person"), path
