"""What a form depends on that may change between its drawing and its sending.

Two people work on one case. A form says with which version it was drawn, and what its command would mean then: which promise a
conversation keeps, from where a stage is left. When that is another now, nobody is surprised: the page shows what has
happened, with what was typed, and asks once more.
"""

from collections.abc import Callable, Mapping

from console.forms.defaults import at_first
from console.forms.known import Known

VERSION, MEANT, OFFERED, OFFERED_BY = "seen", "meant", "offered", "offered_by"
"""The names under which a form carries the version it was drawn at, what it meant then, and the subject and the time it
suggested."""


def _stage(known: Known) -> str:
    return str(known.case["stage"])


def _promise(known: Known) -> str:
    upcoming = known.next_promise
    return str(upcoming["id"]) if upcoming else ""


def _owner(known: Known) -> str:
    return str(known.case["owner"])


def _priority(known: Known) -> str:
    return str(known.case["priority"])


ALIKE: tuple[Callable[[Known], str], ...] = (_stage,)
DEPENDS: Mapping[str, tuple[Callable[[Known], str], ...]] = {
    "ask": (_stage, _promise),
    "assign": (_owner,),
    "contact": (_stage, _promise),
    "escalate": (),
    "message": (),
    "note": (),
    "set_priority": (_priority,),
    "triage": (_stage, _priority),
}
"""Verb → what its command goes by; of any other, the stage."""


def meant(known: Known, verb: str) -> str:
    """What a command would mean now, in one word."""
    return "|".join(of(known) for of in DEPENDS.get(verb, ALIKE))


def carried(known: Known, verb: str) -> dict[str, str]:
    """What the form of a command brings back."""
    brought = {VERSION: str(known.case["version"]), MEANT: meant(known, verb)}
    if verb == "contact":
        for name, part in ((OFFERED, "subject"), (OFFERED_BY, "latest_by")):
            brought[name] = "".join(at_first(known, verb, f"next_promise.{part}"))
    return brought
