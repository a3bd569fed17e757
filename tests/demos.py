"""The demo as its users start it, and what is asked of it beside the browser."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx2

from console.cookie import COOKIE
from installation import Installation, in_time, installation
from screens import Screen

Open = Callable[..., Screen]
"""Opens a window for somebody (`who`), or for nobody; it is closed, and its complaints heard, at the end."""
ZONE = ZoneInfo("Asia/Shanghai")
PARTS = {
    "where_we_are": "录音听过了，像是轴承。",
    "what_comes_next": "工程师拆开看一下。",
    "by_when": "今天给您回电。",
    "care": "请先不要用脱水，辛苦您了。",
}


def local(**ahead: float) -> str:
    """A moment from now as a field for moments takes it: business time, to the minute."""
    return (datetime.now(ZONE) + timedelta(**ahead)).strftime("%Y-%m-%dT%H:%M")


@dataclass
class Demo:
    """The running product, and the people in it."""

    product: Installation

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.product.api_port}"

    def person(self, *words: str) -> str:
        """What `followthrough person …` says."""
        said = self.product.command(
            "person",
            *words,
            temporal_port=self.product.temporal_port,
            api_port=str(self.product.api_port),
        )
        assert said.returncode == 0, said.stderr
        return said.stdout.strip()

    def link(self, handle: str) -> str:
        """A new one-time link, as a path."""
        found = self.person("link", handle).splitlines()[-1]
        assert found.startswith(self.url), found
        return found.removeprefix(self.url)

    def session(self, handle: str) -> str:
        """A session of somebody who came in by a link."""
        with httpx2.Client(base_url=self.url, trust_env=False, timeout=60) as http:
            answer = http.post(self.link(handle), data={"password": "", "again": ""})
            assert answer.status_code == 303, answer.text
            return str(answer.cookies[COOKIE])

    def opened(self, owner: str = "li.min", **more: Any) -> str:
        """The number of a case that a customer has just called about."""
        body = {
            "customer": {"name": "孙女士（测试）"},
            "title": "洗衣机脱水时有异响",
            "channel": "phone",
            "language": "zh-CN",
            "owner": owner,
        }
        answer = self.product.ask("cases", **(body | more))
        assert answer.status_code == 201, answer.text
        return str(answer.json()["number"])

    def confirmed(self, owner: str = "li.min") -> str:
        """A case with a first feedback promised, nobody having spoken since."""
        number = self.opened(owner)
        told = {"told_at": in_time(), "first_feedback_at": in_time(hours=3), "answer": "agreed"}
        facts = {"product": "W-7", "occurred": "昨天", "impact": "person"}
        for place, body in (
            ("contacts", {"channel": "phone", "parts": PARTS}),
            ("triage", {"priority": "P2", "traits": ["needs_care"], "yields": facts}),
            ("confirm", {"complexity": "medium", "channel": "phone", **told}),
        ):
            answer = self.product.ask(f"cases/{number}/{place}", **body)
            assert answer.status_code == 200, answer.text
        return number

    def kinds(self, number: str) -> list[str]:
        """What has happened in a case."""
        return [event["event"] for event in self.product.events(number)]

    @contextmanager
    def without_api(self) -> Iterator[None]:
        """Within, the API has just been killed; the supervisor starts another, and after it that one answers, whatever
        became of the test."""
        os.kill(self.product.piece("api"), signal.SIGKILL)
        try:
            yield
        finally:
            self.product.eventually("the API back again", self.is_ready)

    def is_ready(self) -> bool:
        try:
            return self.product.http.get("/readyz", timeout=5).status_code == 200
        except httpx2.TransportError:
            return False


@contextmanager
def demonstration(folder: Path) -> Iterator[Demo]:
    """A demo that has just been seeded."""
    with installation(folder, "demo") as running:
        yield Demo(running)
