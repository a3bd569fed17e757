"""Internal notes over HTTP: whose they are, whom they call, and that they go nowhere else."""

import json
from typing import Any

import pytest

from activities.webhook_bodies import bodies
from products import RunningProduct

SECRET = "BATCH-SEVEN-IS-BAD"


async def notes(
    product: RunningProduct, number: str, by: str = "li.min"
) -> list[tuple[str, str, list[str]]]:
    answer = await product.get(f"/cases/{number}/notes", by=by)
    return [(note["id"], note["text"], note["mentions"]) for note in answer["items"]]


async def test_a_note_calls_whom_it_names_and_is_read_by_colleagues(
    product: RunningProduct,
) -> None:
    number = await product.opened()
    text = "@chen.jie，请看一下。also @sun.bo: is it the same batch? Mail me at li@chen.jie."
    made = await product.post(f"/cases/{number}/notes", text=text)
    assert made["notes"] == ["n1"]
    await product.quiet(number)
    for person in ("chen.jie", "sun.bo"):
        assert await notes(product, number, person) == [("n1", text, ["chen.jie", "sun.bo"])]
        (notice,) = [
            n for n in await product.items("/inbox", by=person, limit=200) if n["number"] == number
        ]
        assert (notice["about"], notice["ref"]) == ("note_mention", "n1")
    lines = [item["line"] for item in await product.items(f"/cases/{number}/timeline")]
    assert any("internal note for Chen Jie" in line for line in lines)


async def test_the_owner_hears_of_what_others_write(product: RunningProduct) -> None:
    number = await product.opened()
    await product.post(f"/cases/{number}/notes", by="zhou.yan", text="The part is on my desk")
    await product.quiet(number)
    found = [
        n for n in await product.items("/inbox", by="li.min", limit=200) if n["number"] == number
    ]
    assert [n["about"] for n in found] == ["note_added"]


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("＠Chen.Jie please", ["chen.jie"]),
        ("请@chen.jie看，谢谢@SUN.BO", ["chen.jie", "sun.bo"]),
        ("王小明@qq.com and josé@example.com and li@chen.jie", []),
        ("bearing @5mm, 3 @ 12V, and so on", []),
        ("@chen.jie, @chen.jie. And @li.min, who writes this", ["chen.jie"]),
    ],
    ids=["full width", "in Chinese", "addresses", "measures", "twice and oneself"],
)
async def test_only_a_colleague_who_is_meant_is_called(
    product: RunningProduct, text: str, called: list[str]
) -> None:
    number = await product.opened()
    await product.post(f"/cases/{number}/notes", text=text)
    assert [mentions for _, _, mentions in await notes(product, number)] == [called]


async def test_whoever_may_not_read_notes_is_not_called_to_one(product: RunningProduct) -> None:
    number = await product.opened()
    answer = await product.ask("POST", f"/cases/{number}/notes", {"text": "@wecom and @nobody.x"})
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_mention")
    assert "wecom, nobody.x" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("text", "code", "field"),
    [
        ("ask @chen.jei about it, or @chen.jieX", "unknown_mention", "text"),
        (" \n ", "invalid_request", "text"),
        ("word " * 12_000, "invalid_request", "text"),
        (" ".join(f"@p{n}" for n in range(51)), "invalid_request", "text"),
    ],
    ids=["nobody of that name", "blank", "60,000 letters", "everybody"],
)
async def test_a_note_that_would_be_lost_is_refused(
    product: RunningProduct, text: str, code: str, field: str
) -> None:
    number = await product.opened()
    answer = await product.ask("POST", f"/cases/{number}/notes", {"text": text})
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, code)
    assert [each["field"] for each in problem["errors"]] == [field]
    assert await notes(product, number) == []


async def test_a_repeat_writes_one_note(product: RunningProduct) -> None:
    number = await product.opened()
    for _ in range(2):
        answer = await product.ask("POST", f"/cases/{number}/notes", {"text": "once"}, key="n-1")
        assert (answer.status_code, answer.json()["notes"]) == (200, ["n1"])
    assert [text for _, text, _ in await notes(product, number)] == ["once"]


async def test_no_machine_reads_notes_and_their_words_go_nowhere_else(
    product: RunningProduct,
) -> None:
    number = await product.opened()
    await product.post(f"/cases/{number}/notes", text=f"{SECRET} @chen.jie")
    await product.quiet(number)
    for method, body in (("GET", None), ("POST", {"text": "hello"})):
        answer = await product.ask(method, f"/cases/{number}/notes", body, by="wecom")
        assert (answer.status_code, answer.json()["code"]) == (403, "role_required")
    shown = [
        json.dumps(await product.get(f"/cases/{number}")),
        json.dumps(await product.items(f"/cases/{number}/timeline")),
        json.dumps(await product.get(f"/cases/{number}/draft")),
        json.dumps(await product.items("/inbox", by="chen.jie")),
    ]
    events = len(await product.happened(number))
    sent = await bodies(product.database, number, tuple(range(1, events + 1)), with_words=True)
    shown += [body.decode() for body in sent.values()]
    assert any("note_added" in each for each in shown)
    assert [each for each in shown if SECRET in each] == []


@pytest.mark.parametrize("what", ["notes", "contacts"])
async def test_there_are_parts_of_what_a_case_has_much_of(
    product: RunningProduct, what: str
) -> None:
    number = await product.opened()
    for count in range(5):
        if what == "notes":
            await product.post(f"/cases/{number}/notes", text=f"note {count}")
        else:
            await product.contact(number, said=f"word {count}")
    await product.recorded(number)
    path = f"/cases/{number}/{what}"
    whole = await product.items(path)
    assert len({each["id"] for each in whole}) == 5
    assert [each["at" if what == "notes" else "occurred_at"] for each in whole] == sorted(
        each["at" if what == "notes" else "occurred_at"] for each in whole
    )
    more: dict[str, Any] = {}
    for newest_first in (False, True):
        seen: list[Any] = []
        more = {}
        while True:
            page = await product.get(path, newest_first=newest_first, limit=2, **more)
            assert len(page["items"]) <= 2
            seen += page["items"]
            if page["next"] is None:
                break
            more = {"cursor": page["next"]}
        assert seen == (whole[::-1] if newest_first else whole)
    wrong = await product.ask("GET", f"{path}?cursor={more['cursor']}")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "invalid_cursor")
    if what == "contacts":
        case = await product.get(f"/cases/{number}")
        assert case["contacts"] == whole
