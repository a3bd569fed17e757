"""Views that are shipped, kept, or shared by a lead: lists under a name."""

from dataclasses import dataclass, replace
from typing import Any

from console.filters import Asked
from console.speech import Speech

SHIPPED = {
    "mine": "whose=mine&phase=open&phase=resolved",
    "promises": "whose=mine&phase=open&promised=yes&sort=next_promise_due&descending=no",
    "unanswered": "whose=all&sla_state=unanswered&sort=opened_at&descending=no",
    "broken": "whose=all&sla_state=broken&sort=opened_at&descending=no",
    "overdue": "whose=team&phase=open&sla_state=overdue&sort=opened_at&descending=no",
    "parts": "whose=all&phase=open&paused_for=waiting_on_parts&sort=opened_at&descending=no",
}
"""What needs no keeping: name → the query of its address."""


@dataclass(frozen=True)
class Shown:
    """A view as the page has it. `id` is None for one that is shipped."""

    name: str
    query: str
    id: str | None = None
    mine: bool = False
    shared: bool = False
    is_here: bool = False


def shown_views(kept: list[dict[str, Any]], asked: Asked, t: Speech) -> list[Shown]:
    """The shipped ones, then those that were kept."""
    here = asked.is_same
    shipped = [Shown(t(f"view.{name}"), query) for name, query in SHIPPED.items()]
    own = [Shown(v["name"], v["query"], v["id"], v["mine"], v["shared"]) for v in kept]
    return [
        replace(view, is_here=Asked.of(view.query).is_same == here) for view in (*shipped, *own)
    ]
