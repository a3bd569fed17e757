"""People at work, side by side: they ask, ask again when no answer came, and remember what they were told."""

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import httpx2

from api.marks import Carried
from chaos.sent import Answer, Read, Sent
from chaos.work import Known, Wish, opening, wish

AGENTS = ("li.min", "zhou.yan", "sun.yu")
PATIENCE = 20.0
"""Seconds a client waits for an answer: longer than the API may take."""
TRIES = 40
"""After so many a client gives up; a minute or two of trying."""


@dataclass
class Crowd:
    """Clients that share their cases, so that they get in each other's way.

    `addresses` are the API's, `keys` the API keys by handle. `most` is how many cases there may
    be, `soon` within how many seconds what they promise falls due.
    """

    addresses: Sequence[str]
    keys: dict[str, str]
    rng: random.Random
    most: int = 60
    soon: float = 40.0
    sent: list[Sent] = field(default_factory=list)
    reads: list[Read] = field(default_factory=list)
    cases: dict[str, Known] = field(default_factory=dict)
    _listeners: list[asyncio.Future[str]] = field(default_factory=list)
    _tokens: Any = field(default_factory=lambda: count(1))
    _working: bool = True

    async def work(self, clients: int, seconds: float) -> None:
        """So many clients work for so long, then finish what they began."""
        self._working = True
        async with httpx2.AsyncClient(
            timeout=PATIENCE, trust_env=False, event_hooks=Carried().hooks
        ) as http:
            loops = [self._one(http) for _ in range(clients)]
            timer = asyncio.create_task(self._stop_after(seconds))
            await asyncio.gather(*loops)
            await timer

    async def answered(self) -> str:
        """Wait until the next command is answered as done; the number of its case, in that very moment."""
        heard: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._listeners.append(heard)
        return await heard

    async def _stop_after(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        self._working = False

    async def _one(self, http: httpx2.AsyncClient) -> None:
        while self._working:
            await self._ask(http, self._next())
            await asyncio.sleep(self.rng.uniform(0.0, 0.2))

    def _next(self) -> tuple[Wish, str]:
        token = f"tk{next(self._tokens):05d}k"
        crowded = len(self.cases) >= self.most
        if not self.cases or (not crowded and self.rng.random() < 0.12):
            return opening(self.rng, token, self.rng.choice(AGENTS)), token
        # of the newest, so that some cases are crowded and each comes to an end
        case = self.rng.choice(list(self.cases.values())[-12:])
        return wish(self.rng, token, case, AGENTS, self.soon), token

    async def _ask(self, http: httpx2.AsyncClient, wanted: tuple[Wish, str]) -> None:
        it, token = wanted
        sent = Sent(it.principal, f"key-{token}", it.command, token, it.number)
        self.sent.append(sent)
        gives_up = self.rng.random() < 0.05  # a client may crash too
        for tried in range(TRIES):
            twice = self.rng.random() < 0.1  # a double click
            sending = [self._send(http, it, sent) for _ in range(2 if twice else 1)]
            await asyncio.gather(*sending)
            self._learn(sent)
            if sent.words - {"unclear"}:
                break
            if gives_up or (not self._working and tried > 5):
                return
            await asyncio.sleep(self.rng.uniform(0.3, 3.0))
        if self.rng.random() < 0.15:
            await self._send(http, it, sent)  # "did it really arrive?"
        if sent.receipts and self.rng.random() < 0.2:
            await self._look(http, sent)

    async def _send(self, http: httpx2.AsyncClient, it: Wish, sent: Sent) -> None:
        headers = {
            "Authorization": f"Bearer {self.keys[it.principal]}",
            "Idempotency-Key": sent.key,
        }
        at = time.monotonic()
        try:
            answer = await http.post(
                f"{self.rng.choice(self.addresses)}/v1/{it.path}", json=it.body, headers=headers
            )
        except httpx2.HTTPError as error:
            sent.answers.append(Answer(at, time.monotonic() - at, 0, {"error": repr(error)}))
            return
        told = Answer(
            at,
            time.monotonic() - at,
            answer.status_code,
            _body(answer),
            answer.headers.get("retry-after"),
        )
        sent.answers.append(told)
        if told.word == "done":
            self._tell(told.body["number"])

    def _tell(self, number: str) -> None:
        while self._listeners:
            if not (heard := self._listeners.pop()).done():
                heard.set_result(number)

    def _learn(self, sent: Sent) -> None:
        """Where the case stands now, as receipts say."""
        for receipt in sent.receipts:
            sent.number = number = receipt["number"]
            case = self.cases.setdefault(number, Known(number, sent.principal))
            if receipt["version"] <= case.version:
                continue
            case.version, case.stage = receipt["version"], receipt["stage"]
            if sent.command == "record_verification":
                case.fixed = receipt["stage"] == "verify"
            if receipt["stage"] != "verify":
                case.fixed = False
        if sent.command == "customer_said" and sent.number in self.cases:
            case = self.cases[sent.number]
            case.unmarked = [f"m{n}" for n in range(1, 8)]

    async def _look(self, http: httpx2.AsyncClient, sent: Sent) -> None:
        """What was done can be seen by who was told so."""
        receipt = sent.receipts[-1]
        headers = {"Authorization": f"Bearer {self.keys[sent.principal]}"}
        try:
            answer = await http.get(
                f"{self.rng.choice(self.addresses)}/v1/cases/{receipt['number']}/timeline",
                params={"newest_first": True, "limit": 1},
                headers=headers,
            )
        except httpx2.HTTPError:
            return
        if answer.status_code == 200:
            newest = answer.json()["items"][0]["sequence"]
            self.reads.append(Read(receipt["number"], receipt["version"], newest))

    async def settle(self, seconds: float) -> None:
        """Ask what became of each command that was received and not decided, until all are."""
        until = time.monotonic() + seconds
        async with httpx2.AsyncClient(timeout=PATIENCE, trust_env=False) as http:
            waiting = [t for t in self.sent if "received" in t.words and not t.receipts]
            while waiting and time.monotonic() < until:
                waiting = [sent for sent in waiting if not await self._decided(http, sent)]
                await asyncio.sleep(0.5 if waiting else 0)

    async def _decided(self, http: httpx2.AsyncClient, sent: Sent) -> bool:
        headers = {"Authorization": f"Bearer {self.keys[sent.principal]}"}
        try:
            answer = await http.get(f"{self.addresses[0]}/v1/commands/{sent.key}", headers=headers)
        except httpx2.HTTPError:
            return False
        return answer.status_code == 200 and answer.json()["status"] != "waiting"


def _body(answer: httpx2.Response) -> dict[str, Any]:
    try:
        found = answer.json()
    except ValueError:
        return {"text": answer.text[:200]}
    return found if isinstance(found, dict) else {"found": found}
