"""Handing over what somebody leaves behind, case by case."""

import uuid
from datetime import datetime, timedelta

from activities.succession import Succession
from db import marks
from db.agenda import Owed
from db.leaving import Left, left_with
from db.people import get, require
from db.session import Database
from db.succession import ON_SITE, list_concerned
from domain.assignment import Assign
from domain.command import SYSTEM, Actor
from messages.leaving import handover_reason
from settings import Settings
from workflows.client import CaseClient, Done, NotRunning, Refused, Unreachable
from workflows.connect import NoServer, connect
from workflows.converter import make_data_converter
from workflows.runs import ServerRuns

STAFF = frozenset({"agent", "lead", "supervisor", "executive"})
"""Who carries cases."""
CALLS = ("acknowledgement",)
"""What is owed on the line, whoever is on it."""
RECORDED_WITHIN = timedelta(seconds=30)
"""How long rows may take to show what was handed over: they say what is left."""


class CannotHandOver(Exception):
    """What is left stays where it is; the text says why and the way out."""


def lines_of(left: Left) -> list[str]:
    """What is left with somebody, a line each: the cases, then what is due and when."""
    return [*(f"{number}\towns the case" for number in left.cases), *map(_line, left.owed)]


async def hand_over(
    settings: Settings, database: Database, handle: str, to: str, now: datetime
) -> int:
    """Assign each open case of somebody to a colleague, with the promises they gave; how many it were, once rows show it. Who had
    none can be followed by somebody who can't own cases: an engineer, whose visits go over by themselves.

    One that was handed over stays so if a later one fails. Raises CannotHandOver, UnknownPerson, NoServer.
    """
    heir = await require(database, to)
    numbers = (await left_with(database, handle)).cases
    if not numbers:
        return 0
    if heir.line == "department" or not heir.roles & STAFF:
        raise CannotHandOver(f"{to} can't own cases: that is for agents, leads and those above")
    gone = await get(database, handle)
    client = await connect(settings, make_data_converter(settings.vault()))
    cases = CaseClient(client, task_queue=settings.task_queue, timeout=settings.update_timeout)
    shown: dict[str, int] = {}
    for moved, number in enumerate(numbers):
        command = Assign(
            actor=Actor(handle=SYSTEM),
            received_at=now,
            key=f"handover-{uuid.uuid4()}",
            digest="handover",
            owner=to,
            reason=handover_reason(gone.name if gone else handle, heir.name, heir.language),
        )
        try:
            answer = await cases.submit(number, command)
        except NotRunning:
            continue  # closed a moment ago
        except Unreachable as error:
            raise CannotHandOver(f"after {moved} cases Temporal could not be reached") from error
        if isinstance(answer, Refused):
            raise CannotHandOver(f"{number} could not be handed over: {answer.problem.code}")
        if isinstance(answer, Done):
            shown[number] = answer.receipt.version
    if unrecorded := await marks.missing(database, shown, RECORDED_WITHIN):
        waiting = ", ".join(sorted(unrecorded))
        raise CannotHandOver(
            f"{waiting} handed over, but not yet recorded; run this again in a minute: it goes on"
            " with what is left"
        )
    return len(numbers)


async def will_stay(database: Database, left: Left, to: str) -> Left:
    """Of what is left, what nobody can take over by this: visits, of an heir who doesn't go to customers, and all that is due of
    somebody who can't keep promises. Calls for help go up the line."""
    heir = await require(database, to)
    roles = {
        **dict.fromkeys(("visit", "report"), ON_SITE),
        **dict.fromkeys(CALLS, heir.roles),
    }
    owed = tuple(one for one in left.owed if not heir.roles & roles.get(one.kind, STAFF))
    return Left(left.cases, owed)


async def tell_cases(settings: Settings, database: Database, now: datetime) -> tuple[int, int]:
    """Tell open cases who the people are now: how many were told, and how many the reconciliation will tell.

    None is lost where Temporal is away: the reconciliation looks every minute.
    """
    concerned = await list_concerned(database, {})
    if not concerned:
        return 0, 0
    try:
        client = await connect(settings, make_data_converter(settings.vault()))
    except NoServer:
        return 0, len(concerned)
    told = await Succession(ServerRuns(client, settings.task_queue).tell).tell(concerned, now)
    return told, len(concerned) - told


def said_to_cases(told: int, later: int) -> list[str]:
    """Sentences about cases that were told who the people are, and that will be."""
    lines = {
        told: f"{told} open cases have been told who answers for them now",
        later: f"{later} open cases will be told by the reconciliation, within minutes",
    }
    return [line for count, line in lines.items() if count]


def _line(owed: Owed) -> str:
    what = f"{owed.kind.replace('_', ' ')} {owed.subject}".strip()
    return f"{owed.number}\t{what}, due {owed.due_at:%Y-%m-%d %H:%M} UTC"
