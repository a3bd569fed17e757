"""What pydantic can't see: whether the names in a policy lead somewhere.

Works on the values as read, piece by piece, so that one misspelt number doesn't hide a dangling
arrow: everything is reported at once. What a piece looks like is checked by its model.
"""

from typing import Any, Literal, NamedTuple, get_args

from phonenumbers import SUPPORTED_REGIONS
from pydantic import ValidationError

from domain.book import BOOK, AnyCommand
from domain.plan.ladder import Ladder
from domain.plan.sop import OPEN
from domain.policy.stages import TransitionPolicy
from policies.facts import check_facts, check_guards, check_told_apart
from policies.pieces import Found, check_each, check_known, items_of, table

COMMANDS: tuple[str, ...] = tuple(
    command.model_fields["kind"].default for command in get_args(get_args(AnyCommand)[0])
)
GENERAL = "any"
"""The product family of a case whose product nobody has named."""


def check_names(values: dict[str, Any]) -> Found:
    """Every name in the policy that leads nowhere, and every stage without a way in or out."""
    yield from _check_calendars(values)
    for name, sop in table(values.get("sops")).items():
        yield from _check_sop(f"sops.{name}", table(sop))
        yield from _check_told(f"sops.{name}.stages", table(sop), values)
        yield from _check_response(f"sops.{name}.response", table(sop), values)
    asking = [name for name, sop in table(values.get("sops")).items() if table(sop).get("asking")]
    if asking and GENERAL not in table(values.get("products")):
        reason = f"is missing: the questions of sops.{asking[0]} when nobody has named the product"
        yield f"products.{GENERAL}", reason
    yield from _check_visits(values)
    yield from _check_regions(values)


def _check_calendars(values: dict[str, Any]) -> Found:
    calendars = table(values.get("calendars"))
    named = [
        ("business", values.get("business")),
        ("revisit.waking", table(values.get("revisit")).get("waking")),
    ]
    for name, team in table(values.get("teams")).items():
        named.append((f"teams.{name}.calendar", table(team).get("calendar")))
    for place, calendar in named:
        if isinstance(calendar, str):
            yield from check_known(place, "calendar", calendar, calendars)


def _check_visits(values: dict[str, Any]) -> Found:
    """An SOP that waits for a visit needs rules for visits (REQ B7)."""
    if "visits" in values:
        return
    for name, sop in table(values.get("sops")).items():
        for index, way in enumerate(items_of(table(sop).get("transitions"))):
            on = table(way).get("on")
            if on in VISITING:
                yield f"sops.{name}.transitions[{index}].on", f"{on} needs the section 'visits'"


def _check_regions(values: dict[str, Any]) -> Found:
    """A region must have phone numbers."""
    named = [("customers.home_region", table(values.get("customers")).get("home_region"))]
    for name, team in table(values.get("teams")).items():
        named.append((f"teams.{name}.home_region", table(team).get("home_region")))
    for place, region in named:
        if isinstance(region, str) and region not in SUPPORTED_REGIONS:
            yield (
                place,
                f"no phone numbers are known of a region {region!r}",
            )


VISITING = ("arrange_visit", "confirm_visit", "reschedule_visit", "record_visit", "report_visit")


class _Arrow(NamedTuple):
    source: str
    target: str


def _check_sop(place: str, sop: dict[str, Any]) -> Found:
    stages = table(sop.get("stages"))
    phases = {name: table(stage).get("phase", "open") for name, stage in stages.items()}
    if OPEN in stages:
        yield (
            f"{place}.stages.{OPEN}",
            f"{OPEN!r} means every open stage, so none can be called that",
        )
    ways: list[TransitionPolicy] = []
    if isinstance(sop.get("first"), str):
        yield from check_known(f"{place}.first", "stage", sop["first"], stages)
    milestones = f"{place}.milestones"
    for name in table(sop.get("milestones")):
        yield from check_known(f"{milestones}.{name}", "stage", str(name), stages)
        if phases.get(name, "open") != "open":
            yield f"{milestones}.{name}", "a milestone is about the end of an open stage"
    yield from _check_asking(place, sop, stages)
    whole = True  # whether every arrow is understood, so that a missing way is really missing
    for index, raw in enumerate(items_of(sop.get("transitions"))):
        try:
            way = TransitionPolicy.model_validate(raw)
        except ValidationError:
            whole = False
            continue
        here = f"{place}.transitions[{index}]"
        if way.sources == (OPEN,):
            open_ones = tuple(name for name, phase in phases.items() if phase == "open")
            way = way.model_copy(update={"sources": open_ones})
        found = [
            *check_each(f"{here}.from", "stage", way.sources, stages),
            *check_known(f"{here}.to", "stage", way.target, stages),
        ]
        whole = whole and not found
        yield from found
        yield from check_known(f"{here}.on", "command", way.on, COMMANDS)
        yield from check_guards(f"{here}.guards", way, stages)
        yield from check_each(f"{here}.effects", "effect", way.effects, BOOK.effects)
        yield from _check_laws(here, way, phases)
        ways.append(way)
    if whole and sop.get("first") in stages:
        arrows = [_Arrow(source, way.target) for way in ways for source in way.sources]
        yield from _check_ways(place, sop["first"], stages, arrows)
        yield from _check_ways_back(place, phases, ways)
        yield from _check_guarded(place, sop["first"], stages, ways)
        yield from check_told_apart(place, ways)
    yield from check_facts(place, stages)


def _check_told(place: str, sop: dict[str, Any], values: dict[str, Any]) -> Found:
    """Whoever hears that a case has come to a stage stands on the line, or holds a post in every team."""
    teams = [table(team) for team in table(values.get("teams")).values()]
    posts = [set(table(team.get("posts"))) for team in teams]
    known = [*Ladder.model_fields, *sorted(set.intersection(*posts) if posts else ())]
    for name, stage in table(sop.get("stages")).items():
        told = [post for post in items_of(table(stage).get("tells")) if isinstance(post, str)]
        yield from check_each(f"{place}.{name}.tells", "post", told, known)


def _check_response(place: str, sop: dict[str, Any], values: dict[str, Any]) -> Found:
    """What runs by the clock does so whole: who is called, and when, hangs on the priority."""
    priorities = table(values.get("priorities"))
    for name, span in table(sop.get("response")).items():
        usual = table(priorities.get(name)).get("response")
        if isinstance(span, str) and "working" not in span and "working" in str(usual):
            reason = "by the clock, while everything else at this priority counts in working time: say 'working', or at_least"
            yield f"{place}.{name}", reason


def _check_asking(place: str, sop: dict[str, Any], stages: dict[str, Any]) -> Found:
    """A stage that asks needs a limit of rounds, and where it leads otherwise (REQ B2)."""
    asking = sop.get("asking")
    if asking is not None:
        yield from check_known(
            f"{place}.asking.then", "stage", str(table(asking).get("then")), stages
        )
    elif any(table(way).get("on") == ASKING for way in items_of(sop.get("transitions"))):
        yield f"{place}.asking", f"is missing: {ASKING} needs its rounds and where they lead"


ASKING = "ask_questions"
"""The command that asks the customer for what is unclear (domain/questions.py)."""
REOPENING = "mark_message"
"""The only command that leads out of a closed stage (domain/customer_messages)."""
CLOSING = ("complete_stage", "record_revisit", "withdraw", "end_without_agreement")
"""The only commands that say how a case ended (domain/endings.py, domain/revisits.py)."""
ANSWERING = "log_contact"
"""The command that leaves a stage once the customer has an answer; until then the response clock guards it."""
ANCHORED = ("confirm_complex", "resolve")
"""The commands that only a confirmed case gets beyond (domain/confirmation.py, domain/resolution.py)."""
NEEDED: dict[str, tuple[Literal["effects", "guards"], tuple[str, ...]]] = {
    "confirm_complex": ("effects", ("start_follow_up", "promise_first_feedback")),  # REQ A7
    "resolve": ("effects", ("promise_revisit",)),  # REQ E2
    "end_without_agreement": ("guards", ("signed_by_supervisor",)),  # REQ E1
    REOPENING: ("guards", ("reopen",)),  # REQ E3: thanks leave a case closed
}
"""What no policy may leave out, by command."""


def _check_laws(here: str, way: TransitionPolicy, phases: dict[str, Any]) -> Found:
    reopens = way.on == REOPENING
    if phases.get(way.target) == "closed" and way.on not in CLOSING:
        yield f"{here}.to", f"{way.on} can't close a case; what can: {', '.join(CLOSING)}"
    elif reopens and phases.get(way.target) == "resolved":
        yield f"{here}.to", f"{way.on} leads to an open stage: there is work to do again"
    for source in way.sources:
        if source in phases and (phases[source] == "closed") != reopens:
            yield f"{here}.from", f"a closed stage is left by {REOPENING}, and no other one is"
    field, names = NEEDED.get(way.on, ("effects", ()))
    for name in names:
        if name not in getattr(way, field):
            yield f"{here}.{field}", f"{way.on} needs {name!r} here"


def _check_ways(place: str, first: str, stages: dict[str, Any], arrows: list[_Arrow]) -> Found:
    ends = {name for name, stage in stages.items() if table(stage).get("phase") == "closed"}
    if not ends:
        yield f"{place}.stages", "no stage has the phase 'closed', so a case could never end"
        return
    reachable = _closure({first}, arrows)
    ending = _closure(ends, [_Arrow(arrow.target, arrow.source) for arrow in arrows])
    leaving = {arrow.source for arrow in arrows if arrow.source != arrow.target}
    for name in stages:
        here = f"{place}.stages.{name}"
        if name not in reachable:
            yield here, f"unreachable: no way leads here from {first!r}"
        if name in ends:
            continue
        if name not in leaving:
            yield here, "no way out: no transition leads from here to another stage"
        elif name not in ending:
            yield here, f"no way from here to an end: {', '.join(sorted(ends))}"


def _check_ways_back(place: str, phases: dict[str, Any], ways: list[TransitionPolicy]) -> Found:
    """A customer's message must be able to reopen every closed case (REQ E3)."""
    for name, phase in phases.items():
        back = [w for w in ways if name in w.sources and w.on == REOPENING]
        if phase == "closed" and not any(set(way.guards) == {"reopen"} for way in back):
            reason = f"no way back for every case: add one on {REOPENING} with guards: [reopen]"
            yield f"{place}.stages.{name}", reason


def _check_guarded(
    place: str, first: str, stages: dict[str, Any], ways: list[TransitionPolicy]
) -> Found:
    """Before the anchor no promise guards a case: where no answer leaves a stage, its limit is all that keeps
    the anchor from being put off in silence (REQ A7, C0)."""
    before = [way for way in ways if way.on not in ANCHORED and "confirmed" not in way.guards]
    arrows = [_Arrow(source, way.target) for way in before for source in way.sources]
    answering = {
        source
        for way in before
        for source in way.sources
        if way.on == ANSWERING and {*way.guards} & BOOK.guards.keys() <= {"answered"}
    }
    for name, stage in ((name, table(stage)) for name, stage in stages.items()):
        is_guarded = stage.get("limit") or name in answering or stage.get("phase", "open") != "open"
        if name in _closure({first}, arrows) and not is_guarded:
            reason = "is missing: before the confirmation nothing else would speak of a case that rests here"
            yield f"{place}.stages.{name}.limit", reason


def _closure(start: set[str], arrows: list[_Arrow]) -> set[str]:
    reached: set[str] = set()
    ahead = set(start)
    while ahead:
        reached |= ahead
        ahead = {arrow.target for arrow in arrows if arrow.source in reached} - reached
    return reached
