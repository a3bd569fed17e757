"""Finding cases and customers by what somebody has of them: a number, a name, a phone number, words of a title."""

import re
from collections.abc import Iterable
from typing import Annotated

from fastapi import Query, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field

from api.auth import STAFF
from api.cases import ListedCaseOut, listed
from api.customers import CustomerOut
from api.dependencies import Dependencies, DependenciesIn
from api.problems import language
from api.reach import Reach, WithinIn
from api.routes import routes
from api.wire import LONGEST_CURSOR
from db import cases as case_rows
from db import customers
from db.openings import number_of
from db.reach import Within
from db.search import finding, sought
from db.search.rows import FACT
from db.search.words import LEAST, folded
from domain.plan.terms import Language
from domain.policy import Policy

MOST = 50
"""Hits of a kind on one page; who sees as many had better say more."""
LONGEST = 200
"""Characters of a query: as much as a title has."""
CASES_EACH = 3
"""Cases of one customer that are shown at once."""
NUMBER = re.compile(r"(?:c\s*-?\s*)?0*(\d{1,9})")
"""How people say a case's number: "C-000012", "c12", "12"."""
Sought = Annotated[
    str,
    Query(max_length=LONGEST, description="What is looked for", json_schema_extra={"minLength": 1}),
]
Few = Annotated[int, Query(ge=1, le=MOST, description="How many of each kind at most")]
After = Annotated[str | None, Query(description="`next` of that list", max_length=LONGEST_CURSOR)]


class MatchOut(BaseModel):
    """By what something was found."""

    by: str = Field(description='"title", "name", "phone" …; a fact is "fact:" and its name.')
    label: str | None = Field(description="What people call that fact.")


class CaseHitOut(BaseModel):
    case: ListedCaseOut
    matched: list[MatchOut]


class CaseHits(BaseModel):
    items: list[CaseHitOut]
    next: str | None


class CustomerHitOut(BaseModel):
    """A customer, with the newest cases of theirs."""

    customer: CustomerOut
    matched: list[MatchOut]
    cases: list[ListedCaseOut]
    more_cases: bool


class CustomerHits(BaseModel):
    items: list[CustomerHitOut]
    next: str | None


class FoundOut(BaseModel):
    """`number` is that of the case which has just this number."""

    query: str
    number: str | None
    cases: CaseHits
    customers: CustomerHits


router = routes("cases", STAFF, reach=Reach.LISTS, scope="read")


@router.get("/search", summary="Find cases and customers")
async def search(
    q: Sought,
    deps: DependenciesIn,
    request: Request,
    theirs: WithinIn,
    cases_after: After = None,
    customers_after: After = None,
    limit: Few = 10,
) -> FoundOut:
    """By number; by phone number, however it is spelt, e-mail address or account; by a serial number, a plate or whatever
    else a case has as a fact with a digit in it, whole; by how words of a title, a name or a company begin, and any words of
    Chinese. The newest first, each with what it was found by. Whoever works for teams finds the cases that are theirs, and
    the customers who have one among them."""
    query = " ".join(q.split())
    number = await _number(deps, query)
    if number is None and not _says_enough(query):
        wrong = {"type": "too_little_to_find", "loc": ("query", "q"), "ctx": {"least": 2}}
        raise RequestValidationError([wrong])
    tongue = language(request)
    hits = await finding.find_cases(
        deps.database, query, within=theirs, cursor=cases_after, limit=limit
    )
    shown = await listed(deps, tongue, [hit.case for hit in hits.items])
    return FoundOut(
        query=query,
        number=number,
        cases=CaseHits(
            items=[
                CaseHitOut(case=case, matched=_matched(hit.by, deps.policy, tongue))
                for hit, case in zip(hits.items, shown, strict=True)
            ],
            next=hits.next,
        ),
        customers=await _customers(deps, query, theirs, customers_after, limit, tongue),
    )


async def _number(deps: Dependencies, query: str) -> str | None:
    """The number of the case that is meant, if there is one."""
    said = NUMBER.fullmatch(folded(query))
    number = number_of(int(said[1])) if said else None
    return number if number and await case_rows.exists(deps.database, number) else None


def _says_enough(query: str) -> bool:
    keys = (*sought.in_titles(query).keys, *sought.in_names(query).keys)
    return bool(keys) or len("".join(filter(str.isalnum, query))) >= LEAST


async def _customers(
    deps: Dependencies,
    query: str,
    within: Within | None,
    after: str | None,
    limit: int,
    tongue: Language,
) -> CustomerHits:
    hits = await finding.find_customers(
        deps.database, query, homes=_homes(deps.policy), within=within, cursor=after, limit=limit
    )
    behind = await customers.get_many(deps.database, [hit.id for hit in hits.items])
    by: dict[str, tuple[str, ...]] = {}
    for hit in hits.items:  # several rows may be of one person
        person = behind[hit.id].id
        by[person] = tuple(dict.fromkeys((*by.get(person, ()), *hit.by)))
    people = {behind[hit.id].id: behind[hit.id] for hit in reversed(hits.items)}
    theirs = await customers.newest_cases(deps.database, by, within=within, limit=CASES_EACH + 1)
    shown = await listed(deps, tongue, [case for each in theirs.values() for case in each])
    numbered = {case.number: case for case in shown}
    return CustomerHits(
        items=[
            CustomerHitOut(
                customer=CustomerOut.of(people[person]),
                matched=_matched(matched, deps.policy, tongue),
                cases=[numbered[case.number] for case in theirs[person][:CASES_EACH]],
                more_cases=len(theirs[person]) > CASES_EACH,
            )
            for person, matched in by.items()
            if theirs[person] or within is None
        ],
        next=hits.next,
    )


def _homes(policy: Policy) -> set[str]:
    """The regions in which somebody of ours may be dialling."""
    own = {team.home_region for team in policy.teams.values() if team.home_region}
    return own | {policy.customers.home_region}


def _matched(by: Iterable[str], policy: Policy, tongue: Language) -> list[MatchOut]:
    return [MatchOut(by=each, label=_label(each, policy, tongue)) for each in by]


def _label(by: str, policy: Policy, tongue: Language) -> str | None:
    kind, _, fact = by.partition(":")
    if kind != FACT:
        return None
    for sop in policy.sops.values():
        for stage in sop.stages.values():
            if fact in stage.yields:
                return stage.yields[fact].label[tongue]
    return fact
