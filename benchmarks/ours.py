"""A whole case over HTTP: opened, worked on and closed by fifteen commands, as agents ask for them: one opens it, another takes
it over."""

import asyncio
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import httpx2

from api.marks import Carried

Body = dict[str, Any]
PARTS = {
    "where_we_are": "我们已经听过录音，声音像轴承。",
    "what_comes_next": "工程师明天上门检查轴承。",
    "by_when": "今天晚些时候给您回电。",
    "care": "给您添麻烦了，请先不要使用脱水。",
}
COMMANDS = 15


@dataclass(frozen=True)
class Asked:
    """One request and its time in seconds."""

    command: str
    seconds: float


@dataclass
class Caller:
    """An agent with a key, at one address of the API; who takes a case over goes on as themselves."""

    http: httpx2.AsyncClient
    address: str
    keys: Mapping[str, str]
    who: str = "li.min"
    asked: list[Asked] = field(default_factory=list)
    _phones: Iterator[int] = field(default_factory=lambda: count(int(time.time() * 1000) % 10**8))

    @property
    def key(self) -> str:
        """That of whoever acts now."""
        return self.keys[self.who]

    async def post(self, command: str, path: str, body: Body) -> Body:
        """Ask, and remember how long it took. Raises RuntimeError unless it was done at once."""
        began = time.perf_counter()
        answer = await self.http.post(
            f"{self.address}/v1/{path}",
            json=body,
            headers={"Authorization": f"Bearer {self.key}"},
        )
        seconds = time.perf_counter() - began
        if answer.status_code not in (200, 201):
            raise RuntimeError(f"{command} on {path}: {answer.status_code} {answer.text[:500]}")
        self.asked.append(Asked(command, seconds))
        found: Body = answer.json()
        return found

    async def get(self, what: str, path: str, *, may_miss: bool = False) -> Body:
        """Look, and remember how long it took. Raises RuntimeError for anything but 200, or 404 where
        it may be."""
        began = time.perf_counter()
        answer = await self.http.get(
            f"{self.address}/v1/{path}", headers={"Authorization": f"Bearer {self.key}"}
        )
        seconds = time.perf_counter() - began
        if answer.status_code != 200 and not (may_miss and answer.status_code == 404):
            raise RuntimeError(f"{path}: {answer.status_code} {answer.text[:500]}")
        self.asked.append(Asked(what, seconds))
        found: Body = answer.json()
        return found

    async def open(self) -> str:
        """A new case of a new customer; its number."""
        phone = f"139{next(self._phones) % 10**8:08d}"
        body = {
            "customer": {"name": "孙女士", "phone": phone},
            "title": "洗衣机脱水时有异响",
            "description": "脱水时有很大的响声，楼下邻居也听得到。",
            "channel": "phone",
        }
        receipt = await self.post("open_case", "cases", body)
        return str(receipt["number"])


def commands(promised: Sequence[str] = ()) -> Iterator[tuple[str, str, Body]]:
    """What follows the opening: command, path below the case, body. The last one closes the case.

    `promised` grows meanwhile: the last conversation speaks of the two promises still open.
    """
    yield "log_contact", "contacts", _contact()
    yield "triage", "triage", {
        "priority": "P2",
        "traits": ["needs_time_to_verify"],
        "yields": {"product": "洗衣机 W-7", "occurred": "昨天", "impact": "person"},
    }  # fmt: skip
    yield "confirm_complex", "confirm", {
        "complexity": "medium",
        "reason": "需要上门检查",
        "channel": "phone",
        "told_at": ahead(),
        "first_feedback_at": ahead(hours=3),
        "answer": "agreed",
    }  # fmt: skip
    yield "log_contact", "contacts", _contact(next_promise="工程师的时间")
    promise = {"subject": "检查结果", "latest_by": ahead(hours=5)}
    yield "make_promise", "promises", promise
    yield "complete_stage", "stages/diagnose/complete", {
        "yields": {"findings": "轴承磨损", "root_cause": "product/part"}
    }  # fmt: skip
    yield "assign", "assign", {"owner": "zhou.yan", "reason": "更熟悉这款机器"}
    yield "log_contact", "contacts", _contact(next_promise="零件到货")
    plan = {"yields": {"solution": "更换轴承", "kind": "cure"}, "to": "implement"}
    yield "complete_stage", "stages/plan/complete", plan
    done = {"yields": {"done": "轴承已更换"}}
    yield "complete_stage", "stages/implement/complete", done
    yield "log_contact", "contacts", _contact() | {"covers": list(promised[-2:])}
    yield "record_verification", "verification", {"outcome": "fixed", "note": "没有异响了"}
    yield "resolve", "resolve", {"basis": "customer_confirmed", "note": "客户确认"}
    yield "record_revisit", "revisits", {
        "outcome": "content",
        "early": "customer_asked",  # nobody waits a day for a figure
        "note": "一切正常",
    }  # fmt: skip


async def work(caller: Caller, number: str) -> None:
    """All that follows the opening."""
    promised: list[str] = []
    for command, path, body in commands(promised):
        receipt = await caller.post(command, f"cases/{number}/{path}", body)
        promised += receipt["promises"]
        if command == "assign":
            caller.who = body["owner"]


async def whole(caller: Caller) -> str:
    """One case from its opening to its close; its number."""
    number = await caller.open()
    await work(caller, number)
    return number


async def side_by_side(jobs: int, at_once: int, job: Any) -> None:
    """`job()` so many times, so many at once."""
    gate = asyncio.Semaphore(at_once)

    async def one() -> None:
        async with gate:
            await job()

    await asyncio.gather(*(one() for _ in range(jobs)))


def client() -> httpx2.AsyncClient:
    """What the load is sent with: connections stay open, as those of a web page do."""
    return httpx2.AsyncClient(
        timeout=60,
        trust_env=False,
        event_hooks=Carried().hooks,
        limits=httpx2.Limits(max_connections=64, max_keepalive_connections=64),
    )


def _contact(next_promise: str | None = None) -> Body:
    body: Body = {"channel": "phone", "parts": PARTS, "emotion": "calm"}
    if next_promise:
        body["next_promise"] = {"subject": next_promise, "latest_by": ahead(hours=4)}
    return body


def ahead(**time_from_now: float) -> str:
    """A time to come, as JSON has it."""
    return (datetime.now(UTC) + timedelta(**time_from_now)).isoformat()
