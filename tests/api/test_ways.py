"""What can be asked next: what leads on, what is open, and why the rest is shut, before anybody tries."""

import asyncio
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from api import trying
from api.main import bare_app
from api.plausible import bodies
from api.routes import CASE, table
from api.trials import UNTRIED
from api.trying import ENTRIES, MOST_ENTRIES, entries
from builders import Played
from db.access import Principal
from db.cases import load_case
from products import PARTS, RunningProduct

COMMANDS = {
    route.name: route
    for route in table(bare_app().routes)
    if route.is_command and route.path.startswith(f"/v1{CASE}/")
}


async def _ways(product: RunningProduct, number: str, by: str = "li.min") -> dict[str, Any]:
    await product.recorded(number)
    told = await product.get(f"/cases/{number}/ways", by=by)
    assert told["number"] == number
    return {way["place"]: way for way in told["items"]}


def _verbs(ways: dict[str, Any], *, is_open: bool) -> set[str]:
    return {way["verb"] for way in ways.values() if way["open"] is is_open}


async def test_what_leads_on_comes_first_with_the_stages_it_leads_to(
    product: RunningProduct,
) -> None:
    number = await product.opened()
    assert not (await _ways(product, number))["triage"]["open"]
    await product.contact(number)
    ways = await _ways(product, number)
    first = next(iter(ways.values()))
    assert first["leads_to"], "what leads nowhere stands behind"
    assert ways["triage"]["open"]
    names = {each["name"] for each in ways["triage"]["leads_to"]}
    assert names and all(each["label"] for each in ways["triage"]["leads_to"])
    case = await product.get(f"/cases/{number}")
    assert names == set(case["leads_to"][f"POST /v1/cases/{number}/triage"])


async def test_a_look_changes_and_keeps_nothing(product: RunningProduct) -> None:
    number = await product.confirmed()
    before = await product.names(number)
    product.database.refusals = 1000  # whoever wrote anything would fail
    try:
        ways = await _ways(product, number)
    finally:
        product.database.refusals = 0
    assert ways["contacts"]["open"]
    assert await product.names(number) == before
    assert (await product.ask("GET", "/commands/on-trial")).status_code == 404


@pytest.mark.parametrize("reached", ["opened", "triaged", "confirmed", "verifying", "withdrawn"])
async def test_what_is_shut_is_refused_with_the_words_it_was_shut_with(
    product: RunningProduct, reached: str
) -> None:
    number = await getattr(product, reached)()
    ways = await _ways(product, number)
    case = await load_case(product.database, number)
    assert case
    shut = [way for way in ways.values() if not way["open"]]
    assert shut
    who = Principal("li.min", frozenset({"agent"}), "agent", "after_sales", "en")
    for way in shut:
        if way["verb"] in UNTRIED:
            body: dict[str, Any] | None = {"same_person": True}
        else:
            body = next(bodies(COMMANDS[way["verb"]], case, who, product.now()))
        answer = await product.ask("POST", f"/cases/{number}/{way['place']}", body)
        assert answer.status_code >= 400, (way, answer.text)
        said = answer.json()
        told = way["refusal"]
        assert (said["code"], said["title"]) == (told["code"], told["title"])
        assert said["detail"] == told["detail"]


async def test_a_pause_shuts_pausing_and_opens_going_on(product: RunningProduct) -> None:
    number = await product.confirmed()
    ways = await _ways(product, number)
    assert (ways["pause"]["open"], ways["resume"]["open"]) == (True, False)
    assert ways["resume"]["refusal"]["code"] == "not_paused"
    until = product.now() + timedelta(days=3)
    await product.post(
        f"/cases/{number}/pause", reason="waiting_on_parts", until=until, channel="phone"
    )
    ways = await _ways(product, number)
    assert (ways["pause"]["open"], ways["resume"]["open"]) == (False, True)
    assert ways["pause"]["refusal"]["detail"]


async def test_choices_that_are_refused_are_told_while_another_is_open(
    product: RunningProduct,
) -> None:
    number = await product.verifying()
    ways = await _ways(product, number)
    resolve = ways["resolve"]
    assert {shut["value"] for shut in resolve["shut_choices"]} or not resolve["open"]
    await product.contact(number, parts={**PARTS, "where_we_are": "Does it hold?"})
    await product.post(f"/cases/{number}/verification", outcome="fixed")
    ways = await _ways(product, number)
    resolve = ways["resolve"]
    assert resolve["open"]
    shut = {each["value"]: each for each in resolve["shut_choices"]}
    assert "customer_confirmed" not in shut
    assert shut["observed"]["field"] == "basis"
    assert shut["observed"]["code"] == "observation_not_running"
    assert shut["unreachable"]["detail"]


async def test_each_entry_has_its_own_ways(product: RunningProduct) -> None:
    number = await product.confirmed()
    made = await product.post(
        f"/cases/{number}/promises", subject="Result", latest_by=product.now() + timedelta(days=1)
    )
    (promise,) = made["promises"]
    called = await product.post(f"/cases/{number}/escalations", reason="please help")
    call = called["escalations"][0]
    ways = await _ways(product, number)
    assert ways[f"promises/{promise}/renegotiate"]["open"]
    assert ways[f"promises/{promise}/renegotiate"]["entry"] == promise
    assert not ways[f"promises/{promise}/release"]["open"]
    assert ways[f"promises/{promise}/release"]["refusal"]["code"] == "release_unsaid"
    assert ways[f"escalations/{call}/acknowledge"]["open"] is False  # it is the lead's
    lead = await _ways(product, number, by="chen.jie")
    assert lead[f"escalations/{call}/acknowledge"]["open"]


async def test_whose_roles_may_not_ask_is_not_told_of_it(product: RunningProduct) -> None:
    number = await product.confirmed()
    await product.post(f"/cases/{number}/notes", text="@sun.bo is it the same batch?")
    await product.quiet(number)  # from then on the case is there for them
    verbs = {way["verb"] for way in (await _ways(product, number, by="sun.bo")).values()}
    assert verbs == {v for v, r in COMMANDS.items() if r.roles and "department" in r.roles} - {
        "record_visit",
        "report_visit",
    }
    assert not (await _ways(product, number, by="root"))


async def test_a_closed_case_says_why_nothing_is_open(product: RunningProduct) -> None:
    number = await product.withdrawn()
    ways = await _ways(product, number)
    assert _verbs(ways, is_open=True) == {"message"}
    assert ways["contacts"]["refusal"]["code"] == "case_closed"


async def test_the_words_are_in_the_readers_language(product: RunningProduct) -> None:
    number = await product.opened()
    await product.recorded(number)
    answer = await product.ask("GET", f"/cases/{number}/ways", headers={"Accept-Language": "zh-CN"})
    told = {way["place"]: way for way in answer.json()["items"]}
    assert any("\u4e00" <= letter <= "\u9fff" for letter in told["resume"]["refusal"]["detail"])


def test_every_name_in_an_address_stands_for_entries_of_the_case() -> None:
    for route in COMMANDS.values():
        names = [part[1:-1] for part in route.path.split("/") if part.startswith("{")]
        assert set(names) - {"number"} <= set(ENTRIES), route.path


async def test_an_answer_carries_what_is_needed_next_for_whoever_prefers_that(
    product: RunningProduct,
) -> None:
    number = await product.opened()
    prefers = {"Prefer": "return=representation"}
    body = {"channel": "phone", "parts": PARTS}
    answer = await product.ask("POST", f"/cases/{number}/contacts", body, headers=prefers)
    assert answer.headers["Preference-Applied"] == "return=representation"
    told = answer.json()
    assert told["next"] == await product.get(f"/cases/{number}/ways", by="li.min")
    assert told["next"]["version"] == told["version"]
    assert told["next"]["stage"] == told["stage"]
    ways = {way["verb"]: way for way in told["next"]["items"]}
    yields = {ask["name"]: "1" for ask in told["next"]["asks"] if not ask["choices"]}
    yields |= {a["name"]: a["choices"][0]["value"] for a in told["next"]["asks"] if a["choices"]}
    assert ways["triage"]["open"]
    triage = {"priority": "P2", "traits": ["needs_care"], "yields": yields}
    both = {"Prefer": "return=representation, recorded"}
    answer = await product.ask("POST", f"/cases/{number}/triage", triage, headers=both)
    assert answer.headers["Preference-Applied"] == "recorded, return=representation"
    (confirm,) = [way for way in answer.json()["next"]["items"] if way["verb"] == "confirm"]
    assert confirm["open"] and confirm["leads_to"]
    plain = await product.ask("POST", f"/cases/{number}/notes", {"text": "no wish"})
    assert "next" not in plain.json()
    assert "Preference-Applied" not in plain.headers


async def test_what_was_found_out_is_told_in_words(product: RunningProduct) -> None:
    number = await product.triaged()
    case = await product.get(f"/cases/{number}")
    told = {each["name"]: each for each in case["yielded"]}
    assert set(told) == set(case["facts"])
    assert told["impact"]["value"] == "person"
    assert told["impact"]["called"] != "person"


async def test_others_get_their_turn_between_two_trials(monkeypatch: pytest.MonkeyPatch) -> None:
    case = Played().confirmed().case
    turns = 0

    async def may_ask(*_: Any) -> list[Any]:
        return [*COMMANDS.values()]

    async def tried(*given: Any) -> Any:
        return given[1].name, turns

    async def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    monkeypatch.setattr(trying, "may_ask", may_ask)
    monkeypatch.setattr(trying, "_tried", tried)
    asked = SimpleNamespace(request=None, case=case)
    busy = asyncio.create_task(others())
    found: list[Any] = await trying.try_all(asked)  # type: ignore[arg-type]
    busy.cancel()
    seen = [at for _, at in found]
    assert len(seen) > 20
    assert seen == sorted(set(seen)), "two trials without a turn in between"


def test_of_one_kind_the_first_twenty_are_tried() -> None:
    played = Played().confirmed()
    for n in range(30):
        played.promise(f"Wed 10:{n:02d}", subject=f"part {n}")
    tried = [each["promise"] for each in entries(COMMANDS["renegotiate"], played.case)]
    every = [promise.id for promise in played.case.open_promises]
    assert tried == every[:MOST_ENTRIES]
    assert len(every) > MOST_ENTRIES == 20
