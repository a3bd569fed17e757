"""What a stage asks for: what may be said of each fact, and what is still missing (REQ B1)."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from domain.draft import Draft
from domain.errors import Refusal
from domain.plan.sop import Field, FieldKind, Stage

LONGEST = 500
"""Letters of a text."""
EARLIEST = timedelta(days=180)
"""How long before the customer's word something may have happened that counts in their case. Further back
somebody has mistyped the year."""
_AMOUNT = re.compile(
    r"\s*(?:¥|CNY|RMB)?\s*((?:[0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{3}){1,2})(?:\.[0-9]{1,2})?)\s*(?:元|CNY|RMB)?\s*",
    re.IGNORECASE,
)
_WIDE = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {ord("￥"): "¥", 0x3000: " "}
"""As Chinese keyboards type digits, commas and the sign."""


def check(
    draft: Draft,
    stage: Stage,
    given: dict[str, str],
    *,
    whole: bool = True,
    corrects: bool = False,
) -> dict[str, str]:
    """What was given of a stage's yield, as it is kept: blanks left out, a time in UTC, an amount in digits.

    Refuses what the stage doesn't ask for or take, and, when it must be `whole`, what is missing; everything of a kind
    at once. With `corrects` it takes what earlier stages have asked for, too.
    """
    known = {field.name: field for field in stage.asks}
    known = {**_said_before(draft), **known} if corrects else known
    common = {"number": draft.case.number, "stage": stage.name}
    given = {name: value for name, value in given.items() if not draft.is_nothing(value)}
    have = {**draft.case.facts, **given}
    missing = tuple(f.name for f in stage.asks if f.required and f.name not in have)
    if whole and missing:
        raise Refusal("stage_yield_missing", fields=missing, missing=", ".join(missing), **common)
    unknown = tuple(name for name in given if name not in known)
    if unknown:
        raise Refusal(
            "stage_yield_unknown",
            fields=unknown,
            unknown=", ".join(unknown),
            known=", ".join(field.name for field in stage.asks) or "-",
            **common,
        )
    kept = {name: READS[known[name].kind](draft, known[name], it) for name, it in given.items()}
    invalid = tuple(name for name, value in kept.items() if value is None)
    if invalid:
        choices = "; ".join(f"{name}: {_may_be(known[name])}" for name in invalid)
        raise Refusal("stage_yield_invalid", fields=invalid, choices=choices, **common)
    said = {name: value for name, value in kept.items() if value is not None}
    return {**said, **dict(_reckoned(draft, stage, {**draft.case.facts, **said}))}


def _said_before(draft: Draft) -> dict[str, Field]:
    """What earlier stages asked for may be put right on the way."""
    asked = (field for stage in draft.plan.sop.stages for field in stage.asks)
    return {field.name: field for field in asked if field.name in draft.case.facts}


def _reckoned(draft: Draft, stage: Stage, have: dict[str, str]) -> Iterator[tuple[str, str]]:
    """What comes about by the policy, once all that it comes of is known, and anew where that is put right. Refuses figures
    that can't be."""
    before = draft.case.facts
    for field in (field for each in draft.plan.sop.stages for field in each.yields):
        rule = field.reckoned
        if rule is None or not have.keys() >= {*rule.operands}:
            continue
        put_right = field.name in before and any(have[it] != before.get(it) for it in rule.operands)
        if field not in stage.yields and not put_right:
            continue
        try:
            yield field.name, _written(rule.due(*(Decimal(have[name]) for name in rule.operands)))
        except ValueError:
            raise Refusal(
                "more_used_than_paid",
                fields=(rule.units, rule.used),
                number=draft.case.number,
                used=have[rule.used],
                units=have[rule.units],
            ) from None


def as_kept(draft: Draft, given: dict[str, str]) -> dict[str, str]:
    """The same for whichever stages ask for it, with nothing refused: what doesn't fit stays as it was said."""
    known = {field.name: field for stage in draft.plan.sop.stages for field in stage.yields}
    said = {name: value for name, value in given.items() if not draft.is_nothing(value)}
    return {
        name: (name in known and READS[known[name].kind](draft, known[name], value)) or value
        for name, value in said.items()
    }


def _may_be(field: Field) -> str:
    """What a refusal says of what fits: choices, the length of a text, or the kind behind an @."""
    if field.kind in ("time", "amount"):
        return f"@{field.kind}"
    return ", ".join(field.choices) or f"≤ {LONGEST}"


def _text(draft: Draft, field: Field, value: str) -> str | None:
    return value if len(value) <= LONGEST else None


def _choice(draft: Draft, field: Field, value: str) -> str | None:
    return value if value in field.choices else None


def _time(draft: Draft, field: Field, value: str) -> str | None:
    """When something has happened: not yet to come, and not before anything that counts here."""
    try:
        told = datetime.fromisoformat(value.strip())
        at = told.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    since = draft.case.spoke_at or draft.now
    is_past = since - EARLIEST <= at <= draft.now
    return at.isoformat() if told.tzinfo and is_past else None


def _amount(draft: Draft, field: Field, value: str) -> str | None:
    """Money or a count, as people write it: "¥1,299.00" is 1299."""
    found = _AMOUNT.fullmatch(value.translate(_WIDE))
    return found and _written(Decimal(found[1].replace(",", "")))


def _written(amount: Decimal) -> str:
    return f"{amount:.0f}" if amount == int(amount) else f"{amount:.2f}"


READS: dict[FieldKind, Callable[[Draft, Field, str], str | None]] = {
    "text": _text,
    "choice": _choice,
    "time": _time,
    "amount": _amount,
}
"""Kind of a fact → what is kept of what was said; None where that doesn't fit."""
