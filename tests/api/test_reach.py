"""Who reaches which cases: the table that people read, asked of the product route by route (REQ J4a)."""

import asyncio
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from sqlalchemy import delete

from api.main import bare_app
from api.marks import token
from api.reach import Reach
from api.read_after import PATIENCE
from api.reference import ACCESS_PLACE, access
from api.routes import open_routes, routes, table
from db import people
from db.access import ALL_SCOPES, create_key
from db.people import ROLES, Person, Role
from db.upsert import insert_new
from db.visits import VisitRow
from products import TEAM, RunningProduct

ELSEWHERE = "kitchens"
"""A team that the cases of these tests are not carried by."""
OUT_OF_REACH = ("case_of_another_team", "case_not_found")


class Line(NamedTuple):
    """One line of the table."""

    method: str
    path: str
    cells: dict[Role, str]


def lines() -> Iterator[Line]:
    text = ACCESS_PLACE.read_text(encoding="utf-8")
    for route, cells in re.findall(r"^\| `([A-Z]+ /\S+)` \| \S+ \| (.*) \|$", text, re.MULTILINE):
        method, path = route.split()
        yield Line(method, path, dict(zip(ROLES, cells.split(" | "), strict=True)))


LINES = tuple(lines())


def called(line: Line) -> str:
    return f"{line.method} {line.path}"


def test_the_table_is_of_every_route_there_is() -> None:
    assert ACCESS_PLACE.read_text(encoding="utf-8") == access(), "python -m api.reference"
    guarded = [r for r in table(bare_app().routes) if r.roles is not None]
    assert [called(line) for line in LINES] == [f"{r.method} {r.path}" for r in guarded]


async def join(
    product: RunningProduct, handle: str, *roles: Role, team: str = TEAM, scopes: Any = None
) -> str:
    """Somebody of these roles alone, with a key; their handle."""
    person = Person(handle, handle, "agent", frozenset(roles), team, "en")
    await people.put(product.database, person)
    made = await create_key(
        product.database, handle, label="test", now=product.now(), scopes=scopes
    )
    product.keys[handle] = made.clear
    return handle


async def send_out(product: RunningProduct, number: str, *engineers: str) -> None:
    """A visit of each of them in the case, as rows show it."""
    starts = product.now() + timedelta(days=1)
    rows = [
        {
            "number": number,
            "id": f"v{n}",
            "version": 1,
            "engineer": engineer,
            "reports_by": engineer,
            "starts_at": starts,
            "ends_at": starts + timedelta(hours=2),
            "promise": "p1",
            "arranged_at": product.now(),
            "arranged_by": "li.min",
            "status": "planned",
            "reminded": False,
        }
        for n, engineer in enumerate(engineers, 50)
    ]
    async with product.database.write() as session:
        await insert_new(session, VisitRow, rows)


class Somebody(NamedTuple):
    handle: str
    role: Role
    team: str


class Situation(NamedTuple):
    """Who asks for which case, and how they stand to it."""

    who: Somebody
    number: str
    is_asked: bool

    @property
    def is_theirs(self) -> bool:
        return self.who.team == TEAM or self.is_asked

    def reaches(self, cell: str) -> bool:
        held = {"all": True, "theirs": self.is_theirs, "asked": self.is_asked}
        return held[cell]


@pytest.fixture(scope="module")
async def situations(product: RunningProduct) -> list[Situation]:
    """Each role × (own team, another) × (something asked of them, nothing)."""
    everybody = [
        Somebody(
            await join(product, f"{role}.{team}", role, team=team, scopes=ALL_SCOPES), role, team
        )
        for role in ROLES
        for team in (TEAM, ELSEWHERE)
    ]
    quiet, asking = await product.opened(), await product.opened()
    await product.recorded()
    await send_out(product, asking, *(one.handle for one in everybody))
    return [
        Situation(who, number, is_asked)
        for who in everybody
        for number, is_asked in ((quiet, False), (asking, True))
    ]


async def test_what_is_told_to_whoever_stands_above_is_not_their_leads_to_read(
    product: RunningProduct,
) -> None:
    """A supervisor is told of every team, and is in a team of their own like others."""
    for place in ("inbox?person=wang.fang", "agenda?person=wang.fang", "people/wang.fang/handover"):
        answer = await product.ask("GET", f"/{place}", by="chen.jie")
        assert answer.json()["code"] == "role_required", place
        assert (await product.ask("GET", f"/{place}", by="zhao.lei")).status_code == 200, place
    assert (await product.ask("GET", "/inbox?person=li.min", by="chen.jie")).status_code == 200


async def test_what_nobody_carries_is_for_whoever_carries_cases(product: RunningProduct) -> None:
    """Also where a department's colleague is counted to the team."""
    await join(product, "near.by", "department", team=TEAM, scopes=ALL_SCOPES)
    answer = await product.ask("GET", "/agenda/unowned", by="near.by")
    assert answer.json()["code"] == "role_required"
    assert (await product.ask("GET", "/agenda/unowned", by="li.min")).status_code == 200


@pytest.mark.parametrize("line", LINES, ids=called)
async def test_each_role_reaches_what_the_table_says(
    product: RunningProduct, situations: list[Situation], line: Line
) -> None:
    names = {"event": "C-999999:1", "webhook": "wh1"}
    for situation in situations:
        cell = line.cells[situation.who.role]
        if cell in ("-", "own", "yes") and (situation.is_asked or not situation.is_theirs):
            continue  # whose the case is makes no difference
        given = {**names, "number": situation.number}
        path = re.sub(r"{(\w+)(:path)?}", lambda m: given.get(m[1], "x"), line.path)  # noqa: B023
        body: dict[str, object] | None = {} if line.method == "POST" else None
        answer = await product.ask(
            line.method, path.removeprefix("/v1"), body, by=situation.who.handle
        )
        assert answer.status_code < 500, answer.text
        told = answer.json() if answer.content else {}
        code = told.get("code") if answer.status_code >= 400 else None
        if cell == "-":
            assert code == "role_required", (situation, answer.text)
        elif cell in ("own", "yes") or "{number}" not in line.path:
            assert code not in ("role_required", "scope_required", *OUT_OF_REACH), answer.text
        elif situation.reaches(cell):
            assert code not in ("role_required", *OUT_OF_REACH), (situation, answer.text)
        else:
            sees = situation.who.role != "department"
            expected = (403, "case_of_another_team") if sees else (404, "case_not_found")
            assert (answer.status_code, code) == expected, (situation, answer.text)


async def test_a_list_shows_each_role_what_the_table_says(
    product: RunningProduct, situations: list[Situation]
) -> None:
    (line,) = [each for each in LINES if called(each) == "GET /v1/cases"]
    for sort in ("opened_at", "priority", "next_promise_due"):
        for situation in situations:
            items = await product.items(
                "/cases", by=situation.who.handle, sort=sort, descending=True, limit=200
            )
            is_shown = situation.number in [case["number"] for case in items]
            assert is_shown == situation.reaches(line.cells[situation.who.role]), situation


async def test_a_case_says_what_the_asker_may_do(
    product: RunningProduct, situations: list[Situation]
) -> None:
    verbs = {f"{r.method} {r.path}": r.name for r in table(product.app.routes) if r.is_command}
    commands = [line for line in LINES if called(line) in verbs and "{number}" in line.path]
    for situation in situations:
        answer = await product.ask("GET", f"/cases/{situation.number}", by=situation.who.handle)
        if answer.status_code == 404:
            continue
        cells = {verbs[called(line)]: line.cells[situation.who.role] for line in commands}
        may = [verb for verb, cell in cells.items() if cell != "-" and situation.reaches(cell)]
        assert answer.json()["may"] == may, situation


async def test_what_is_out_of_reach_looks_like_what_is_not_there(
    product: RunningProduct, situations: list[Situation]
) -> None:
    quiet = situations[0].number
    for path in ("", "/timeline", "/notes"):
        hidden, missing = [
            (await product.ask("GET", f"/cases/{number}{path}", by=f"department.{TEAM}")).json()
            for number in (quiet, "C-999999")
        ]
        assert hidden == {
            key: value.replace("C-999999", quiet) if isinstance(value, str) else value
            for key, value in missing.items()
        }


async def test_a_refusal_says_whose_it_is_and_what_can_be_done(
    product: RunningProduct, situations: list[Situation]
) -> None:
    quiet, body = situations[0].number, {"reason": "wrong number"}
    for language, words in (
        ("en", ("After-sales service", "note", "pass on", "help")),
        ("zh-CN", ("售后服务组", "备注", "转达", "升级")),
    ):
        answer = await product.ask(
            "POST",
            f"/cases/{quiet}/withdraw",
            body,
            by=f"agent.{ELSEWHERE}",
            headers={"Accept-Language": language},
        )
        told = answer.json()
        assert (answer.status_code, told["code"]) == (403, "case_of_another_team")
        assert told["params"] == {"team": TEAM, "owner": "li.min"}
        assert all(word in told["detail"] for word in words), told["detail"]


async def test_elsewhere_one_notes_passes_on_and_calls_for_help(product: RunningProduct) -> None:
    guest = await join(product, "wu.gang", "agent", team=ELSEWHERE)
    number = await product.opened()
    await product.post(f"/cases/{number}/notes", by=guest, text="She asked at our counter")
    await product.post(f"/cases/{number}/messages", by=guest, channel="counter", text="Any news?")
    await product.post(f"/cases/{number}/escalations", by=guest, reason="She talks of a lawyer")
    seen = await product.get(f"/cases/{number}", by=guest)
    assert (seen["may"], seen["notes"]) == (["note", "message", "escalate"], 1)
    assert "withdraw" in (await product.get(f"/cases/{number}", by="li.min"))["may"]
    await product.quiet(number)
    about = {
        notice["about"]
        for notice in await product.items("/inbox", by="li.min", limit=200)
        if notice["number"] == number
    }
    assert {"note_added", "help_called"} <= about  # the owner hears of each


async def test_what_is_in_somebodys_hands_is_theirs_until_it_is_done(
    product: RunningProduct,
) -> None:
    guest = await join(product, "wu.xia", "agent", team=ELSEWHERE)
    number = await product.confirmed()
    path = f"/cases/{number}/contacts"
    refused = await product.refused(path, by=guest, channel="phone")
    assert refused.json()["code"] == "case_of_another_team"
    due = product.now() + timedelta(hours=3)
    promise: dict[str, Any] = {"subject": "what the kitchen says", "latest_by": due, "owner": guest}
    made = await product.post(f"/cases/{number}/promises", **promise)
    await product.recorded()
    assert number in [c["number"] for c in await product.items("/cases", by=guest)]
    (mine,) = made["promises"]
    kept = await product.contact(number, by=guest, key="kept", covers=[mine])
    await product.recorded()
    assert await product.items("/cases", by=guest) == []
    assert (await product.refused(path, by=guest, channel="phone")).status_code == 403
    again = await product.contact(number, by=guest, key="kept", covers=[mine])
    assert again == kept  # a repeat gets the first answer, whatever the first one has ended
    looked = await product.ask(
        "GET", f"/cases/{number}", by=guest, headers={"Idempotency-Key": "kept"}
    )
    assert "contact" not in looked.json()["may"]


async def test_a_case_is_its_owners_whatever_their_team_from_the_moment_it_is_opened(
    product: RunningProduct,
) -> None:
    guest = await join(product, "wu.bin", "agent", team=ELSEWHERE)
    number = await product.opened(by=guest)
    await product.contact(number, by=guest)
    await product.recorded()
    assert [c["number"] for c in await product.items("/cases", by=guest)] == [number]
    await product.post(f"/cases/{number}/assign", by=guest, owner="li.min", reason="theirs")
    await product.recorded()
    assert await product.items("/cases", by=guest) == []


async def test_who_stands_on_a_teams_line_has_its_cases_whatever_their_own_team(
    product: RunningProduct,
) -> None:
    number = await product.opened()
    chen = await people.require(product.database, "chen.jie")
    await people.put(product.database, replace(chen, team="leads"))
    seen = await product.get(f"/cases/{number}", by="chen.jie")
    await people.put(product.database, chen)
    assert "withdraw" in seen["may"]


async def test_whom_a_note_calls_is_asked(product: RunningProduct) -> None:
    await join(product, "yu.shan", "department", team="warehouse")
    number = await product.opened()
    path = f"/cases/{number}/notes"
    assert (await product.ask("GET", path, by="yu.shan")).status_code == 404
    await product.post(path, text="@yu.shan is it the same batch?")
    await product.quiet(number)
    await product.post(path, by="yu.shan", text="The same, it is on my shelf")
    assert [c["number"] for c in await product.items("/cases", by="yu.shan")] == [number]


async def test_whom_a_stage_tells_may_read_until_it_is_closed(product: RunningProduct) -> None:
    await join(product, "sun.lei", "department", team="quality")
    number = await product.opened(scenario="foreign_object")
    assert (await product.ask("GET", f"/cases/{number}", by="sun.lei")).status_code == 404
    await product.contact(number)
    await product.quiet(number)
    assert [c["number"] for c in await product.items("/cases", by="sun.lei")] == [number]
    (notice,) = await product.items("/inbox", by="sun.lei")
    assert notice["title"] == f"{number}: Foreign object in food (P1)"
    await product.post(f"/cases/{number}/withdraw", by="chen.jie", reason="a joke of the son's")
    await product.recorded(number)
    assert (await product.ask("GET", f"/cases/{number}", by="sun.lei")).status_code == 404


async def test_roles_add_up(product: RunningProduct) -> None:
    number = await product.opened()
    both = await join(product, "wu.admin", "admin", "agent", team=ELSEWHERE)
    await product.recorded()
    assert number in [c["number"] for c in await product.items("/cases", by=both, limit=200)]
    refused = await product.refused(f"/cases/{number}/withdraw", by=both, reason="not theirs")
    assert refused.json()["code"] == "case_of_another_team"  # an admin reads all and changes none


async def test_a_lead_looks_after_their_own_people(product: RunningProduct) -> None:
    lead = await join(product, "wu.boss", "agent", "lead", team=ELSEWHERE)
    theirs = await join(product, "wu.junior", "agent", team=ELSEWHERE)
    for path in ("/agenda", "/inbox"):
        assert await product.get(path, by=lead, person=theirs)
        answer = await product.ask("GET", path, by=lead, params={"person": "li.min"})
        assert (answer.status_code, answer.json()["code"]) == (403, "person_of_another_team")
        assert await product.get(path, by="wang.fang", person=theirs)
        assert await product.get(path, by="root", person=theirs)


def test_a_route_that_does_not_say_how_far_it_reaches_is_not_made() -> None:
    async def look(number: str) -> None:
        """Nothing."""

    wrong = routes("cases", frozenset({"agent"}), reach=Reach.NOTHING, scope="read")
    with pytest.raises(TypeError, match="one case"):
        wrong.get("/cases/{number}/x")(look)
    wrong = routes("cases", frozenset({"agent"}), reach=Reach.WORK, scope="read")
    with pytest.raises(TypeError, match="one case"):
        wrong.get("/x")(look)
    wrong = routes("cases", frozenset({"agent"}), reach=Reach.LISTS, scope="read")
    with pytest.raises(TypeError, match="WithinIn"):
        wrong.get("/x")(look)
    bare = open_routes("cases")
    bare.dependencies.clear()
    with pytest.raises(TypeError, match="whom it is for"):
        bare.get("/x")(look)


def test_the_table_is_where_people_look() -> None:
    docs = Path(ACCESS_PLACE).parents[1]
    assert "reference/access.md" in (docs / "operations.md").read_text(encoding="utf-8")


async def test_a_token_that_anybody_can_write_tells_nothing_of_a_case_out_of_reach(
    product: RunningProduct,
) -> None:
    """Neither by what is answered nor by how long that takes."""
    number = await product.confirmed()
    await product.quiet(number)
    version = int((await product.get(f"/cases/{number}", by="li.min"))["version"])
    who = await join(product, "department.marks", "department", team=ELSEWHERE)
    loop = asyncio.get_running_loop()

    async def told(path: str, brought: str) -> tuple[int, str]:
        began = loop.time()
        answer = await product.ask("GET", path, by=who, headers={"Read-After": brought})
        assert loop.time() - began < PATIENCE.total_seconds(), "it waited"
        return answer.status_code, answer.text

    for path in ("/agenda", "/cases"):
        answers = {
            await told(path, token(*mark))
            for mark in ((number, version), (number, version + 1), ("C-999999", 1))
        }
        assert {status for status, _ in answers} == {200}
    for brought in (token(number, version), token(number, version + 1), "no token"):
        status, there = await told(f"/cases/{number}", brought)
        assert (status, there.replace(number, "C-999999")) == await told("/cases/C-999999", brought)
        assert status == 404
    await send_out(product, number, who)
    late = await product.ask(
        "GET", "/agenda", by=who, headers={"Read-After": token(number, version + 1)}
    )
    assert (late.status_code, late.json()["code"]) == (503, "not_recorded_yet")


async def test_a_repeat_tells_no_news_of_a_case_that_has_left_ones_reach(
    product: RunningProduct,
) -> None:
    number = await product.confirmed()
    await product.quiet(number)
    who = await join(product, "department.repeats", "department", team=ELSEWHERE)
    await send_out(product, number, who)
    head = {"Idempotency-Key": "note-1", "Prefer": "return=representation"}
    path, body = f"/cases/{number}/notes", {"text": "The part is here."}

    async def note() -> Any:
        return await product.ask("POST", path, body, by=who, headers=head)

    first = await note()
    assert first.status_code == 200, first.text
    assert "next" in first.json()
    assert "next" in (await note()).json()
    async with product.database.write() as session:
        await session.execute(delete(VisitRow).where(VisitRow.number == number))
    again = await note()
    assert again.json() == {k: v for k, v in first.json().items() if k != "next"}
    assert "Preference-Applied" not in again.headers
