"""What people at work ask for: the next thing a case needs, or something that comes in between.

Everything that is asked carries a token of its own, in a field that ends up in the case's events.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

Body = dict[str, Any]

CARRIES: Mapping[str, str] = {
    "open_case": "case_opened",
    "triage": "case_triaged",
    "confirm_complex": "complex_confirmed",
    "complete_stage": "stage_completed",
    "log_contact": "contact_logged",
    "make_promise": "promise_made",
    "escalate": "escalated",
    "customer_said": "message_received",
    "record_verification": "fix_verified",
    "resolve": "case_resolved",
    "record_revisit": "revisit_held",
    "mark_message": "message_marked",
    "assign": "owner_assigned",
    "withdraw": "case_closed",
}
"""The event in which the token of a command stands; of each command that carries one."""


@dataclass
class Known:
    """What the clients know of a case, from receipts alone."""

    number: str
    owner: str
    stage: str = "respond"
    version: int = 0
    fixed: bool = False
    unmarked: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Wish:
    """A request to be: who asks for what. `path` is below /v1."""

    command: str
    principal: str
    path: str
    body: Body
    number: str | None


def opening(rng: random.Random, token: str, agent: str) -> Wish:
    """A new case."""
    body = {
        "customer": {"name": "孙女士", "phone": f"138{rng.randrange(10**8):08d}"},
        "title": f"洗衣机异响 {token}",
        "description": "脱水时有很大的响声。",
        "channel": rng.choice(("phone", "wechat", "web")),
        "priority": rng.choice(("P1", "P2", "P3")),
    }
    return Wish("open_case", agent, "cases", body, None)


def wish(rng: random.Random, token: str, case: Known, agents: tuple[str, ...], soon: float) -> Wish:
    """Something that fits the case as it was last heard of: mostly the next thing it needs.

    Promises fall due within `soon` seconds.
    """
    by = rng.choice(agents)
    if case.stage == "closed":
        return rng.choice((_said, _said, _mark))(rng, token, case, by, soon)
    if rng.random() < 0.5:
        return STEPS.get(case.stage, _contact)(rng, token, case, by, soon)
    return rng.choice(BETWEEN)(rng, token, case, by, soon)


def _now(**ahead: float) -> str:
    return (datetime.now(UTC) + timedelta(**ahead)).isoformat()


def _contact(rng: random.Random, token: str, case: Known, by: str, soon: float) -> Wish:
    body: Body = {
        "channel": "phone",
        "reached": rng.random() < 0.8,
        "left_message": True,
        "parts": {
            "where_we_are": f"我们已经听过录音 {token}",
            "what_comes_next": "工程师检查轴承。",
            "by_when": "一会儿给您回电。",
            "care": "给您添麻烦了。",
        },
        "emotion": rng.choice(("calm", "uneasy", "angry", "furious")),
    }
    if rng.random() < 0.5:
        body["next_promise"] = {
            "subject": "下一次答复",
            "latest_by": _now(seconds=rng.uniform(1, soon)),
        }
    return Wish("log_contact", by, f"cases/{case.number}/contacts", body, case.number)


def _triage(rng: random.Random, token: str, case: Known, by: str, soon: float) -> Wish:
    body = {
        "priority": "P2",
        "reason": token,
        "traits": ["needs_time_to_verify"] if rng.random() < 0.9 else [],
        "yields": {"product": "洗衣机 W-7", "occurred": "昨天", "impact": "person"},
    }
    return Wish("triage", by, f"cases/{case.number}/triage", body, case.number)


def _confirm(rng: random.Random, token: str, case: Known, by: str, soon: float) -> Wish:
    body = {
        "complexity": "medium",
        "reason": token,
        "channel": "phone",
        "told_at": _now(),
        "first_feedback_at": _now(seconds=rng.uniform(1, soon)),
        "answer": "agreed",
    }
    return Wish("confirm_complex", by, f"cases/{case.number}/confirm", body, case.number)


def _stage(stage: str, **fields: Any) -> Callable[..., Wish]:
    """Leaving a stage; the field that is None carries the token."""

    def complete(rng: random.Random, token: str, case: Known, by: str, soon: float) -> Wish:
        to = fields.get("to")
        yields = {k: token if v is None else v for k, v in fields.items() if k != "to"}
        body: Body = {"yields": yields} | ({"to": to} if to else {})
        path = f"cases/{case.number}/stages/{stage}/complete"
        return Wish("complete_stage", by, path, body, case.number)

    return complete


def _verify(rng: random.Random, token: str, case: Known, by: str, soon: float) -> Wish:
    if case.fixed:
        body = {"basis": "customer_confirmed", "note": token}
        return Wish("resolve", by, f"cases/{case.number}/resolve", body, case.number)
    outcome = "fixed" if rng.random() < 0.8 else "not_fixed"
    path = f"cases/{case.number}/verification"
    return Wish("record_verification", by, path, {"outcome": outcome, "note": token}, case.number)


def _revisit(rng: random.Random, token: str, case: Known, by: str, soon: float) -> Wish:
    outcome = rng.choice(("content", "content", "content", "trouble"))
    body = {"outcome": outcome, "early": "customer_asked", "note": token}
    return Wish("record_revisit", by, f"cases/{case.number}/revisits", body, case.number)


def _promise(rng: random.Random, token: str, case: Known, by: str, soon: float) -> Wish:
    body = {"subject": token, "latest_by": _now(seconds=rng.uniform(1, soon))}
    return Wish("make_promise", by, f"cases/{case.number}/promises", body, case.number)


def _escalate(rng: random.Random, token: str, case: Known, by: str, soon: float) -> Wish:
    return Wish("escalate", by, f"cases/{case.number}/escalations", {"reason": token}, case.number)


def _said(rng: random.Random, token: str, case: Known, by: str, soon: float) -> Wish:
    body = {"channel": "wechat", "text": f"又响了 {token}"}
    return Wish("customer_said", by, f"cases/{case.number}/messages", body, case.number)


def _mark(rng: random.Random, token: str, case: Known, by: str, soon: float) -> Wish:
    if not case.unmarked:
        return _said(rng, token, case, by, soon)
    message = rng.choice(case.unmarked)
    body = {"verdict": rng.choice(("thanks", "reopen", "new")), "note": token}
    return Wish(
        "mark_message", by, f"cases/{case.number}/messages/{message}/mark", body, case.number
    )


def _assign(rng: random.Random, token: str, case: Known, by: str, soon: float) -> Wish:
    owner = rng.choice(("li.min", "zhou.yan", "sun.yu"))
    body = {"owner": owner, "reason": token}
    return Wish("assign", "chen.jie", f"cases/{case.number}/assign", body, case.number)


def _withdraw(rng: random.Random, token: str, case: Known, by: str, soon: float) -> Wish:
    return Wish(
        "withdraw", "chen.jie", f"cases/{case.number}/withdraw", {"reason": token}, case.number
    )


STEPS: Mapping[str, Callable[..., Wish]] = {
    "respond": _contact,
    "triage": _triage,
    "one_off": _stage("one_off", answer=None),
    "confirm": _confirm,
    "diagnose": _stage("diagnose", findings=None, root_cause="product/part"),
    "plan": _stage("plan", solution=None, kind="cure", to="implement"),
    "implement": _stage("implement", done=None),
    "verify": _verify,
    "resolved": _revisit,
}
BETWEEN: tuple[Callable[..., Wish], ...] = (
    *(_promise,) * 4,
    *(_contact,) * 3,
    *(_said,) * 3,
    *(_escalate,) * 2,
    _assign,
    _withdraw,
)
