"""Facts that a policy's stages ask for: whether whatever is asked of them, counted from them or worked out from them can be."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from pydantic import ValidationError

from domain.book import BOOK
from domain.plan.sop import SPOKE, asks_fact
from domain.policy.stages import FieldPolicy, TransitionPolicy
from policies.pieces import Found, check_each, check_known, table


def check_facts(place: str, stages: dict[str, Any]) -> Found:
    """What of the stages' facts can't be."""
    yield from _moments(place, stages)
    yield from _reckoned(place, stages)
    yield from _same(place, stages)


def check_guards(place: str, way: TransitionPolicy, stages: dict[str, Any]) -> Found:
    """A guard is one of the features', or asks what was chosen for a fact."""
    for guard in way.guards:
        asked = asks_fact(guard)
        if asked is None:
            yield from check_known(place, "guard", guard, BOOK.guards)
            continue
        fact, choice = asked
        fields = {name: field for name, field in _yields(stages) if table(field).get("choices")}
        yield from check_known(place, "choice", fact, fields)
        with suppress(ValidationError):  # said by the field's own validation
            if fact in fields:
                answers = FieldPolicy.model_validate(fields[fact]).answers
                yield from check_known(place, f"answer to {fact}", choice, answers)


def check_told_apart(place: str, ways: list[TransitionPolicy]) -> Found:
    """Whatever was found out leads on: where facts tell ways apart, one is for everything else."""
    by_facts: dict[tuple[str, str], bool] = {}
    open_to_all: set[tuple[str, str]] = set()
    for index, way in enumerate(ways):
        asks = any(asks_fact(guard) for guard in way.guards)
        for source in way.sources:
            by_facts[source, way.on] = by_facts.get((source, way.on), True) and asks
        if not asks and not way.guards:
            for source in way.sources:
                open_to_all.add((source, way.on))
        elif asks and (late := [each for each in way.sources if (each, way.on) in open_to_all]):
            reason = f"nobody goes this way: another one from {late[0]} before it takes everything"
            yield f"{place}.transitions[{index}]", reason
    for (source, on), only_facts in by_facts.items():
        if only_facts:
            reason = f"no way out by {on} for what no guard asks for: add one without such a guard"
            yield f"{place}.stages.{source}", reason


def _moments(place: str, stages: dict[str, Any]) -> Found:
    """A limit counts from the customer's word, or from a moment that somebody has told; it does so once, and the stage's
    own limit ever after."""
    told = [name for name, field in _yields(stages) if table(field).get("kind") == "time"]
    for name, stage in stages.items():
        here = f"{place}.stages.{name}.at_most"
        moments = list(table(table(stage).get("at_most")))
        yield from check_each(here, "moment", moments, [SPOKE, *told])
        if moments and not table(stage).get("limit"):
            reason = "is missing: at_most counts when a case first comes here, and nothing would when it comes back"
            yield f"{place}.stages.{name}.limit", reason


def _same(place: str, stages: dict[str, Any]) -> Found:
    """A fact that several stages ask for is one fact: of one kind, with the same choices."""
    first: dict[str, tuple[str, Any]] = {}
    for stage, given in stages.items():
        for name, asked in table(table(given).get("yields")).items():
            field = table(asked)
            what = (field.get("kind", "text"), list(table(field.get("choices"))))
            where, before = first.setdefault(name, (stage, what))
            if what != before:
                reason = f"is not what {where} asks for under that name; call it otherwise"
                yield f"{place}.stages.{stage}.yields.{name}", reason


def _reckoned(place: str, stages: dict[str, Any]) -> Found:
    """What an amount comes of are amounts that somebody names."""
    amounts = [
        name
        for name, field in _yields(stages)
        if table(field).get("kind") == "amount" and not table(field).get("reckoned")
    ]
    for stage, given in stages.items():
        for name, field in table(table(given).get("yields")).items():
            rule = table(table(field).get("reckoned"))
            for part in ("paid", "units", "used"):
                here = f"{place}.stages.{stage}.yields.{name}.reckoned.{part}"
                if isinstance(rule.get(part), str):
                    yield from check_known(here, "amount", rule[part], amounts)


def _yields(stages: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for stage in stages.values():
        yield from table(table(stage).get("yields")).items()
