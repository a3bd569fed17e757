"""The product as its users start it: every piece a process of its own, and killed for real."""

import asyncio
import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import httpx2
import pytest
from google.protobuf.duration_pb2 import Duration
from temporalio.api.enums.v1 import IndexedValueType as Kind
from temporalio.api.operatorservice.v1 import (
    AddSearchAttributesRequest,
    ListSearchAttributesRequest,
)
from temporalio.api.workflowservice.v1 import RegisterNamespaceRequest
from temporalio.client import Client
from temporalio.service import RPCError

from domain.case.contacts import PARTS
from domain.engine import LATE
from installation import Installation, in_time, installation, walk_through
from workflows.contract import workflow_id
from workflows.setup import NamespaceUnfit, check_namespace

pytestmark = [pytest.mark.processes, pytest.mark.real]

CARING = dict.fromkeys(PARTS, "said with care")


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installation(tmp_path_factory.mktemp("up")) as running:
        yield running


def a_confirmed_case(product: Installation, first_feedback: str) -> str:
    """A case with one open promise, p1."""
    opened = product.ask(
        "cases", customer={"name": "Ms Sun"}, title="A noise", channel="phone", language="en"
    )
    assert opened.status_code == 201, opened.text
    number = str(opened.json()["number"])
    facts = {"product": "W-7", "occurred": "yesterday", "impact": "person"}
    notice = {"told_at": in_time(), "first_feedback_at": first_feedback, "answer": "agreed"}
    for answer in (
        product.ask(f"cases/{number}/contacts", channel="phone", parts=CARING),
        product.ask(f"cases/{number}/triage", priority="P2", traits=["needs_care"], yields=facts),
        product.ask(f"cases/{number}/confirm", complexity="medium", channel="phone", **notice),
    ):
        assert answer.status_code == 200, answer.text
    return number


def kinds(product: Installation, number: str) -> list[str]:
    return [event["event"] for event in product.events(number)]


def test_the_walk_through_of_the_readme_works_when_pasted(product: Installation) -> None:
    script = walk_through().replace(":8000", f":{product.api_port}")
    pasted = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", script],
        cwd=product.folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert pasted.returncode == 0, pasted.stdout + pasted.stderr
    newest = product.get("cases", descending=True)["items"][0]
    expected = {
        "case_opened",
        "complex_confirmed",
        "promise_made",
        "promise_kept",
        "escalated",
    }
    product.eventually("the escalation", lambda: expected <= set(kinds(product, newest["number"])))
    assert newest["title"] == "Washing machine makes a strange noise"


def test_it_says_that_it_is_ready(product: Installation) -> None:
    answer = product.http.get("/readyz")
    assert answer.json() == {
        "status": "ready",
        "checks": {"database": "ok", "temporal": "ok", "worker": "ok", "clock": "ok"},
    }


@pytest.mark.trial("A60")
def test_the_key_it_prints_says_whose_it_is(product: Installation) -> None:
    key = (product.folder / ".data" / "first-key").read_text().strip()
    said = (product.folder / "up.log").read_text()
    assert f"API key      {key}  (of admin, who may do everything; kept in" in said
    door = f"http://127.0.0.1:{product.api_port}/sign-in/link/"
    assert re.search(rf"Sign in      {door}\S+  \(as admin; lets in once, within a day\)", said)


def test_a_namespace_is_prepared_by_command_and_an_unreachable_server_said_plainly(
    product: Installation,
) -> None:
    ready = product.command("prepare", temporal_port=product.temporal_port)
    assert (ready.returncode, ready.stdout) == (0, "namespace default is ready for cases\n")
    for _ in range(2):  # made, then found
        made = product.command(
            "prepare", temporal_port=product.temporal_port, temporal_namespace="elsewhere"
        )
        assert made.stdout == "namespace elsewhere is ready for cases\n", made.stderr
    nobody = product.command("prepare", temporal_port=1)
    assert nobody.returncode == 1
    assert "Traceback" not in nobody.stderr


@pytest.mark.trial("A47")
async def test_a_namespace_whose_search_attributes_are_taken_is_refused_in_one_sentence(
    product: Installation,
) -> None:
    temporal = await Client.connect(f"127.0.0.1:{product.temporal_port}", namespace="crowded")
    length = Duration(seconds=400 * 86_400)
    await temporal.workflow_service.register_namespace(
        RegisterNamespaceRequest(namespace="crowded", workflow_execution_retention_period=length)
    )

    def prepare() -> tuple[int, str]:
        ran = product.command(
            "prepare", temporal_port=product.temporal_port, temporal_namespace="crowded"
        )
        return ran.returncode, ran.stdout + ran.stderr

    ints = dict.fromkeys(("Rooms", "Beds", "Stars"), Kind.INDEXED_VALUE_TYPE_INT)
    await registered(temporal, ints)
    code, said = prepare()
    assert (code, len(said.splitlines())) == (1, 1), said
    assert "cannot have more than 3 search attribute of type Int" in said
    assert "(of others there are: Beds, Rooms, Stars)" in said
    assert await known_attributes(temporal) == set(ints), "all or none"

    await registered(temporal, {"Owner": Kind.INDEXED_VALUE_TYPE_TEXT})
    code, said = prepare()
    assert (code, len(said.splitlines())) == (1, 1), said
    assert "Owner is of type Text, not Keyword" in said
    assert await known_attributes(temporal) == {*ints, "Owner"}
    with pytest.raises(NamespaceUnfit, match="Owner is of type Text, not Keyword") as unfit:
        await check_namespace(temporal, timedelta(days=1))  # what readyz says
    assert "FOLLOWTHROUGH_TEMPORAL_NAMESPACE" in str(unfit.value)


async def registered(temporal: Client, attributes: dict[str, Kind.ValueType]) -> None:
    """Register somebody else's search attributes, once the server knows the namespace."""
    wanted = AddSearchAttributesRequest(namespace="crowded", search_attributes=attributes)
    for _ in range(150):
        with suppress(RPCError):
            await temporal.operator_service.add_search_attributes(wanted)
            if attributes.keys() <= await known_attributes(temporal):
                return
        await asyncio.sleep(0.2)
    raise AssertionError("the server never knew the namespace")


async def known_attributes(temporal: Client) -> set[str]:
    found = await temporal.operator_service.list_search_attributes(
        ListSearchAttributesRequest(namespace="crowded")
    )
    return set(found.custom_attributes)


def test_open_cases_replay_with_the_code_at_hand(product: Installation) -> None:
    number = a_confirmed_case(product, in_time(hours=2))
    port = product.temporal_port
    product.eventually(
        "the case in the list",
        lambda: "1 case replayed" in product.command(*_only(number), temporal_port=port).stdout,
    )
    every = product.command("replay", temporal_port=port)
    assert every.returncode == 0, every.stderr
    assert "replayed, all as they went" in every.stdout

    nobody = product.command("replay", temporal_port=1)
    assert nobody.returncode == 1
    assert "Traceback" not in nobody.stderr
    assert "no Temporal server answers at 127.0.0.1:1: " in nobody.stderr
    strange = product.command("replay", "--query", "Colour=1", temporal_port=port)
    assert strange.returncode == 1
    assert "Colour" in strange.stderr
    assert "Traceback" not in strange.stderr


async def test_a_terminated_case_is_taken_up_by_command_or_within_two_minutes_by_itself(
    product: Installation,
) -> None:
    by_command, by_itself = (a_confirmed_case(product, in_time(hours=2)) for _ in range(2))
    before = product.get(f"cases/{by_command}")
    temporal = await Client.connect(f"127.0.0.1:{product.temporal_port}")
    port = product.temporal_port
    lines = []
    for _ in range(20):  # whichever is faster: a schedule's run may take it up under our hands
        await temporal.get_workflow_handle(workflow_id(by_command)).terminate()
        await asyncio.sleep(0.5)
        ran = product.command("reconcile", temporal_port=port)
        assert ran.returncode == 0, ran.stderr
        lines = ran.stdout.splitlines()
        if len(lines) > 1:
            break
    assert lines[0] == f"{by_command} taken up again: nobody carried it (terminated)"
    assert re.fullmatch(r"\d+ open runs? looked at", lines[1])
    assert product.command("reconcile", temporal_port=port).stdout.endswith(": nothing to mend\n")
    after = product.get(f"cases/{by_command}")
    assert after["version"] > before["version"], "that it was taken up is on its timeline"
    assert {**after, "version": before["version"]} == before

    await temporal.get_workflow_handle(workflow_id(by_itself)).terminate()
    taken_up = {"kind": "unwatched", "number": by_itself, "mended": True}
    product.eventually(
        "the case taken up",
        lambda: any(taken_up.items() <= item.items() for item in product.get("findings")["items"]),
    )
    metrics = product.http.get("/metrics").text
    assert "followthrough_reconciled_timestamp_seconds" in metrics
    assert 'followthrough_up{piece="worker"} 1.0' in metrics


def test_without_a_server_or_worker_reconcile_says_so(product: Installation) -> None:
    nobody = product.command("reconcile", temporal_port=1)
    assert nobody.returncode == 1
    assert "no Temporal server answers" in nobody.stderr
    assert "Traceback" not in nobody.stderr


def _only(number: str) -> tuple[str, ...]:
    return ("replay", "--query", f'WorkflowId="{workflow_id(number)}"', "--limit", "1")


def test_after_an_outage_a_break_is_announced_once_and_what_came_in_time_counts(
    product: Installation,
) -> None:
    """The worker is killed with two promises due. Real time: an outage of a minute, then the grace."""
    due = datetime.now(UTC) + timedelta(seconds=15)
    silent = a_confirmed_case(product, due.isoformat())
    called = a_confirmed_case(product, due.isoformat())
    with product.without_worker():
        answer = product.ask(
            f"cases/{called}/contacts", "in-time", channel="phone", covers=["p1"], parts=CARING
        )
        assert answer.status_code == 202, answer.text
        assert answer.headers["Location"] == "/v1/commands/in-time"
        assert product.get("commands/in-time")["status"] == "waiting"
        time.sleep((due + LATE - datetime.now(UTC)).total_seconds() + 2)

    product.eventually("the decision", lambda: product.get("commands/in-time")["status"] == "done")
    product.eventually("the break", lambda: "promise_broken" in kinds(product, silent))
    product.eventually("the notices", lambda: len(notices(product, silent)) == 2)

    assert sorted(notices(product, silent)) == ["apology_draft", "promise_broken"]
    (broken,) = (e for e in product.events(silent) if e["event"] == "promise_broken")
    # the first thing that nobody was there for was the reminder, at half time
    unseen = datetime.fromisoformat(broken["facts"]["unseen_since"])
    assert timedelta(0) <= due - unseen < timedelta(seconds=15)
    assert "promise_broken" not in kinds(product, called)
    assert "promise_kept" in kinds(product, called)
    assert notices(product, called) == []


@pytest.mark.trial("A48")
def test_a_worker_that_stands_still_is_told_within_half_a_minute_and_replaced(
    product: Installation,
) -> None:
    number = a_confirmed_case(product, in_time(seconds=10))
    worker = product.piece("worker")
    began = time.monotonic()
    os.kill(worker, signal.SIGSTOP)
    product.eventually("it is told", lambda: "sign of life" in ready(product)["worker"])
    assert time.monotonic() - began < 30
    product.eventually("the worker replaced", lambda: ready(product)["worker"] == "ok")
    assert product.piece("worker") != worker
    product.eventually("the break", lambda: "promise_broken" in kinds(product, number))
    assert kinds(product, number).count("promise_broken") == 1
    said = (product.folder / "up.log").read_text()
    assert "worker stood still and was ended; starting it again" in said


def ready(product: Installation) -> dict[str, str]:
    found: dict[str, str] = product.http.get("/readyz").json()["checks"]
    return found


@pytest.mark.trial("A50")
def test_somebody_who_leaves_hands_over_first(product: Installation) -> None:
    def run(*words: str) -> tuple[int, str]:
        ran = product.command(*words, temporal_port=product.temporal_port)
        assert "Traceback" not in ran.stderr
        return ran.returncode, ran.stdout + ran.stderr

    assert run("person", "add", "li.min", "--name", "李敏", "--team", "after_sales")[0] == 0
    number = a_confirmed_case(product, in_time(hours=3))
    assert product.ask(f"cases/{number}/assign", owner="li.min", reason="x").status_code == 200

    code, said = run("person", "deactivate", "li.min")
    assert (code, said.splitlines()[0]) == (1, f"{number}\towns the case")
    assert f"{number}\tpromise" in said
    assert "li.min stays active" in said
    code, said = run("person", "deactivate", "li.min", "--to", "nobody")
    assert (code, said.splitlines()[-1]) == (1, "nobody active has the handle 'nobody'")

    code, said = run("person", "deactivate", "li.min", "--to", "chen.jie")
    assert code == 0, said
    assert "1 cases handed to chen.jie" in said
    case = product.get(f"cases/{number}")
    assert (case["owner"], {p["owner"] for p in case["promises"]}) == ("chen.jie", {"chen.jie"})
    told = [event for event in product.events(number) if event["event"] == "owner_assigned"][-1]
    assert "李敏" in told["facts"]["reason"]


@pytest.mark.trial("A50")
def test_a_call_that_waits_for_a_lead_who_leaves_is_their_successors_within_seconds(
    product: Installation,
) -> None:
    def run(*words: str) -> str:
        ran = product.command(*words, temporal_port=product.temporal_port)
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout

    def inbox(person: str) -> list[tuple[str, str]]:
        items = product.get("inbox", person=person)["items"]
        return [(item["number"], item["about"]) for item in items]

    def agenda(person: str) -> set[tuple[str, str]]:
        items = product.get("agenda", person=person)["items"]
        return {(item["number"], item["kind"]) for item in items}

    lead = ("--team", "after_sales", "--line", "lead")
    run("person", "add", "sun.yu", "--name", "孙玉", *lead)
    number = a_confirmed_case(product, in_time(hours=3))
    help_wanted = product.ask(f"cases/{number}/escalations", reason="他说要找媒体")
    assert help_wanted.status_code == 202, help_wanted.text
    product.eventually("the call", lambda: (number, "escalated") in inbox("chen.jie"))
    try:
        said = run("person", "deactivate", "chen.jie", "--to", "sun.yu")
        assert "open cases have been told who answers for them now" in said
        began = time.monotonic()
        inherited = (number, "escalation_inherited")
        product.eventually("the successor hears", lambda: inherited in inbox("sun.yu"))
        assert time.monotonic() - began < 30
        product.eventually("the agenda", lambda: (number, "acknowledgement") in agenda("sun.yu"))
        assert (number, "acknowledgement") not in agenda("chen.jie")
        assert product.get(f"cases/{number}")["line"]["lead"] == "sun.yu"
        later = a_confirmed_case(product, in_time(hours=3))
        assert product.get(f"cases/{later}")["line"]["lead"] == "sun.yu"
    finally:
        run("person", "add", "chen.jie", "--name", "陈洁", *lead)


def test_a_killed_api_is_started_again_and_what_it_was_told_is_still_there(
    product: Installation,
) -> None:
    number = a_confirmed_case(product, in_time(hours=2))
    os.kill(product.piece("api"), signal.SIGKILL)
    product.eventually("the API again", lambda: _answers(product))
    assert product.get(f"cases/{number}")["stage"] == "diagnose"


def _answers(product: Installation) -> bool:
    try:
        status: int = product.http.get("/healthz").status_code
    except httpx2.TransportError:
        return False
    return status == 200


def notices(product: Installation, number: str) -> list[str]:
    items = product.get("inbox", limit=200)["items"]
    return [i["about"] for i in items if i["number"] == number]
