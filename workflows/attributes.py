"""Search attributes of a case: what supervisors filter and sort lists by in Temporal UI (REQ I1).

Fixed: SQL visibility has room for ten keywords and three each of the other types. Never personal
data, for they are never encrypted.
"""

from typing import Any

from temporalio.common import (
    SearchAttributeKey,
    SearchAttributePair,
    SearchAttributeUpdate,
    TypedSearchAttributes,
)

from domain.summary import CaseSummary

PRIORITY = SearchAttributeKey.for_keyword("Priority")
STAGE = SearchAttributeKey.for_keyword("Stage")
OWNER = SearchAttributeKey.for_keyword("Owner")
TEAM = SearchAttributeKey.for_keyword("Team")
COMPLEXITY = SearchAttributeKey.for_keyword("Complexity")
CUSTOMER_LEVEL = SearchAttributeKey.for_keyword("CustomerLevel")
SLA_STATE = SearchAttributeKey.for_keyword("SlaState")
SCENARIO = SearchAttributeKey.for_keyword("Scenario")
TIER = SearchAttributeKey.for_int("Tier")
CORE = SearchAttributeKey.for_int("Core")
REOPENS = SearchAttributeKey.for_int("Reopens")
NEXT_PROMISE_DUE = SearchAttributeKey.for_datetime("NextPromiseDue")
RED_LINE = SearchAttributeKey.for_datetime("RedLine")

ALL: tuple[SearchAttributeKey[Any], ...] = (
    PRIORITY,
    STAGE,
    OWNER,
    TEAM,
    COMPLEXITY,
    CUSTOMER_LEVEL,
    SLA_STATE,
    SCENARIO,
    TIER,
    CORE,
    REOPENS,
    NEXT_PROMISE_DUE,
    RED_LINE,
)


def attributes(summary: CaseSummary) -> TypedSearchAttributes:
    """The attributes a summary has; what is None is left out."""
    values = (
        (PRIORITY, summary.priority),
        (STAGE, summary.stage),
        (OWNER, summary.owner),
        (TEAM, summary.team),
        (COMPLEXITY, summary.complexity),
        (CUSTOMER_LEVEL, summary.customer_level),
        (SLA_STATE, summary.sla_state),
        (SCENARIO, summary.scenario),
        (TIER, summary.tier),
        (CORE, summary.core),
        (REOPENS, summary.reopens),
        (NEXT_PROMISE_DUE, summary.next_promise_due),
        (RED_LINE, summary.red_line),
    )
    return TypedSearchAttributes(
        [SearchAttributePair(key, value) for key, value in values if value is not None]
    )


def changes(before: CaseSummary | None, now: CaseSummary) -> list[SearchAttributeUpdate[Any]]:
    """What the list has to be told: everything at first, then what is another than before. Each one told
    costs a hundred bytes of history."""
    shown = {pair.key.name: pair for pair in attributes(before)} if before else {}
    wanted = {pair.key.name: pair for pair in attributes(now)}
    set_now = [p.key.value_set(p.value) for name, p in wanted.items() if shown.get(name) != p]
    return set_now + [p.key.value_unset() for name, p in shown.items() if name not in wanted]
