"""What a key is for, and what it is not told (REQ J4, J4a)."""

from collections.abc import Iterator
from typing import Any, get_args

import pytest
from fastapi.routing import APIRoute, iter_route_contexts
from pydantic import BaseModel

from api import personal
from api.main import bare_app
from api.routes import table
from db import people
from db.access import SCOPES, Scope, create_key
from db.people import Person
from products import TEAM, RunningProduct

OF_SERVICES = ("intake", "read", "personal")
SECRETS = (
    "Ms Sun",
    "13800138000",
    "138 0013",
    "rattle",
    "High Street",
    "fetch",
    "kettle",
    "bearing",
    "lawyer",
)
"""Somebody's name, number, address and words, as the cases below have them."""


async def key_for(product: RunningProduct, *scopes: Scope, old: bool = False) -> str:
    """A key of a service for these scopes, or as made before there were any; the handle it is asked by."""
    name = "shop." + ("old" if old else ".".join(scopes))
    person = Person(name, "Web shop", "department", frozenset({"service"}), TEAM, "en")
    await people.put(product.database, person)
    given = None if old else frozenset(scopes)
    made = await create_key(product.database, name, label="test", now=product.now(), scopes=given)
    product.keys[name] = made.clear
    return name


async def code_of(product: RunningProduct, try_: tuple[str, str, Any], by: str) -> str | None:
    answer = await product.ask(*try_, by=by)
    told: dict[str, Any] = answer.json()
    return told.get("code") if answer.status_code >= 400 else None


async def test_a_key_of_a_service_is_for_its_scopes_alone(product: RunningProduct) -> None:
    number = await product.opened()
    message = f"/cases/{number}/messages"
    tries: dict[Scope, list[tuple[str, str, Any]]] = {
        "intake": [("POST", "/cases", {}), ("POST", message, {})],
        "read": [("GET", "/cases", None), ("GET", f"/cases/{number}", None)],
        "webhooks": [("GET", "/webhooks", None)],
    }
    for scope in tries:
        shop = await key_for(product, scope)
        for other, those in tries.items():
            for each in those:
                code = await code_of(product, each, shop)
                assert (code == "scope_required") == (scope != other), (scope, each, code)
        assert (await product.get("/me", by=shop))["roles"] == ["service"]


async def test_a_key_from_before_does_what_it_did(product: RunningProduct) -> None:
    shop = await key_for(product, old=True)
    number = (
        await product.post(
            "/cases", by=shop, customer={"name": "Ms Sun"}, title="A rattle", channel="web"
        )
    )["number"]
    await product.post(f"/cases/{number}/messages", by=shop, channel="web", text="Any news?")
    await product.recorded()
    assert (await product.get(f"/cases/{number}", by=shop))["person"]["name"] == "Ms Sun"
    assert await code_of(product, ("GET", "/webhooks", None), shop) == "scope_required"


async def test_a_refused_scope_is_said_with_the_way_out(product: RunningProduct) -> None:
    shop = await key_for(product, "intake")
    answer = await product.ask("GET", "/cases", by=shop)
    told = answer.json()
    assert (answer.status_code, told["params"]) == (403, {"scope": "read"})
    assert "--scope read" in told["detail"]


async def test_a_persons_key_may_be_for_less_than_its_person(product: RunningProduct) -> None:
    made = await create_key(
        product.database, "li.min", label="", now=product.now(), scopes=frozenset({"read"})
    )
    product.keys["li.min.reading"] = made.clear
    number = await product.opened()
    refused = await product.refused(f"/cases/{number}/withdraw", by="li.min.reading", reason="x")
    assert refused.json()["code"] == "scope_required"


async def a_full_case(product: RunningProduct) -> str:
    """One in which people have said a good deal."""
    number = await product.confirmed(
        title="A rattle in the kettle",
        description="It began to rattle when my son came to fetch it",
        customer={"name": "Ms Sun", "phone": "138 0013 8000", "company": "Rattle & Sons"},
    )
    await product.post(
        f"/cases/{number}/messages", by="wecom", channel="wecom", text="Still the rattle"
    )
    await product.post(f"/cases/{number}/escalations", reason="She talks of a lawyer")
    await product.post(f"/cases/{number}/notes", text="@chen.jie the bearing again")
    starts = product.now().replace(microsecond=0)
    await product.post(
        f"/cases/{number}/visits",
        engineer="sun.bo",
        starts_at=starts.replace(day=starts.day + 1),
        ends_at=starts.replace(day=starts.day + 1, hour=starts.hour + 2),
        address="1 High Street",
    )
    await product.quiet(number)
    return number


async def test_without_the_scope_nobodys_name_number_address_or_word_is_told(
    product: RunningProduct,
) -> None:
    number = await a_full_case(product)
    blind = await key_for(product, "read")
    clear = await key_for(product, "read", "personal")
    reads = [
        route.path.removeprefix("/v1").replace("{number}", number)
        for route in table(product.app.routes)
        if route.method == "GET" and "service" in (route.roles or ()) and route.scope == "read"
    ]
    told = 0
    for path in reads:
        if "{" in path:
            continue
        seen, whole = [await product.ask("GET", path, by=by) for by in (blind, clear)]
        assert seen.status_code == whole.status_code == 200, (path, seen.text)
        told += any(secret in whole.text for secret in SECRETS)
        assert [secret for secret in SECRETS if secret in seen.text] == [], path
    assert told > 6
    case = await product.get(f"/cases/{number}", by=blind)
    assert (case["number"], case["stage"], case["owner"]) == (number, "diagnose", "li.min")
    assert case["person"].keys() == {"id", "level", "question"}
    assert [m["channel"] for m in case["messages"]] == ["wecom"]
    page = await product.get("/cases", by=blind, limit=200)
    assert {"title"}.isdisjoint(page["items"][0])
    assert "next" in page


async def test_a_key_for_nothing_personal_sends_nobodys_words_to_others(
    product: RunningProduct,
) -> None:
    blind = await key_for(product, "webhooks")
    hook = {"url": "http://127.0.0.1:9/hook"}
    answer = await product.refused("/webhooks", by=blind, **hook, with_words=True)
    assert (answer.json()["code"], answer.json()["params"]) == (
        "scope_required",
        {"scope": "personal"},
    )
    wordy = (await product.post("/webhooks", by="root", **hook, with_words=True))["id"]
    moved = await product.ask("PATCH", f"/webhooks/{wordy}", hook, by=blind)
    assert moved.json()["code"] == "scope_required"
    quiet = (await product.post("/webhooks", by=blind, **hook))["id"]
    assert (await product.ask("PATCH", f"/webhooks/{quiet}", hook, by=blind)).is_success


def texts(model: type[BaseModel], seen: set[type[BaseModel]]) -> Iterator[tuple[type[Any], str]]:
    """Each field of an answer that has room for somebody's words, with its model."""
    if model in seen or model.__name__ in personal.WHOLE:
        return
    seen.add(model)
    for name, field in model.model_fields.items():
        for part in personal.parts_of(field.annotation):
            if personal.is_model(part):
                yield from texts(part, seen)
        if personal.holds_text(field.annotation):
            yield model, name


def test_of_each_text_in_an_answer_somebody_has_said_whether_it_is_personal() -> None:
    seen: set[type[BaseModel]] = set()
    unsaid = set()
    for context in iter_route_contexts(bare_app().routes):
        route = context.original_route
        if not isinstance(route, APIRoute) or route.response_field is None:
            continue
        for model in personal.parts_of(route.response_field.field_info.annotation):
            if personal.is_model(model):
                for owner, name in texts(model, seen):
                    known = personal.is_plain(owner, name) or name in personal.PERSONAL
                    both = f"{owner.__name__}.{name}" in personal.PERSONAL
                    if not (known or both):
                        unsaid.add(f"{owner.__name__}.{name}")
    assert len(seen) > 40
    assert unsaid == set()


@pytest.mark.parametrize("route", [r for r in table(bare_app().routes) if r.roles is not None])
def test_a_key_is_for_something_a_route_needs(route: Any) -> None:
    """A command of people is work; what a service may do has a scope of its own."""
    if route.scope is None:
        assert route.name in ("get_me", "get_command")
    if "service" in route.roles and route.method != "GET" and route.scope:
        assert route.scope in ("intake", "webhooks", "read")
    assert route.scope in (None, *SCOPES)
    assert set(OF_SERVICES) < set(get_args(Scope))


async def test_what_can_be_asked_next_is_cut_like_any_other_answer(product: RunningProduct) -> None:
    """For a key without `personal`; one that reads nothing is not told of it."""
    number = await product.confirmed()
    prefers = {"Prefer": "return=representation"}
    scopes: tuple[frozenset[Scope], ...] = (
        frozenset({"work"}),
        frozenset({"work", "read"}),
        frozenset({"work", "read", "personal"}),
    )
    told: list[Any] = []
    for each in scopes:
        made = await create_key(
            product.database, "li.min", label="test", now=product.now(), scopes=each
        )
        product.keys["some of li.min's"] = made.clear
        answer = await product.ask(
            "POST",
            f"/cases/{number}/notes",
            {"text": "for ourselves"},
            by="some of li.min's",
            headers=prefers,
        )
        assert answer.status_code == 200, answer.text
        told.append(answer.json().get("next"))
    assert told[0] is None
    assert not any((way["refusal"] or {}).get("detail") for way in told[1]["items"])
    assert any((way["refusal"] or {}).get("detail") for way in told[2]["items"])
