"""What every SOP has in common is written once, as a frame, and each SOP says what is its own.

A frame has the stages `before` the work and `after` it, and the ways between them; where it says `work`, the SOP's
first own stage is meant, where it says `again` the one to which a case comes back that was not solved after all. An SOP
with `frame: case` then gives its own stages: one that the frame has too is the frame's with what the SOP says of it,
one with `after: triage` stands right behind that stage, and the others are the work, in their order; what stands in
`without` it doesn't have. A stage of the work that the SOP gives no way out leads on by its completion to the next. For
a stage and a command of which the SOP itself speaks, the frame says nothing.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated, Any, NamedTuple

from pydantic import ConfigDict, Field

from domain.frozen import Frozen
from policies.pieces import items_of, table

WORK, AGAIN = "work", "again"
Table = dict[str, Any]
Keys = tuple[str, ...]


class FrameWay(Frozen):
    """A way between stages of a frame; what it says besides is for the SOP's own check."""

    model_config = ConfigDict(extra="allow")
    on: str
    to: str


class Frame(Frozen):
    """What SOPs have in common. Its stages and ways are checked with every SOP that is written out with it."""

    first: str
    before: Annotated[dict[str, Table], Field(min_length=1)]
    after: Annotated[dict[str, Table], Field(min_length=1)]
    transitions: list[FrameWay]


class Spread(NamedTuple):
    """An SOP as a whole. `borrowed` has for each place in it that the frame has given, as keys, where that stands in the frame."""

    sop: Table
    borrowed: dict[Keys, Keys]


def spread(sop: Table, frame: Frame) -> Spread:
    """An SOP that names a frame, written out. Raises ValueError when there is no telling what is meant."""
    own, without = table(sop.get("stages")), set(items_of(sop.get("without")))
    before, after = (_left(each, without) for each in (frame.before, frame.after))
    placed = {name: stage["after"] for name, stage in own.items() if "after" in table(stage)}
    work = [name for name in own if name not in {*before, *after, *placed}]
    if not work:
        raise ValueError("stages: no stage of its own between the frame's")
    order = [*before, *work, *after]
    for name, behind in placed.items():
        if behind not in order:
            known = ", ".join(order)
            raise ValueError(f"stages.{name}.after: unknown stage {behind!r}; known: {known}")
        order.insert(order.index(behind) + 1, name)
    given = {**before, **after}
    stages = {name: _merged(given.get(name), own.get(name)) for name in order}
    ways = items_of(sop.get("transitions"))
    meant = {WORK: work[0], AGAIN: sop.get(AGAIN, work[0])}
    lent = dict(_borrowed(frame, ways, meant, without))
    borrowed = [*lent.values(), *_on_and_on(ways, [*work, next(iter(after))])]
    rest = {key: value for key, value in sop.items() if key not in ("frame", AGAIN, "without")}
    whole = {"first": frame.first, **rest, "stages": stages, "transitions": [*ways, *borrowed]}
    places: dict[Keys, Keys] = {
        ("stages", name): (part, name)
        for part, there in (("before", before), ("after", after))
        for name in there
        if name not in own
    }
    for index, at in enumerate(lent, start=len(ways)):
        places["transitions", str(index)] = ("transitions", str(at))
    return Spread(whole, places)


def _left(stages: dict[str, Table], without: set[Any]) -> dict[str, Table]:
    return {name: stage for name, stage in stages.items() if name not in without}


def _merged(frames: object, own: object) -> object:
    """A stage as the frame has it, with what the SOP says of it."""
    if not isinstance(own, dict | None):
        return own  # the SOP's own validation says so
    said = {name: it for name, it in (own or {}).items() if name != "after"}
    return {**table(frames), **said}


def _borrowed(
    frame: Frame, own: list[Any], meant: Table, without: set[Any]
) -> Iterator[tuple[int, Table]]:
    """The frame's ways by their number, but those from a stage on a command of which the SOP speaks itself."""
    spoken = {(source, way.get("on")) for way in map(table, own) for source in _sources(way)}
    for index, each in enumerate(frame.transitions):
        way = each.model_dump()
        sources = [
            source
            for source in _sources(way)
            if source not in without and (source, way["on"]) not in spoken
        ]
        if sources and way["to"] not in without:
            yield index, {**way, "from": sources, "to": meant.get(way["to"], way["to"])}


def _on_and_on(own: list[Any], stages: list[str]) -> Iterator[Table]:
    """From each stage to the next, where the SOP has no way out of it."""
    left = {source for way in map(table, own) for source in _sources(way)}
    for stage, following in pairwise(stages):
        if stage not in left:
            yield {"from": [stage], "on": "complete_stage", "to": following}


def _sources(way: Table) -> list[Any]:
    sources = way.get("from")
    return sources if isinstance(sources, list) else [sources]
