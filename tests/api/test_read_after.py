"""Reading one's own writes: over one API process, over two, with a token and without."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx2
import pytest

from api.main import build_app
from api.marks import MOST, Answered, Carried, read, token
from api.read_after import PATIENCE
from builders import at
from db.records import put
from products import PARTS, RunningProduct
from products import PATIENCE as PATIENT
from workflows.case_decisions import FULL

PROMISE: dict[str, Any] = {"subject": "noise test", "latest_by": at("Wed 10:00").isoformat()}


class Plain:
    """A client that knows nothing of tokens, at an API process of its own."""

    def __init__(self, product: RunningProduct) -> None:
        apart = replace(product.app.state.dependencies, answered=Answered())
        transport = httpx2.ASGITransport(app=build_app(apart))
        self.http = httpx2.AsyncClient(transport=transport, base_url="http://product/v1")
        self.keys = product.keys

    async def ask(self, method: str, path: str, by: str = "li.min", **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.keys[by]}", **more.pop("headers", {})}
        return await self.http.request(method, path, headers=headers, **more)


@pytest.fixture
async def plain(product: RunningProduct) -> AsyncIterator[Plain]:
    client = Plain(product)
    yield client
    await client.http.aclose()


@pytest.fixture
async def slow(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[asyncio.Event]:
    """No record is stored until the event is set."""
    let = asyncio.Event()

    async def store(*given: Any) -> Any:
        await let.wait()
        return await put(*given)

    monkeypatch.setattr("activities.records.put", store)
    yield let
    let.set()


async def confirmed_then_held_up(product: RunningProduct, slow: asyncio.Event) -> str:
    """A confirmed case with all of it recorded; from here on no record is stored."""
    slow.set()
    number = await product.confirmed()
    await product.quiet(number)
    slow.clear()
    return number


async def test_a_command_is_answered_before_it_is_recorded_and_its_reader_waits(
    product: RunningProduct, plain: Plain, slow: asyncio.Event
) -> None:
    number = await confirmed_then_held_up(product, slow)
    answer = await plain.ask("POST", f"/cases/{number}/promises", json=PROMISE)
    assert answer.status_code == 200, answer.text
    made = answer.json()["promises"][0]
    looking = asyncio.create_task(plain.ask("GET", f"/cases/{number}/promises"))
    await asyncio.sleep(0.2)
    assert not looking.done()
    slow.set()
    seen = await looking
    assert made in [promise["id"] for promise in seen.json()["items"]]


@pytest.mark.parametrize("path", ["/cases?owner=li.min", "/agenda", "/inbox", "/cases/{number}"])
async def test_what_isnt_recorded_in_time_is_never_left_out_in_silence(
    product: RunningProduct, plain: Plain, slow: asyncio.Event, path: str
) -> None:
    number = await confirmed_then_held_up(product, slow)
    await plain.ask("POST", f"/cases/{number}/promises", json=PROMISE)
    began = asyncio.get_running_loop().time()
    answer = await plain.ask("GET", path.format(number=number))
    took = asyncio.get_running_loop().time() - began
    assert (answer.status_code, answer.json()["code"]) == (503, "not_recorded_yet")
    assert number in answer.json()["detail"]
    assert int(answer.headers["Retry-After"]) > 0
    assert took >= PATIENCE.total_seconds()
    others = await plain.ask("GET", path.format(number=number), by="wang.fang")
    assert others.status_code == 200, "who was told nothing waits for nothing"


async def test_another_case_is_read_while_one_waits(
    product: RunningProduct, plain: Plain, slow: asyncio.Event
) -> None:
    slow.set()
    number, other = await product.confirmed(), await product.confirmed()
    for each in (number, other):
        await product.quiet(each)
    slow.clear()
    await plain.ask("POST", f"/cases/{number}/promises", json=PROMISE)
    assert (await plain.ask("GET", f"/cases/{other}")).status_code == 200


async def test_a_token_shows_ones_writes_over_another_process(
    product: RunningProduct, slow: asyncio.Event
) -> None:
    number = await confirmed_then_held_up(product, slow)
    here, there = Plain(product), Plain(product)
    answer = await here.ask("POST", f"/cases/{number}/promises", json=PROMISE)
    brought = {"Read-After": answer.headers["Read-After"]}
    assert brought["Read-After"] == token(number, answer.json()["version"])
    without = await there.ask("GET", f"/cases/{number}/promises")
    assert answer.json()["promises"][0] not in [p["id"] for p in without.json()["items"]]
    looking = asyncio.create_task(there.ask("GET", f"/cases/{number}/promises", headers=brought))
    await asyncio.sleep(0.1)
    slow.set()
    seen = await looking
    assert answer.json()["promises"][0] in [p["id"] for p in seen.json()["items"]]
    for each in (here, there):
        await each.http.aclose()


async def test_a_repeat_between_answer_and_record_is_answered_by_the_case(
    product: RunningProduct, plain: Plain, slow: asyncio.Event
) -> None:
    number = await confirmed_then_held_up(product, slow)
    path, key = f"/cases/{number}/promises", {"Idempotency-Key": "twice"}
    first = await plain.ask("POST", path, json=PROMISE, headers=key)
    again = await plain.ask("POST", path, json=PROMISE, headers=key)
    assert (again.status_code, again.json()) == (200, first.json())
    other = await plain.ask("POST", path, json=PROMISE | {"subject": "x"}, headers=key)
    assert other.json()["code"] == "idempotency_key_reused"
    slow.set()
    await product.quiet(number)
    assert (await product.names(number)).count("promise_made") == 2


async def test_a_case_with_much_unrecorded_takes_what_it_is_sent_and_decides_later(
    product: RunningProduct, plain: Plain, slow: asyncio.Event
) -> None:
    number = await confirmed_then_held_up(product, slow)
    product.cases._timeout = timedelta(seconds=1)
    answers: list[Any] = []
    try:
        for n in range(FULL + 1):
            body = PROMISE | {"subject": f"test {n}"}
            answers.append(await plain.ask("POST", f"/cases/{number}/promises", json=body))
            if answers[-1].status_code != 200:
                break
    finally:
        product.cases._timeout = PATIENT
    assert answers[-1].status_code == 202
    assert 10 < len(answers) <= FULL
    assert "is not recorded yet" in answers[-1].json()["detail"]
    slow.set()
    await product.quiet(number)
    key = answers[-1].headers["Location"].removeprefix("/v1")
    assert (await plain.ask("GET", key)).json()["status"] == "done"
    made = {p["subject"] for p in (await plain.ask("GET", f"/cases/{number}")).json()["promises"]}
    assert made >= {f"test {n}" for n in range(len(answers))}


async def test_an_opening_is_in_the_list_it_was_made_from(
    product: RunningProduct, plain: Plain
) -> None:
    body = {"customer": {"name": "Ms Sun"}, "title": "Noise", "channel": "phone"}
    for _ in range(5):
        number = (await plain.ask("POST", "/cases", json=body)).json()["number"]
        product.numbers.append(number)
        listed = (await plain.ask("GET", "/cases?owner=li.min&limit=200")).json()["items"]
        assert number in [each["number"] for each in listed]
        await plain.ask(
            "POST", f"/cases/{number}/contacts", json={"channel": "phone", "parts": PARTS}
        )
        assert (await plain.ask("GET", f"/cases/{number}")).json()["stage"] == "triage"


@pytest.mark.parametrize("wrong", ["x", "C-1@", "@5", "C-000001@-1", "C-000001@1;C-000002@1", "，"])
async def test_a_token_that_is_not_ours_is_refused(product: RunningProduct, wrong: str) -> None:
    headers = {"Read-After": wrong.encode()}
    answer = await product.ask("GET", "/cases", headers=headers)  # type: ignore[arg-type]
    assert (answer.status_code, answer.json()["code"]) == (400, "read_after_invalid")
    assert answer.json()["errors"] == [{"field": "Read-After"}]


async def test_a_token_from_the_future_waits_no_longer_than_any_other(
    product: RunningProduct, plain: Plain
) -> None:
    number = await product.confirmed()
    for wanted in (token(number, 9_999), token("C-999999", 1)):
        answer = await plain.ask("GET", "/cases?owner=x", headers={"Read-After": wanted})
        assert (answer.status_code, answer.json()["code"]) == (503, "not_recorded_yet")


async def test_tokens_may_stand_on_several_lines(product: RunningProduct, plain: Plain) -> None:
    number = await product.confirmed()
    await product.quiet(number)
    for lines in ([token(number, 1), token(number, 999)], [token(number, 999), token(number, 1)]):
        headers = [("Authorization", f"Bearer {product.keys['li.min']}")]
        headers += [("Read-After", line) for line in lines]
        answer = await plain.http.get("/agenda", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (503, "not_recorded_yet")


async def test_whoever_prefers_it_is_answered_when_it_is_recorded(
    product: RunningProduct, plain: Plain, slow: asyncio.Event
) -> None:
    number = await confirmed_then_held_up(product, slow)
    wish = {"Prefer": "wait=5, Recorded; x=1", "Idempotency-Key": "k1"}
    path = f"/cases/{number}/promises"
    asking = asyncio.create_task(plain.ask("POST", path, json=PROMISE, headers=wish))
    await asyncio.sleep(0.3)
    assert not asking.done()
    slow.set()
    first = await asking
    assert (first.status_code, first.headers["Preference-Applied"]) == (200, "recorded")
    again = await plain.ask("POST", path, json=PROMISE, headers=wish)
    assert again.json() == first.json()
    assert again.headers["Preference-Applied"] == "recorded"
    plainly = await plain.ask(
        "POST", path, json=PROMISE | {"subject": "invoice"}, headers={"Prefer": "return=minimal"}
    )
    assert "Preference-Applied" not in plainly.headers


async def test_a_preference_that_takes_too_long_is_answered_without_a_word_of_it(
    product: RunningProduct, plain: Plain, slow: asyncio.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.answering.RECORDED_WITHIN", timedelta(seconds=0.2))
    number = await confirmed_then_held_up(product, slow)
    answer = await plain.ask(
        "POST", f"/cases/{number}/promises", json=PROMISE, headers={"Prefer": "recorded"}
    )
    assert answer.status_code == 200
    assert "Preference-Applied" not in answer.headers


async def test_a_preference_is_no_reason_to_doubt_what_is_done(
    product: RunningProduct, plain: Plain, slow: asyncio.Event
) -> None:
    number = await confirmed_then_held_up(product, slow)
    asking = asyncio.create_task(
        plain.ask("POST", f"/cases/{number}/promises", json=PROMISE, headers={"Prefer": "recorded"})
    )
    await asyncio.sleep(0.3)
    product.database.reading_refusals = 50
    answer = await asking
    product.database.reading_refusals = 0
    assert answer.status_code == 200, answer.text
    assert "Preference-Applied" not in answer.headers


async def test_a_refusal_speaks_of_what_was_just_made(
    product: RunningProduct, plain: Plain, slow: asyncio.Event
) -> None:
    number = await confirmed_then_held_up(product, slow)
    await plain.ask("POST", f"/cases/{number}/promises", json=PROMISE)
    path = f"/cases/{number}/promises/p99/release"
    asking = asyncio.create_task(plain.ask("POST", path, json={"reason": "they said so"}))
    await asyncio.sleep(0.3)
    slow.set()
    refusal = (await asking).json()
    assert refusal["code"] == "unknown_promise"
    assert "noise test" in refusal["detail"]


async def test_what_became_of_a_command_is_told_though_its_case_is_not_recorded(
    product: RunningProduct, plain: Plain, slow: asyncio.Event
) -> None:
    number = await confirmed_then_held_up(product, slow)
    await plain.ask(
        "POST", f"/cases/{number}/promises", json=PROMISE, headers={"Idempotency-Key": "k1"}
    )
    assert (await plain.ask("GET", "/commands/k1")).status_code == 200


async def test_a_visit_is_arranged_though_another_case_is_not_recorded(
    product: RunningProduct, plain: Plain, slow: asyncio.Event
) -> None:
    slow.set()
    number, other = await product.confirmed(), await product.confirmed()
    for each in (number, other):
        await product.quiet(each)
    slow.clear()
    await plain.ask("POST", f"/cases/{number}/promises", json=PROMISE)
    window = {"starts_at": at("Wed 10:00").isoformat(), "ends_at": at("Wed 12:00").isoformat()}
    visit = {"engineer": "sun.bo", "address": "1 High Street", **window}
    answer = await plain.ask("POST", f"/cases/{other}/visits", json=visit)
    assert answer.json().get("code") != "not_recorded_yet", answer.text


def test_tokens_merge_and_are_bounded() -> None:
    assert read("C-000001@5, C-000002@3,C-000001@4") == {"C-000001": 5, "C-000002": 3}
    assert read(" , ") == {}
    with pytest.raises(ValueError, match="tokens"):
        read(",".join(token(f"C-{n}", 1) for n in range(MOST + 1)))


def test_a_process_remembers_what_it_answered_for_some_minutes() -> None:
    now = [0.0]
    answered = Answered(lambda: now[0])
    answered.note("li.min", "C-1", 5)
    answered.note("li.min", "C-1", 3)
    answered.note("zhou.yan", "C-2", 1)
    assert answered.owed("li.min") == {"C-1": 5}
    answered.shown("li.min", {"C-1": 4})
    assert answered.owed("li.min") == {"C-1": 5}
    answered.shown("li.min", {"C-1": 5})
    assert answered.owed("li.min") == {}
    now[0] = 301
    assert answered.owed("zhou.yan") == {}


def test_a_process_doesnt_remember_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.marks.MOST_REMEMBERED", 2)
    answered = Answered()
    for n in range(3):
        answered.note("li.min", f"C-{n}", 1)
    assert answered.owed("li.min") == {"C-1": 1, "C-2": 1}


async def test_a_client_brings_along_what_it_hasnt_been_shown_yet() -> None:
    carried = Carried()
    seen: list[str | None] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        seen.append(request.headers.get("Read-After"))
        number = request.url.params.get("made")
        return httpx2.Response(200, headers={"Read-After": token(number, 4)} if number else {})

    transport = httpx2.MockTransport(answer)
    async with httpx2.AsyncClient(transport=transport, event_hooks=carried.hooks) as http:
        await http.post("http://a/v1/cases/C-1/contacts?made=C-1")
        await http.post("http://a/v1/cases/C-2/contacts?made=C-2")
        await http.get("http://a/v1/cases/C-1")
        await http.get("http://a/v1/agenda")
        await http.get("http://a/v1/agenda")
    assert seen == [None, "C-1@4", "C-1@4, C-2@4", "C-2@4", None]


async def test_what_was_heard_in_time_is_decided_before_anything_is_called_late(
    product: RunningProduct, plain: Plain, slow: asyncio.Event
) -> None:
    """The case is so far behind its records that it decides nothing: the promise waits with the call that keeps it."""
    slow.set()
    number = await product.confirmed()
    await product.quiet(number)
    soon = (product.now() + timedelta(seconds=8)).isoformat()
    made = await plain.ask(
        "POST", f"/cases/{number}/promises", json={"subject": "invoice", "latest_by": soon}
    )
    promise = made.json()["promises"][0]
    await product.quiet(number)
    slow.clear()
    product.cases._timeout = timedelta(seconds=0.5)
    try:
        for n in range(FULL):
            body = PROMISE | {"subject": f"test {n}"}
            if (await plain.ask("POST", f"/cases/{number}/promises", json=body)).status_code == 202:
                break
        call = {"channel": "phone", "parts": PARTS, "covers": [promise]}
        told = await plain.ask("POST", f"/cases/{number}/contacts", json=call)
    finally:
        product.cases._timeout = PATIENT
    assert told.status_code == 202
    assert product.now().isoformat() < soon, "it took too long to mean anything"
    await product.env.sleep(timedelta(seconds=9))
    await product.follow()
    slow.set()
    await product.eventually(number, "promise_kept")
    await product.quiet(number)
    assert "promise_broken" not in await product.names(number)
