"""Handing over one case or many, with what was promised in each (REQ J6).

Each case is given to the heir by its own command, under a key made of the form's key and the case's number: a page that is
sent again, after a crash in the middle too, goes on where it was and does nothing twice. A long list goes in slices of
some seconds, each an ordinary form; what has been done so far travels in the form.
"""

import asyncio
import json
import uuid
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from console.door import Answer, NotAnswered, in_words
from console.forms.reading import Posted, posted
from console.pages import draw, speech
from console.visit import Visit, VisitIn

LISTED = 200
"""Cases on one page."""
MOST = 2_000
"""Cases of one handover; nobody carries more."""
SLICE = 2.5
"""Seconds of work in one request."""
SIDE_BY_SIDE = 4
STAFF = frozenset({"agent", "lead", "supervisor", "executive"})
"""Who carries cases."""
OF_ALL = ("unknown_person", "person_cannot_own")
"""Refusals that say the same of every case: the heir is at fault."""
LOOKS = 4
"""How often we wait for what was just handed over to be recorded, two seconds each."""

router = APIRouter()


@dataclass
class Outcome:
    """What has become of a handover so far: `left` is still to be done, in order."""

    key: str
    heir: str
    reason: str
    left: list[str]
    done: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    stopped: str = ""
    """Why it stands still: somebody has to look, or send it again."""

    @property
    def whole(self) -> int:
        return len(self.left) + len(self.done) + len(self.refused)

    @property
    def so_far(self) -> str:
        """As it travels in the form."""
        return json.dumps({"done": self.done, "refused": self.refused}, ensure_ascii=False)


@router.get("/people/{handle}/handover")
async def show_handover(handle: str, visit: VisitIn, cursor: str | None = None) -> Response:
    """Their open cases, the most urgent first, to tick."""
    return await _form(visit, handle, cursor)


@router.post("/people/{handle}/handover")
async def hand_over(handle: str, visit: VisitIn) -> Response:
    """A slice of it. What is left comes back as a form to go on with."""
    form = await posted(visit.request)
    visit.require_own_form(form.one("csrf"))
    outcome = _going_on(form) or await _begun(visit, handle, form)
    t = speech(visit)
    missing = {
        "heir": "" if outcome.heir else t("handover.choose_heir"),
        "reason": "" if outcome.reason.strip() else t("handover.give_reason"),
        "cases": "" if outcome.whole else t("handover.choose_cases"),
    }
    if any(missing.values()):
        return await _form(visit, handle, form.one("cursor") or None, form, missing, 422)
    await _slice(visit, outcome)
    if outcome.stopped and not (outcome.done or outcome.refused):
        wrong = {"heir": outcome.stopped}
        return await _form(visit, handle, form.one("cursor") or None, form, wrong, 422)
    people = await _settled(visit)
    names = {each["handle"]: each["name"] for each in people}
    return draw(
        visit,
        "handed_over.html",
        outcome=outcome,
        handle=handle,
        names=names,
        heir=names.get(outcome.heir, outcome.heir),
        script="handover.js" if outcome.left and not outcome.stopped else "",
    )


async def _slice(visit: Visit, outcome: Outcome) -> None:
    """Hand over as many as there is time for, several side by side; stops where going on is of no use."""
    ends = monotonic() + SLICE
    while outcome.left and not outcome.stopped and monotonic() < ends:
        some = outcome.left[:SIDE_BY_SIDE]
        answers = await asyncio.gather(*(_assign(visit, outcome, number) for number in some))
        for number, answer in zip(some, answers, strict=True):
            _note(outcome, number, answer)


async def _assign(visit: Visit, outcome: Outcome, number: str) -> Answer:
    body = {"owner": outcome.heir, "reason": outcome.reason}
    key = f"{outcome.key}-{number}"
    return await visit.door.post(f"cases/{number}/assign", body, key=key, tells=False)


def _note(outcome: Outcome, number: str, answer: Answer) -> None:
    """What one case said. One that could not be asked stays."""
    if answer.is_fine:
        outcome.left.remove(number)
        outcome.done.append(number)
        return
    problem = answer.body
    text = in_words(problem)
    errors = [each.get("message") for each in problem.get("errors", ()) if each.get("message")]
    if problem.get("code") in OF_ALL or problem.get("code") == "invalid_request":
        outcome.stopped = " ".join([text, *errors])
    elif answer.status >= 500 or answer.status in (401, 429):
        outcome.stopped = text
    else:
        outcome.left.remove(number)
        outcome.refused[number] = text


async def _settled(visit: Visit) -> list[dict[str, Any]]:
    """Wait until reads show what was just done: whoever goes on from here is not to be told to wait."""
    for _ in range(LOOKS):
        with suppress(NotAnswered):
            found: list[dict[str, Any]] = (await visit.door.get("people"))["items"]
            return found
    return []


def _going_on(form: Posted) -> Outcome | None:
    """A handover that has begun, as its form carries it; None for a new one."""
    if not form.one("so_far"):
        return None
    try:
        told = json.loads(form.one("so_far"))
        done = [str(each) for each in told["done"]]
        refused = {str(number): str(why) for number, why in told["refused"].items()}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        done, refused = [], {}
    left = _numbers(form.one("left").split(","))
    return Outcome(form.one("key"), form.one("heir"), form.one("reason"), left, done, refused)


async def _begun(visit: Visit, handle: str, form: Posted) -> Outcome:
    numbers = await _all_of(visit, handle) if form.one("everything") else form.all("cases")
    key = form.one("key") or uuid.uuid4().hex
    return Outcome(key, form.one("heir"), form.one("reason"), _numbers(numbers))


def _numbers(given: Iterable[str]) -> list[str]:
    """Each once, in their order; what is no number of a case is no part of an address either."""
    found = (each.strip() for each in given)
    return list(dict.fromkeys(each for each in found if each.replace("-", "").isalnum()))[:MOST]


async def _all_of(visit: Visit, handle: str) -> list[str]:
    numbers: list[str] = []
    cursor: str | None = None
    while len(numbers) < MOST:
        page = await visit.door.get(f"people/{handle}/handover", cursor=cursor, limit=LISTED)
        numbers += [each["number"] for each in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    return numbers


async def _form(
    visit: Visit,
    handle: str,
    cursor: str | None,
    typed: Posted | None = None,
    wrong: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    held, people = await asyncio.gather(
        visit.door.get(f"people/{handle}/handover", cursor=cursor, limit=LISTED),
        visit.door.get("people"),
    )
    heirs = [p for p in people["items"] if p["handle"] != handle and STAFF & set(p["roles"])]
    heirs.sort(key=lambda p: (p["team"] != held["team"], p["name"]))
    names = {each["handle"]: each["name"] for each in people["items"]}
    return draw(
        visit,
        "handover.html",
        status=status,
        held=held,
        heirs=heirs,
        names=names,
        cursor=cursor or "",
        ticked=set(typed.all("cases")) if typed else set(),
        everything=bool(typed and typed.one("everything")),
        heir=typed.one("heir") if typed else "",
        reason=typed.one("reason") if typed else "",
        wrong=wrong or {},
        key=uuid.uuid4().hex,
    )
