"""Every command of a case tried for whoever looks, each entry of the case that something can be asked of with its own."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from fastapi import Request

from api.lookups import find_customer
from api.plausible import TELLING, bodies
from api.problems import ApiProblem
from api.reach import Guard, reaches
from api.routes import CASE, Route, table
from api.trials import UNTRIED, OnTrial, refused
from db.access import CaseSeen
from domain.case import Case
from domain.customer_messages.mistakes import may_be_mistaken
from domain.disproofs import why_it_stands
from domain.errors import Problem
from domain.response import awaits_answer

MOST_ENTRIES = 20
"""Of one kind: what waits longest is what people deal with next, and no more stays open in a case that is made room in."""


def _standing_visits(case: Case) -> Iterator[str]:
    """Those of which something is still to be said: that are to come, or whose outcome has no report yet and may be put right."""
    for visit in case.visits:
        has_outcome = visit.outcome is not None and visit.reported_at is None
        if visit.is_ahead or (has_outcome and not case.is_closed):
            yield visit.id


def _standing_messages(case: Case) -> Iterator[str]:
    """Those that wait, and then those whose mark as thanks may be put right."""
    yield from (m.id for m in case.messages if m.mark or awaits_answer(case, m))
    yield from (m.id for m in case.messages if may_be_mistaken(case, m))


ENTRIES: dict[str, Callable[[Case], Iterable[str]]] = {
    "contact": lambda case: (c.id for c in reversed(case.contacts) if not why_it_stands(case, c)),
    "escalation": lambda case: (e.id for e in case.escalations if e.deescalated_at is None),
    "message": _standing_messages,
    "promise": lambda case: (p.id for p in case.open_promises if not p.keeping.apart),
    "stage": lambda case: (case.stage,),
    "visit": _standing_visits,
}
"""Name in an address → the entries of the case for which it stands, that something can be asked of."""


@dataclass(frozen=True)
class Tried:
    """A command that was tried with each of its plausible bodies: which of them were refused, by the choice they stood for."""

    route: Route
    entry: dict[str, str]
    refusals: list[tuple[str, Problem | ApiProblem]]
    is_open: bool


async def _tried(asked: OnTrial, route: Route, entry: dict[str, str]) -> Tried:
    if route.name in UNTRIED:
        no = await _nothing_asked_of_the_person(asked)
        return Tried(route, entry, [("", no)] if no else [], is_open=no is None)
    field = TELLING.get(route.name, "")
    refusals: list[tuple[str, Problem | ApiProblem]] = []
    is_open = False
    for body in bodies(route, asked.case, asked.who, asked.received_at):
        if against := await refused(route, asked, entry, body, chosen=field):
            refusals.append(((body or {}).get(field, ""), against))
        else:
            is_open = True
    return Tried(route, entry, refusals, is_open)


async def _nothing_asked_of_the_person(asked: OnTrial) -> ApiProblem | None:
    """Why nothing is asked about who the customer is; None while it is."""
    customer = await find_customer(asked.deps, asked.request, asked.case.customer)
    if customer and customer.question:
        return None
    return ApiProblem("nothing_asked", number=asked.case.number)


async def try_all(asked: OnTrial) -> list[Tried]:
    """All that somebody may ask, tried as the case stands. Others get their turn in between: of a large case these are hundreds
    of decisions."""
    found = []
    for route in await may_ask(asked.request, asked.case):
        for entry in entries(route, asked.case):
            found.append(await _tried(asked, route, entry))
            await asyncio.sleep(0)
    return found


async def may_ask(request: Request, case: Case) -> list[Route]:
    """The commands whose routes would let in whoever asks, by their roles, their key and whose case it is."""
    seen, lets_in = CaseSeen(case.rules.team, case.owner), dict[Guard | None, bool]()
    routes = commands_of(request)
    for guard in {route.guard for route in routes}:
        lets_in[guard] = guard is None or await reaches(request, seen, case.number, guard)
    return [route for route in routes if lets_in[route.guard]]


def commands_of(request: Request) -> Sequence[Route]:
    """The commands of a case, read once from the application's routes."""
    state = request.app.state
    if not hasattr(state, "commands_of_cases"):
        below = f"/v1{CASE}/"
        routes = table(request.app.routes)
        state.commands_of_cases = [r for r in routes if r.is_command and r.path.startswith(below)]
    found: Sequence[Route] = state.commands_of_cases
    return found


def entries(route: Route, case: Case) -> Iterator[dict[str, str]]:
    """What the names in a command's address may stand for, below the case: one that has none is there once."""
    names = [name for name in ENTRIES if f"{{{name}}}" in route.path]
    if not names:
        yield {}
        return
    (name,) = names
    for each in islice(ENTRIES[name](case), MOST_ENTRIES):
        yield {name: each}
