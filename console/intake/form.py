"""The form that opens a case: who and what stand open, the rest is folded away."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from console.forms.fields import Field, fields_of
from console.forms.filled import Choice, Form, Input, input_of
from console.forms.making import colleagues
from console.forms.shown import FORMS
from console.forms.table import commands
from console.speech import Speech

VERB = "open"
SHOWN = FORMS[VERB]
OF_CUSTOMER = ("name", "phone", "email", "account", "company", "level")
"""What of a customer whom we know stands in the form."""
A_PHONE = re.compile(r"\+?[\d\s().*转-]+")
FEWEST_DIGITS = 5
"""Of a phone number; fewer are a case's number, or a part of something."""
A_NAME = re.compile(
    r"[\u4e00-\u9fff·]{2,4}|[^\W\d_\u4e00-\u9fff]+(?:[ '.-]+[^\W\d_\u4e00-\u9fff]+){0,3}"
)
"""Two to four Chinese letters, or a few words without a digit."""


@dataclass(frozen=True)
class House:
    """What the form draws on, as `/v1/policy`, `/people` and `/teams` have it; `person` is a customer whom we know."""

    t: Speech
    me: Mapping[str, Any]
    policy: Mapping[str, Any]
    people: list[dict[str, Any]]
    teams: list[dict[str, Any]]
    person: Mapping[str, Any]


def fields() -> Iterable[Field]:
    """The fields of the route's body that people fill in."""
    return SHOWN.asked(_body()).values()


def _body() -> Mapping[str, Field]:
    body = commands()[VERB].body
    assert body, "who and what"
    return fields_of(body)


def blank(house: House) -> Form:
    """With nothing in it but what is usually right."""
    t = house.t
    first, rest = SHOWN.split(_body())
    return Form(
        verb=VERB,
        place=VERB,
        anchor=f"form-{VERB}",
        title=t(f"form.{VERB}"),
        button=t.button(VERB),
        inputs=[_input(house, field) for field in first],
        more=[_input(house, field) for field in rest],
    )


def _input(house: House, field: Field) -> Input:
    made = SHOWN.dress(input_of(VERB, field, house.t, _choices(house, field.name)))
    if value := _at_first(house, field):
        made.values = [value]
    return made


def _at_first(house: House, field: Field) -> str:
    """What is usually right: on the phone, for one's own team."""
    match field.name:
        case "channel":
            return "phone"
        case "team":
            own = house.me["team"]
            return own if any(team["name"] == own for team in house.teams) else ""
        case "scenario":
            known = [each["name"] for each in house.policy["scenarios"]]
            return str(field.default if field.default in known else known[0])
    return "" if field.default is None else str(field.default)


def _choices(house: House, name: str) -> tuple[Choice, ...] | None:
    """The choices that the house knows; None where the field says them itself."""
    t, policy = house.t, house.policy
    match name:
        case "scenario":
            return tuple(
                Choice(each["name"], each["label"], about=_way_of(each, policy, t))
                for each in policy["scenarios"]
            )
        case "priority":
            return tuple(
                Choice(each["value"], t.choice(VERB, name, each["value"]), about=_pace_of(each, t))
                for each in policy["priorities"]
            )
        case "product":
            return tuple(Choice(each["name"], each["label"]) for each in policy["products"])
        case "team":
            return tuple(Choice(each["name"], each["label"]) for each in house.teams)
        case "owner":
            return colleagues(house.people)
    return None


def _way_of(scenario: Mapping[str, Any], policy: Mapping[str, Any], t: Speech) -> str:
    """What a scenario means: the stages that most others don't have, and what it says itself of how urgent it is and how
    long it may take."""
    found = Counter(it["label"] for each in policy["scenarios"] for it in each["stages"])
    most = len(policy["scenarios"]) / 2
    own = [
        it["label"]
        for it in scenario["stages"]
        if len(policy["scenarios"]) == 1 or found[it["label"]] <= most
    ]
    said = [" → ".join(own)]
    if scenario["at_least"]:
        said.append(t("open.at_least", priority=scenario["at_least"]))
    said += _one_span("open.answer_within", scenario["response"], t)
    said += _one_span("open.longest", scenario["red_lines"], t)
    return " · ".join(filter(None, said))


def _one_span(key: str, limits: Mapping[str, Any], t: Speech) -> list[str]:
    """A length that is the same for all; nothing where there is none, or several."""
    spans = {limit["says"] for limit in limits.values()}
    return [t(key, span=span) for span in spans if len(spans) == 1]


def _pace_of(priority: Mapping[str, Any], t: Speech) -> str:
    """How soon a customer of this priority is answered."""
    return t("open.answer_within", span=priority["first_response"]["says"])


def suggest(form: Form, house: House, query: str) -> None:
    """Fill in the customer whom we know, or what somebody looked for in vain."""
    known = {f"customer.{name}": house.person.get(name) for name in OF_CUSTOMER}
    if query:
        known[_meant(query)] = query
    for each in form.everything():
        if value := known.get(each.name):
            each.values = [value]


def _meant(query: str) -> str:
    """The field in which somebody would type what they looked for."""
    if "@" in query:
        return "customer.email"
    if A_PHONE.fullmatch(query) and sum(map(str.isdigit, query)) >= FEWEST_DIGITS:
        return "customer.phone"
    return "customer.name" if A_NAME.fullmatch(query) else "title"
