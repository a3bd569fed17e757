"""What somebody might fill in for a command of a case: the example of its body, fitted to the case as it stands.

With it a command is tried before anybody asks for it (`api.trials`). It need not be what anybody means, but nothing in it
should be the reason for a refusal as long as the case itself isn't.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from typing import Any

from pydantic import BaseModel

from api.examples import at
from api.routes import Route
from db.access import Principal
from domain.case import Case
from domain.complexity import LONGEST
from domain.plan.sop import Field
from domain.questions import answer_to

Body = dict[str, Any]
SOMETHING = "1"
"""What a fact, an answer or a note says on trial: it says something, and is kept nowhere."""


def bodies(route: Route, case: Case, who: Principal, now: datetime) -> Iterator[Body | None]:
    """The bodies with which a command is tried, the likeliest first; None for one without a body.

    Where one field decides what is asked for (`TELLING`), there is one for each of its choices.
    """
    if route.body is None:
        yield None
        return
    shown: Body = schema_of(route.body).get("examples", [{}])[0]
    body: Body = {**at(now, shown), **FITTED.get(route.name, _as_it_is)(case, who)}
    field = TELLING.get(route.name)
    chosen = choices(route, case) if field else ()
    if field is None or not chosen:
        yield body
        return
    for choice in chosen:
        yield {**body, field: choice}


def choices(route: Route, case: Case) -> tuple[str, ...]:
    """What may be chosen for the field that decides."""
    field = TELLING[route.name]
    if field == "to":
        return case.rules.sop.to_choose(case.stage, "complete_stage")
    assert route.body
    return tuple(schema_of(route.body)["properties"][field]["enum"])


@cache
def schema_of(body: type[BaseModel]) -> dict[str, Any]:
    """A body's schema, made once: that takes longer than deciding a command."""
    return body.model_json_schema()


TELLING: dict[str, str] = {
    "complete": "to",
    "mark": "verdict",
    "record_visit": "outcome",
    "resolve": "basis",
    "revisit": "outcome",
    "verify": "outcome",
}
"""Verb → the field that says what is asked for: one choice may be refused while another is open."""


def _as_it_is(case: Case, who: Principal) -> Body:
    return {}


def _yields(case: Case, who: Principal) -> Body:
    asked = {field.name: _fact(case, field) for field in case.current.asks}
    return {"yields": {**asked, **{name: it for name, it in case.facts.items() if name in asked}}}


def _fact(case: Case, field: Field) -> str:
    if field.kind == "time" and case.opened_at:
        return case.opened_at.isoformat()
    return field.choices[0] if field.choices else SOMETHING


def _triage(case: Case, who: Principal) -> Body:
    return {"priority": case.priority, **_yields(case, who)}


def _confirm(case: Case, who: Principal) -> Body:
    return {"milestones": [], "factors": {}, "complexity": "medium"}


def _judged(case: Case, who: Principal) -> Body:
    return {"factors": {}, "complexity": case.complexity or "medium"}


def _red_line(case: Case, who: Principal) -> Body:
    return {"working_days": LONGEST}


def _question(case: Case) -> str:
    """A question that is still to be answered, if there is one."""
    names = [each.name for each in case.guide.questions] if case.guide else []
    open_ones = [name for name in names if answer_to(case, name) is None]
    return next(iter(open_ones or names), SOMETHING)


def _ask(case: Case, who: Principal) -> Body:
    return {"questions": [_question(case)]}


def _answers(case: Case, who: Principal) -> Body:
    return {"answers": {_question(case): SOMETHING}}


FITTED: dict[str, Callable[[Case, Principal], Body]] = {
    "answers": _answers,
    "arrange_visit": lambda case, who: {"engineer": who.handle},
    "ask": _ask,
    "assign": lambda case, who: {"owner": who.handle},
    "complete": _yields,
    "confirm": _confirm,
    "judge_complexity": _judged,
    "note": lambda case, who: {"text": SOMETHING},
    "product": lambda case, who: {"family": case.guide.family if case.guide else "any"},
    "report_visit": _yields,
    "revisit": lambda case, who: {"early": "customer_asked"},
    "set_red_line": _red_line,
    "set_priority": lambda case, who: {"priority": case.priority},
    "triage": _triage,
}
"""Verb → what of its body the case decides."""
