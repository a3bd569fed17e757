"""Watching the fix: a window of up to a month with check-ins agreed with the customer (REQ C1, E1).

Each check-in is a promise, and so is the call after the end. The window may be made longer or ended
early, the customer agreeing; what was promised for it is made anew or let go then.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Literal

from domain import stages
from domain.case import Case
from domain.case.observation import Observation
from domain.case.promises import Promise
from domain.closed_in_error import ClosingDisproved
from domain.command import Command
from domain.deadline import Deadline, of_window
from domain.derivation import after, derive
from domain.draft import Draft, to_the_minute
from domain.errors import Refusal
from domain.event import Event
from domain.frozen import changed
from domain.plan.limit import Limit
from domain.promises import ending, making
from domain.promises.making import make_promise
from domain.rules import Change, Rules, conflict, invalid
from domain.stages import StageEntered


class StartObservation(Command):
    """Watch the fix until `ends_at`, with check-ins agreed with the customer (REQ C1)."""

    kind: Literal["start_observation"] = "start_observation"
    ends_at: datetime
    check_ins: tuple[datetime, ...] = ()


class ExtendObservation(Command):
    """Watch the fix for longer, with further check-ins, as agreed with the customer (REQ C1)."""

    kind: Literal["extend_observation"] = "extend_observation"
    ends_at: datetime
    check_ins: tuple[datetime, ...] = ()
    told_at: datetime
    reason: str


class EndObservation(Command):
    """Stop watching before the window has run out, as agreed with the customer."""

    kind: Literal["end_observation"] = "end_observation"
    told_at: datetime
    reason: str


class ObservationStarted(Event):
    kind: Literal["observation_started"] = "observation_started"
    observation: Observation


class ObservationExtended(Event):
    """The fix is watched for longer, the customer agreeing."""

    kind: Literal["observation_extended"] = "observation_extended"
    ends_at: datetime
    told_at: datetime
    reason: str


class ObservationEnded(Event):
    """The window ran out, or was ended early, agreed with the customer."""

    kind: Literal["observation_ended"] = "observation_ended"
    cause: Literal["run_out", "agreed"] = "run_out"
    reason: str = ""


def start(draft: Draft, command: StartObservation) -> None:
    """Open a window in which the fix is watched; the last promise asks, after it, how the fix held."""
    case, rules, since = draft.case, draft.plan.observation, draft.counts_from
    stages.require_stage_taking(draft, "resolve")
    if case.observation and not case.observation.ended:
        raise Refusal("observation_running", number=case.number, until=case.observation.ends_at)
    making.check_times(draft, command.ends_at, None, "ends_at")
    _check_length(draft, command.ends_at, since)
    if rules and case.core >= 2:
        _check_not_too_short(draft, command.ends_at, rules.first_check_in)
    _check_inside(draft, command.check_ins, command.ends_at)
    if rules:
        _check_not_too_soon(draft, command.check_ins, rules.first_check_in, since)
    earliest = min((*command.check_ins, command.ends_at))
    if earliest > making.longest(draft):
        raise Refusal(
            "check_ins_missing",
            fields=("check_ins",),
            number=case.number,
            limit=making.longest(draft),
        )
    if rules:
        _check_gaps(draft, command.check_ins, command.ends_at)
    ending.release(draft, ("progress",), "observation_started")
    draft.emit(
        ObservationStarted,
        observation=Observation(started_at=since, ends_at=command.ends_at),
    )
    _promise(draft, command.check_ins, command.ends_at)


def extend(draft: Draft, command: ExtendObservation) -> None:
    """Watch for longer. Check-ins already promised stay; the call after the end moves with the end.
    The whole window, counted from its beginning, is bound by the policy's longest, and its first check-in
    by the policy's minimum."""
    window, rules = _running(draft), draft.plan.observation
    draft.require_reason(command.reason)
    draft.require_told(command.told_at, window.started_at)
    if command.ends_at <= window.ends_at:
        raise Refusal(
            "observation_not_longer",
            fields=("ends_at",),
            number=draft.case.number,
            due=command.ends_at,
            until=window.ends_at,
        )
    _check_length(draft, command.ends_at, window.started_at)
    _check_inside(draft, command.check_ins, command.ends_at)
    if rules and draft.case.core >= 2:
        _check_not_too_soon(draft, command.check_ins, rules.first_check_in, window.started_at)
    standing = [p.latest_by for p in _check_ins(draft) if draft.now < p.latest_by < window.ends_at]
    _check_gaps(draft, (*standing, *command.check_ins), command.ends_at)
    ending.release(
        draft,
        ("check_in",),
        "observation_extended",
        due_from=window.ends_at,
        told_at=command.told_at,
    )
    draft.emit(
        ObservationExtended,
        ends_at=command.ends_at,
        told_at=command.told_at,
        reason=command.reason,
    )
    _promise(draft, command.check_ins, command.ends_at, command.told_at)


def end(draft: Draft, command: EndObservation) -> None:
    """Watched long enough, the customer says. A call is owed at once; the window has not run out, so
    being resolved takes the customer's confirmation."""
    window = _running(draft)
    draft.require_reason(command.reason)
    draft.require_told(command.told_at, window.started_at)
    ending.release(draft, ("check_in",), "observation_ended", told_at=command.told_at)
    draft.emit(ObservationEnded, cause="agreed", reason=command.reason)
    promise_contact_after(draft)


def promise_contact_after(draft: Draft) -> None:
    """At its end a contact is owed, unless one is promised that is still to come."""
    # what was due in an outage breaks now, and a call follows it
    if any(draft.case.core >= 2 or p.latest_by > draft.now for p in _check_ins(draft)):
        return
    due, why = derive(
        draft.plan,
        anchor="observation_ended",
        anchor_at=draft.now,
        limit=contact_after(draft),
    )
    make_promise(draft, kind="check_in", owner=draft.case.owner, subject="", latest_by=due, why=why)


def contact_after(draft: Draft) -> Limit:
    """How soon after its end the customer is called."""
    rules, business = draft.plan.observation, draft.plan.business
    if rules:
        return rules.contact_after
    return Limit(
        limit=draft.plan.calendars[business].day, calendar=business, rule="observation_longest"
    )


def _running(draft: Draft) -> Observation:
    stages.require_stage_taking(draft, "resolve")
    window = draft.case.observation
    if window is None or window.ended or window.ends_at <= draft.now:
        raise Refusal("observation_not_running", number=draft.case.number)
    return window


def _check_ins(draft: Draft) -> list[Promise]:
    return [p for p in draft.case.open_promises if p.kind == "check_in"]


def _promise(
    draft: Draft,
    check_ins: Iterable[datetime],
    ends_at: datetime,
    told_at: datetime | None = None,
) -> None:
    """A check-in that stands already, or is named twice, is one."""
    owner = draft.case.owner
    if draft.case.core >= 2:
        check_ins = set(check_ins) - {p.latest_by for p in _check_ins(draft)}
    for at in sorted(check_ins):
        make_promise(
            draft,
            kind="check_in",
            owner=owner,
            subject="",
            latest_by=at,
            why=making.agreed(draft, at),
            told_at=told_at,
        )
    limit = contact_after(draft)
    call = after(draft.plan, ends_at, limit.limit, limit.calendar)
    make_promise(
        draft,
        kind="check_in",
        owner=owner,
        subject="",
        expected_by=ends_at,
        latest_by=call,
        why=making.agreed(draft, call),
        told_at=told_at,
    )


def _check_length(draft: Draft, ends_at: datetime, since: datetime) -> None:
    limit = draft.plan.observation_longest
    furthest = after(draft.plan, since, limit.limit, limit.calendar)
    if ends_at > furthest:
        raise Refusal(
            "observation_too_long",
            fields=("ends_at",),
            number=draft.case.number,
            until=ends_at,
            limit=furthest,
        )


def _check_inside(draft: Draft, check_ins: Iterable[datetime], ends_at: datetime) -> None:
    outside = [at for at in check_ins if not draft.now < at <= ends_at]
    if outside:
        raise Refusal(
            "check_in_outside_window",
            fields=("check_ins",),
            number=draft.case.number,
            due=outside[0],
            until=ends_at,
        )


def _check_not_too_short(draft: Draft, ends_at: datetime, minimum: Limit) -> None:
    """A window that ends before anybody may ask how the fix holds has shown nothing (REQ C1, E1)."""
    soonest = _soonest(draft, minimum, draft.counts_from)
    if ends_at < soonest:
        raise Refusal(
            "observation_too_short",
            fields=("ends_at",),
            number=draft.case.number,
            until=ends_at,
            limit=soonest,
        )


def _soonest(draft: Draft, minimum: Limit, since: datetime) -> datetime:
    """When a fix can have shown whether it holds; people agree on times to the minute."""
    since = to_the_minute(since) if draft.case.core >= 2 else since
    return after(draft.plan, since, minimum.limit, minimum.calendar)


def _check_not_too_soon(
    draft: Draft, check_ins: tuple[datetime, ...], minimum: Limit, since: datetime
) -> None:
    """A fix needs time to show; asking after an hour tells nobody anything (REQ C1)."""
    soonest = _soonest(draft, minimum, since)
    if check_ins and min(check_ins) < soonest:
        raise Refusal(
            "check_in_too_soon",
            fields=("check_ins",),
            number=draft.case.number,
            due=min(check_ins),
            limit=soonest,
        )


def _check_gaps(draft: Draft, check_ins: tuple[datetime, ...], ends_at: datetime) -> None:
    """Nobody is left alone for longer than the rhythm's longest, also inside the window (REQ C1)."""
    longest, before = draft.plan.rhythm.longest, draft.now
    for at in (*sorted(check_ins), ends_at):
        furthest = after(draft.plan, before, longest.limit, longest.calendar)
        if at > furthest:
            raise Refusal(
                "check_ins_too_far_apart",
                fields=("check_ins",),
                number=draft.case.number,
                since=before,
                due=at,
                limit=furthest,
            )
        before = at


def _due(case: Case) -> Iterator[Deadline]:
    window = case.observation
    if window and not window.ended and case.phase == "open":
        yield of_window(case, "observation_end", window.ends_at, case.stage, window.started_at)


def _run_out(draft: Draft, due: Deadline, unseen_since: datetime | None) -> None:
    draft.emit(ObservationEnded)
    draft.tell(draft.case.owner, about="observation_over")
    if draft.plan.observation:
        promise_contact_after(draft)


def _started(case: Case, event: ObservationStarted) -> Change:
    return {"observation": event.observation}


def _updated(case: Case, **update: object) -> Change:
    return {"observation": case.observation and changed(case.observation, update)}


def _ended(case: Case, event: ObservationEnded) -> Change:
    return _updated(case, ended=True, cut_short=event.cause == "agreed")


def _extended(case: Case, event: ObservationExtended) -> Change:
    return _updated(case, ends_at=event.ends_at, agreed_at=event.told_at)


def _work_goes_on(case: Case, event: StageEntered) -> Change:
    """Back at work there is nothing to watch, unless it goes on where it was closed in error."""
    is_anew = case.is_open_stage(event.stage) and not stages.is_back(case, event)
    return {"observation": None} if is_anew else {}


def _stands(case: Case, event: ClosingDisproved) -> Change:
    """The case was closed in it, and that end was none: it runs on to the end that was agreed with the customer."""
    if case.observation is None or not case.observation.closed_in:
        return {}
    return _updated(case, ended=False, cut_short=False, closed_in=False)


RULES = Rules(
    handlers={StartObservation: start, ExtendObservation: extend, EndObservation: end},
    folds={
        ObservationStarted: _started,
        ObservationExtended: _extended,
        ObservationEnded: _ended,
        StageEntered: _work_goes_on,
        ClosingDisproved: _stands,
    },
    due=_due,
    fires={"observation_end": _run_out},
    refusals={
        "observation_running": conflict("an observation window is running already"),
        "observation_too_long": invalid("an observation window must end within the policy's limit"),
        "observation_too_short": invalid(
            "an observation window lasts at least until the first check-in may be"
        ),
        "check_ins_missing": invalid("a long observation window needs an earlier check-in"),
        "check_in_outside_window": invalid("a check-in lies outside the observation window"),
        "check_in_too_soon": invalid("the first check-in comes before the policy's minimum"),
        "check_ins_too_far_apart": invalid(
            "between two check-ins, or before the end, lies too long a silence"
        ),
        "observation_not_running": conflict("no observation window is running"),
        "observation_not_longer": invalid("an observation window is extended to a later end"),
    },
)
Commands = StartObservation | ExtendObservation | EndObservation
Events = ObservationStarted | ObservationExtended | ObservationEnded
