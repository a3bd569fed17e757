"""What may be named in a field of a command, where the case or the policy knows it, with words for it."""

from collections.abc import Callable, Iterable, Iterator

from pydantic import BaseModel

from api.trials import OnTrial
from domain.questions import answer_to
from messages.voice import Voice


class NamedOut(BaseModel):
    """A stage, or whatever else may be named, and what people read for it."""

    name: str
    label: str


def _families(asked: OnTrial, voice: Voice) -> Iterator[NamedOut]:
    for name, product in asked.deps.policy.products.items():
        yield NamedOut(name=name, label=product.label[voice.language])


def _questions(asked: OnTrial, voice: Voice) -> Iterator[NamedOut]:
    """What the customer has not answered yet."""
    case = asked.case
    for each in case.guide.questions if case.guide else ():
        if answer_to(case, each.name) is None:
            yield NamedOut(name=each.name, label=each.text)


def _ways_on(asked: OnTrial, voice: Voice) -> Iterator[NamedOut]:
    case = asked.case
    for name in case.rules.sop.to_choose(case.stage, "complete_stage"):
        yield NamedOut(name=name, label=voice.stage(name))


KNOWN: dict[str, dict[str, Callable[[OnTrial, Voice], Iterable[NamedOut]]]] = {
    "answers": {"answers": _questions},
    "ask": {"questions": _questions},
    "complete": {"to": _ways_on},
    "product": {"family": _families},
}
"""Verb → field → what may be named there."""
