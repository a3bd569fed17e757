"""What a case has much of is shown with the newest first, a part at a time; its address leads further back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from console.forms.offered import Offers

SHOWN = 20
"""Notes or conversations on one page: more than anybody reads at once."""
Entry = Mapping[str, Any]


@dataclass(frozen=True)
class Earlier:
    """A part of what there is, the newest first; `whole` counts all. `next` leads further back, and `is_newest` says that
    nothing newer is left out."""

    items: Sequence[Entry]
    whole: int
    next: str | None
    is_newest: bool


def contacts_before(contacts: Sequence[Entry], before: str, offered: Offers) -> Earlier:
    """The conversations before one of them, or the last ones. Forms of those that are left out are offered nowhere else on the
    page."""
    is_known = any(each["id"] == before for each in contacts)
    older = [*takewhile(lambda each: each["id"] != before, contacts)] if is_known else contacts
    shown = older[::-1][:SHOWN]
    ids = {each["id"] for each in shown}
    for each in contacts:
        if each["id"] not in ids:
            offered.of(each["id"])
    following = str(shown[-1]["id"]) if len(older) > len(shown) else None
    return Earlier(shown, len(contacts), following, not is_known)
