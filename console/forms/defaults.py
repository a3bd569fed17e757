"""What stands in a form before anybody types: whatever is usually right."""

from collections.abc import Callable
from datetime import timedelta

from console.forms.known import Known
from console.forms.reading import typed_in

A_WEEK = timedelta(days=7)


def at_first(known: Known, verb: str, name: str) -> list[str]:
    """The values of a field as the case suggests them; none where it suggests nothing."""
    if verb == "contact" and name.startswith("parts."):
        words = known.draft.get(name.removeprefix("parts."), "")
        return [words] if words else []
    if several := SEVERAL.get(f"{verb}.{name}"):
        return several(known)
    suggest = DEFAULTS.get(f"{verb}.{name}") or DEFAULTS.get(name)
    value = suggest(known) if suggest else ""
    return [value] if value else []


def _now(known: Known) -> str:
    return typed_in(known.t.zone, known.t.now.isoformat())


def _subject(known: Known) -> str:
    """What the next conversation is about: how it goes on with what is being done."""
    case = known.case
    if case["phase"] == "closed":
        return ""
    leads = case["leads_to"].get(f"POST /v1/cases/{case['number']}/contacts", ())
    stage = case["stages"][leads[0]] if leads else case["stage_label"]
    return known.t("contact.next_subject", stage=stage)


def _by_rhythm(known: Known) -> str:
    """A draft says by when, and so needs a time: that of the rhythm. In somebody's own words nothing says it for them."""
    return known.by_rhythm if known.draft else ""


def _priority(known: Known) -> str:
    return str(known.case["priority"])


def _named(known: Known) -> str:
    """A level that somebody named by themselves stays until another is named, whatever is said of the factors."""
    return str(known.case["complexity"]) if known.case["named"] else ""


DEFAULTS: dict[str, Callable[[Known], str]] = {
    "channel": lambda known: known.channel,
    "revisit.channel": lambda known: "phone",
    "contact.next_promise.subject": _subject,
    "contact.next_promise.latest_by": _by_rhythm,
    "triage.priority": _priority,
    "set_priority.priority": _priority,
    "confirm.complexity": lambda known: "" if known.case["factors"] else "medium",
    "judge_complexity.complexity": _named,
    "confirm.told_at": _now,
    "arrange_visit.engineer": lambda known: (
        known.case["visits"][-1]["engineer"] if known.case["visits"] else ""
    ),
    "reschedule_visit.moved_by": lambda known: "customer",
    "offer.answer": lambda known: "undecided",
}
"""Verb and field, or the field of any verb → what stands there."""
SEVERAL: dict[str, Callable[[Known], list[str]]] = {
    "triage.traits": lambda known: list(known.case["traits"]),
}
"""The same, of fields that take several values."""
