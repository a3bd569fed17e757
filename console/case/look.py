"""All that the page of a case shows, asked of the API side by side."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from console.case.earlier import SHOWN, Earlier
from console.forms.known import Known
from console.forms.offered import Offers, offers
from console.pages import speech
from console.visit import Visit

COLLEAGUES = frozenset({"agent", "lead", "supervisor", "executive", "department"})
"""Who reads notes: a channel's machine and an admin are nobody's colleagues."""
STAGES = 200
"""Entries of the way through the stages; a case that went to and fro more often shows the last of them."""
OTHERS = 3
"""Other cases of a customer that are shown when one was opened."""
MESSAGES, LATEST, LETTERS = 10, 3, 2_000
"""Messages of the customer on the page, how many of them are the newest whatever they wait for, and letters of one that stand
open: whoever writes without end must not keep a case from being looked at."""
OPENING_AGAIN = ("mark_message", "reopen")
"""What takes a closed case back to work."""
LIKELIEST = "likeliest"
"""In place of an occasion's name: the first of those that fit."""
APOLOGY, FIRST_ANSWER, PROGRESS = "apology", "first_answer", "progress"


@dataclass(frozen=True)
class Found:
    """What the API told, and the forms that follow from it."""

    known: Known
    ways: Mapping[str, Any]
    due: list[dict[str, Any]]
    notes: Earlier
    entered: list[dict[str, Any]]
    """How it came from stage to stage, the newest first, as the timeline tells it."""
    offered: Offers

    @property
    def case(self) -> Mapping[str, Any]:
        return self.known.case

    @property
    def been(self) -> frozenset[str]:
        """The stages in which the case has been; the end of one that goes on after all is still to come."""
        ways = [each["facts"] for each in self.entered]
        ends = {way["left"] for way in ways if way["on"] in OPENING_AGAIN}
        return frozenset(way[name] for way in ways for name in ("stage", "left")) - ends

    def messages(self) -> list[dict[str, Any]]:
        """The newest, those that wait longest or may be put right, and one whose form is open, the newest first."""
        every: list[dict[str, Any]] = self.case["messages"]
        forms = self.offered.entries
        waits = [each for each in every if each["awaits_answer"] or each["mark_by"]]
        asked = [each for each in every if each["id"] in forms and each not in waits]
        shown = {each["id"] for each in [*every[-LATEST:], *[*waits, *asked][: MESSAGES - LATEST]]}
        shown |= {each for each, several in forms.items() if any(it.is_open for it in several)}
        return [each for each in reversed(every) if each["id"] in shown]

    def over(self, seen: int) -> str:
        """Which stage is over that the case was in at this version, who left it and where it stands now; empty where it is
        the same, or nobody says which version that was."""
        since = [each for each in self.entered if each["sequence"] > seen]
        if not (seen and since):
            return ""
        t, called, last = self.known.t, self.case["stages"], since[0]
        names = {person["handle"]: person["name"] for person in self.known.people}
        left, stage = since[-1]["facts"]["left"], last["facts"]["stage"]
        told = {"left": called.get(left, left), "stage": called.get(stage, stage)}
        at = t.moment(last["at"])
        if who := names.get(last["by"]):
            return t("over.by", **told, who=who, at=at)
        return t("over", **told, at=at)


async def glance(visit: Visit, number: str) -> Known:
    """The case alone, for what a form depends on."""
    case = await visit.door.get(f"cases/{number}")
    return Known(speech(visit), visit.me, case, people=[], times=[], plan=[], draft={})


async def look(visit: Visit, number: str, *, draft: str = "", before: str | None = None) -> Found:
    """A case as it stands now; with `draft`, the occasion of a message to start from; `before` is where notes go on."""
    door, reads_notes = visit.door, bool(COLLEAGUES & {*visit.me["roles"]})
    case, ways, due, people, times, stages, notes, plan, words = await asyncio.gather(
        door.get(f"cases/{number}"),
        door.get(f"cases/{number}/ways"),
        door.get(f"cases/{number}/deadlines"),
        door.get("people"),
        door.get(f"cases/{number}/times"),
        door.get(f"cases/{number}/timeline", about="stages", newest_first=True, limit=STAGES),
        door.get(f"cases/{number}/notes", newest_first=True, limit=SHOWN, cursor=before)
        if reads_notes
        else _nothing(),
        door.get(f"cases/{number}/milestones"),
        _draft(visit, number, draft),
    )
    known = Known(
        t=speech(visit),
        me=visit.me,
        case=case,
        people=people["items"],
        times=times["items"],
        plan=plan["items"],
        draft=words,
    )
    return Found(
        known=known,
        ways=ways,
        due=due["items"],
        notes=Earlier(notes["items"], case["notes"], notes["next"], before is None),
        entered=[each for each in stages["items"] if each["event"] == "stage_entered"],
        offered=offers(known, ways["items"]),
    )


async def _nothing() -> dict[str, Any]:
    return {"items": [], "next": None}


async def _draft(visit: Visit, number: str, occasion: str) -> Mapping[str, str]:
    """The parts of a draft by their names; none without an occasion."""
    if not occasion:
        return {}
    if occasion == LIKELIEST:
        occasion = occasions(await visit.door.get(f"cases/{number}"))[0]
    drafted = await visit.door.get(f"cases/{number}/draft", occasion=occasion, time_open=True)
    parts: dict[str, str] = drafted["parts"]
    return parts


async def other_cases(visit: Visit, case: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The newest of the customer's other cases, as far as whoever asks reaches them."""
    found = await visit.door.get(
        "cases",
        customer=case["customer"],
        sort="opened_at",
        descending=True,
        limit=OTHERS + 1,
    )
    return [each for each in found["items"] if each["number"] != case["number"]][:OTHERS]


def occasions(case: Mapping[str, Any]) -> tuple[str, ...]:
    """The drafts that fit, the likeliest first."""
    if case["sla_state"] == "broken":
        return (APOLOGY, PROGRESS, "delay")
    if not any(contact["reached"] for contact in case["contacts"]):
        return (FIRST_ANSWER, PROGRESS)
    if case["phase"] == "resolved":
        return ("revisit", PROGRESS)
    return (PROGRESS, "delay", APOLOGY)
