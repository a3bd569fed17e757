"""A command on trial: what would come of it now, with nothing kept, claimed, sent or told (REQ K1).

The core is pure, so a command can be decided without being asked. It is made by its own route, from a body as somebody might
fill it in (`api.plausible`), and goes no further than the core.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from api.asking import Asked
from api.dependencies import Dependencies
from api.problem_codes import API_PROBLEMS
from api.problems import ApiProblem
from api.routes import Route
from db.access import RequestContext
from domain.book import BOOK
from domain.case import Case
from domain.command import Command
from domain.decide import decide
from domain.errors import Problem, Refusal
from domain.plan import Plan
from domain.rules import Fault

NOBODYS = "on-trial"
"""The key of a command that nobody asked for."""


@dataclass(frozen=True)
class OnTrial(Asked):
    """A request that no case ever hears of."""

    case: Case

    async def ask(self, number: str, command: Command, **_: Any) -> Response:
        """Decide it as the case stands. Raises Refusal."""
        at_rest = self.case.is_closed and not self.case.unmarked
        wakes = isinstance(command, (*BOOK.signals, *BOOK.waking))
        if at_rest and not wakes:  # as `Asked.at_rest`: it is not woken
            raise Refusal("case_closed", number=number)
        decide(self.case, command, self.received_at)
        return Response()

    async def repeated(self) -> Response | None:
        return None

    async def recorded(self, number: str) -> Case | None:
        assert number == self.case.number
        return self.case

    async def opened_with(self, number: str) -> Plan | None:
        """What is pinned by now: another plan than that of the opening only where nothing is pinned any more."""
        assert number == self.case.number
        return self.case.plan

    async def caught_up(self, number: str | None = None) -> None:
        """The read that tries has waited already."""


def on_trial(deps: Dependencies, request: Request, context: RequestContext, case: Case) -> OnTrial:
    """Whoever reads, as if they asked."""
    return OnTrial(
        deps=deps,
        request=request,
        context=context,
        key=NOBODYS,
        digest="",
        received_at=deps.now(),
        is_given=False,
        case=case,
    )


async def refused(
    route: Route,
    asked: OnTrial,
    entry: dict[str, str],
    body: dict[str, Any] | None,
    *,
    chosen: str = "",
) -> Problem | ApiProblem | None:
    """Why the case refuses a command with this body, whatever else were filled in; None when it is open.

    `entry` are the names in its address, below the case. A refusal for what stands in a field is none: nobody has filled it
    in yet; but for the one that is `chosen` on trial.
    """
    assert route.name not in UNTRIED, f"{route.name} does something before it asks the case"
    given: dict[str, Any] = {"number": asked.case.number, **entry, "asked": asked}
    if route.body is not None:
        given["body"] = route.body.model_validate(body)
    takes = _taken_by(route.endpoint)
    try:
        await route.endpoint(**{name: it for name, it in given.items() if name in takes})
    except Refusal as no:
        return no.problem if _is_of_the_case(no.problem, {*entry, chosen}) else None
    except ApiProblem as no:
        by_case = API_PROBLEMS[no.code].status in (403, 404, 409)
        return no if by_case and {*no.fields} <= {*entry, chosen} else None
    return None


@cache
def _taken_by(endpoint: Callable[..., Any]) -> frozenset[str]:
    """The names of what a route takes, read once."""
    return frozenset(inspect.signature(endpoint).parameters)


UNTRIED = frozenset({"same_person"})
"""The commands whose routes write before they ask the case. Whether they are open is looked up."""


def _is_of_the_case(problem: Problem, meant: set[str]) -> bool:
    """Whether a refusal is about the case, or what is meant, and about nothing that can be filled in."""
    if not {*problem.fields} <= meant:
        return False
    meaning = BOOK.refusals[problem.code]
    return bool(problem.fields) or meaning.fault is not Fault.INVALID
