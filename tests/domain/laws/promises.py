"""A promise ends once, by what occurred, and is never forgotten; only what never took place becomes a break. No case is
silent."""

from collections import Counter
from datetime import datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from builders import LEAD
from domain.case import Case
from domain.case.contacts import PARTS
from domain.case.promises import Promise
from domain.closed_in_error import Reopen
from domain.command import Actor, Command
from domain.contacts import LogContact
from domain.deadlines import next_deadline
from domain.decide import Decision
from domain.derivation import after
from domain.disproofs import DisproveContact
from domain.draft import ActionRequested
from domain.endings import CaseClosed
from domain.engine import Tick
from domain.promises import making, missed, rhythm
from domain.promises.commands import MakePromise, NextPromise, ReleasePromise, RenegotiatePromise
from domain.promises.events import (
    AttemptDisproved,
    BreakCorrected,
    PromiseAttempted,
    PromiseBroken,
    PromiseJoined,
    PromiseKept,
    PromiseMade,
    PromiseReleased,
    PromiseRenegotiated,
)
from domain.succession import LineReplaced
from domain.visits.commands import CancelVisit, RecordVisit, RescheduleVisit
from laws.drawing import Moment, actors, words
from laws.history import History

ENDED = {
    PromiseKept: "kept",
    PromiseAttempted: "attempted",
    PromiseRenegotiated: "renegotiated",
    PromiseReleased: "released",
    PromiseBroken: "broken",
}
PromiseEnding = (
    PromiseKept | PromiseAttempted | PromiseRenegotiated | PromiseReleased | PromiseBroken
)
BREAKS = (
    "promise_broken",
    "promise_moved_too_often",
    "visit_missed",
    "visit_missed_after_all",
    "visit_moved_too_often",
    "visit_late",
)
"""What people are told of when a promise breaks."""


def next_promises(at: Moment) -> st.SearchStrategy[NextPromise]:
    """Anything, and what stands already."""
    standing = [
        NextPromise(
            subject=promise.subject,
            latest_by=promise.latest_by,
            expected_by=promise.expected_by,
            owner=promise.owner,
        )
        for promise in at.case.open_promises
    ]
    anything = st.builds(
        NextPromise,
        subject=words,
        latest_by=at.near,
        expected_by=st.none() | at.near,
        owner=st.sampled_from([None, "sun.yu", "", " "]),
    )
    return anything if not standing else anything | anything | st.sampled_from(standing)


def given_once(
    history: History, case: Case, command: Command, event: PromiseJoined, decision: Decision
) -> None:
    """What is given once more, or moved once more, is the one that stands: the same thing by the same time, and no second
    one."""
    first = case.promise(event.promise)
    assert first
    assert first.is_open
    if isinstance(command, RenegotiatePromise):
        assert first.latest_by == command.latest_by
        assert not [v for v in decision.events if isinstance(v, PromiseMade)]
        return
    assert isinstance(command, MakePromise | LogContact)
    given = command.promise if isinstance(command, MakePromise) else command.next_promise
    assert given
    assert (first.subject, first.latest_by) == (given.subject.strip(), given.latest_by)
    made = [v.promise for v in decision.events if isinstance(v, PromiseMade)]
    # the next try after one in vain has the subject of what was tried
    assert given.subject.strip() not in [each.subject for each in made if each.follows is None]


def kept_by_what_occurred(
    history: History, case: Case, command: Command, event: PromiseKept, _: Decision
) -> None:
    promise = history.whole.promise(event.promise)
    contact = next(k for k in history.whole.contacts if k.id == event.contact)
    assert promise
    assert contact.reached
    assert promise.made_at - timedelta(minutes=1) < contact.occurred_at <= promise.latest_by


def corrected_by_what_was_proven(
    history: History, case: Case, command: Command, event: BreakCorrected, _: Decision
) -> None:
    promise = case.promise(event.promise)
    contact = next(k for k in case.contacts if k.id == event.contact)
    assert promise
    assert promise.status == "broken"
    if event.stood_in_for:
        first = case.promise(event.stood_in_for)
        assert first
        assert first.corrected
        assert first.ended_at
        assert first.ended_at <= promise.made_at or is_disproved(history, first)
        return
    assert promise.made_at - timedelta(minutes=1) < contact.occurred_at <= promise.latest_by
    causes = [
        v.cause for v in history.events if isinstance(v, PromiseBroken) and v.promise == promise.id
    ]
    assert causes == ["overdue"] or (not causes and is_disproved(history, promise))
    late = min(command.received_at, history.now) - promise.latest_by
    own = command.actor.handle in (promise.owner, case.owner)
    allowed = timedelta(minutes=30) if own else timedelta(0)
    assert late <= allowed or command.actor.line != "agent"


def is_disproved(history: History, promise: Promise) -> bool:
    """Whether it counted as kept or tried until it came to light that it wasn't."""
    disproved = (v.promise for v in history.events if isinstance(v, AttemptDisproved))
    return promise.id in disproved


def _was_put_right_with_it(history: History, promise: Promise) -> bool:
    corrections = (v for v in history.events if isinstance(v, BreakCorrected))
    return any(v.promise == promise.id and v.stood_in_for for v in corrections)


def disproved_by_a_lead(
    history: History, case: Case, command: Command, event: AttemptDisproved, decision: Decision
) -> None:
    """The only way in which one ending becomes another: of a visit that somebody was said to have made, or of what a
    conversation was said to have kept or let go of, with a reason. Past its time all is as after any break; before it, it is owed again.
    The conversations count as none."""
    promise = case.promise(event.promise)
    assert promise
    if isinstance(command, Reopen):
        _let_go_with_no_end(history, promise, event, decision)
        return
    contact = next(k for k in case.contacts if k.id == event.contact)
    assert isinstance(command, RecordVisit | DisproveContact)
    is_visit = promise.kind == "visit"
    if isinstance(command, RecordVisit):
        assert command.outcome == "we_did_not_come"
        # given at a door where nobody stood, or called for in the visit's place and put right with it
        put_right = promise.is_news or _was_put_right_with_it(history, promise)
        assert is_visit or put_right or promise.said_in == contact.id
    assert command.actor.line != "agent"
    assert event.reason.strip()
    endings = PromiseKept | PromiseAttempted | BreakCorrected
    ended = [
        v.promise for v in history.events if isinstance(v, endings) and v.contact == contact.id
    ]
    came_too_late = is_visit and contact.occurred_at > promise.latest_by
    # or let go of since the customer said in it, as it seemed, that they need no call
    released = (v for v in history.events if isinstance(v, PromiseReleased))
    let_go = [v.promise for v in released if v.said_in == contact.id]
    # or news that another one had given as well, which was taken back before
    gave = [v for v in history.events if isinstance(v, endings) and v.promise == promise.id]
    passed_on = promise.is_news and any(
        (other := case.contact(v.contact)) and other.disproved for v in gave
    )
    assert promise.id in (*ended, *let_go) or came_too_late or passed_on
    for each in (contact, *(k for k in case.contacts if k.id in event.also)):
        assert each.disproved
        assert not (each.reached or each.is_word or each.covers or each.emotion)
    broke = any(isinstance(v, PromiseBroken) and v.promise == promise.id for v in history.events)
    if history.now <= promise.latest_by and not broke:
        assert not is_visit
        assert promise.status == "released"
        after = [p for p in decision.case.promises if p.follows == promise.id]
        assert any(not p.is_open or p.latest_by <= promise.latest_by for p in after)
        return
    assert (promise.status, promise.corrected) == ("broken", False)
    assert promise.ended_at == promise.latest_by
    if not is_visit:
        return  # who hears of it, and who apologises: `a_break_is_announced_once`
    told = {a.to for a in decision.actions if a.ref == promise.id and a.name == "notify"}
    told.add(command.actor.handle)  # who says that nobody came is told of it by nobody
    assert {promise.owner, decision.case.owner, decision.case.rules.ladder.lead} <= told
    assert any(a.ref == promise.id and a.name == "draft_apology" for a in decision.actions)
    now = decision.case
    if missed.is_unspoken(now, promise):
        assert making.goes_on_as(now, promise, history.now) or is_called_soon(now, history.now)


def _let_go_with_no_end(
    history: History, promise: Promise, event: AttemptDisproved, decision: Decision
) -> None:
    """The end with which it was let go of was none: it is broken, or stands at its own time."""
    assert event.contact == ""
    ends = [v.closing.at for v in history.events if isinstance(v, CaseClosed)]
    assert promise.ended_at in (ends[-1], promise.latest_by, history.now)
    if history.now <= promise.latest_by:
        assert promise.status == "released"
        after = [p for p in decision.case.promises if p.follows == promise.id]
        assert any(not p.is_open or p.latest_by <= promise.latest_by for p in after)
    else:
        assert promise.status == "broken"


def moved_before_it_was_due(
    history: History, case: Case, command: Command, event: PromiseRenegotiated, decision: Decision
) -> None:
    promise = case.promise(event.promise)
    assert promise
    later = next(p for p in decision.case.promises if p.follows == promise.id)
    assert max(event.told_at, min(command.received_at, history.now)) <= promise.latest_by
    by_us = not isinstance(command, RescheduleVisit) or command.moved_by == "us"
    sooner = case.core >= 2 and later.latest_by <= promise.latest_by
    assert (
        promise.renegotiations < 2 or not by_us or sooner
    )  # the third time it is put off is a break


def is_spoken_of(case: Case, promise: Promise) -> bool:
    """News promised by rule, and a call that is promised anyway."""
    by_rule = missed.as_told(case, promise).is_news
    return by_rule and any(p.keeping.by == "call" for p in case.open_promises)


def another_speaks(case: Case, promise: Promise) -> bool:
    """One more call in the place of a missed one, while somebody else owes such a call, of which the lead hears."""
    broken = {p.id for p in case.promises if p.status == "broken"}
    others = (p for p in case.open_promises if p.owner != promise.owner and p.follows in broken)
    return case.core >= 2 and promise.follows in broken and any(others)


def told_of_breaks(decision: Decision) -> set[str]:
    """Who hears in it of any promise that broke."""
    broken = {v.promise for v in decision.events if isinstance(v, PromiseBroken)}
    return {a.to for a in decision.actions if a.ref in broken and a.name == "notify"}


def broken_is_told_at_once(
    history: History, case: Case, command: Command, event: PromiseBroken, decision: Decision
) -> None:
    promise = case.promise(event.promise)
    assert promise
    people = {a.to for a in decision.actions if a.ref == promise.id and a.name == "notify"}
    if promise.keeping.apart:
        people.add(command.actor.handle)  # who says that nobody came is told of it by nobody
    assert promise.owner in people
    lead = decision.case.rules.ladder.lead
    if another_speaks(case, promise) and not another_speaks(decision.case, promise):
        people |= told_of_breaks(decision)  # that one came to an end at the same moment
    assert lead in people or another_speaks(decision.case, promise)
    in_its_place = [p for p in decision.case.promises if p.follows == promise.id]
    if isinstance(command, Tick):
        assert promise.latest_by <= history.now
        assert len(in_its_place) <= 1
        for near in in_its_place:
            assert near.latest_by > history.now
            assert case.core < 2 or near.why.rule not in ("pause", "observation")
        if case.core < 2 or promise.kind == "revisit":
            assert in_its_place
        is_told = is_called_soon(decision.case, history.now) or is_spoken_of(decision.case, promise)
        assert in_its_place or is_told


def is_called_soon(case: Case, now: datetime) -> bool:
    """Whether a call is due as soon as a near promise would be: at the latest in the usual rhythm."""
    near = making.near_limit(case)
    usual, _ = rhythm.next_due(case, now, missed=True)
    soon = max(usual, after(case.rules, now, near.limit, near.calendar))
    return any(now < p.latest_by <= soon and p.keeping.by == "call" for p in case.open_promises)


def let_go_in_time(
    history: History, case: Case, command: Command, event: PromiseReleased, _: Decision
) -> None:
    promise = case.promise(event.promise)
    assert promise
    heard = min(command.received_at, history.now)
    follows_up = event.reason in ("break_corrected", "revisit_held")
    assert follows_up or heard <= promise.latest_by
    if isinstance(command, ReleasePromise | CancelVisit) and command.actor.line == "agent":
        unread = [m for m in history.whole.messages if m.text and m.waits_since]
        assert case.core < 2 or not (unread and missed.stands_in(case, promise))
        said = [m.occurred_at for m in history.whole.messages if m.text]
        said += [k.occurred_at for k in history.whole.contacts if k.reached]
        assert case.core < 2 or max(said) > promise.made_at


def owed_for_a_miss_until_they_talk(
    history: History, case: Case, command: Command, event: PromiseReleased, _: Decision
) -> None:
    """While the case goes on, no rule lets go of the call that a miss asked for."""
    promise = case.promise(event.promise)
    assert promise
    missed = case.promise(promise.follows or "")
    while missed and missed.status in ("renegotiated", "attempted"):
        missed = case.promise(missed.follows or "")
    if case.core < 2 or event.reason not in GOES_ON or missed is None or missed.status != "broken":
        return
    assert missed.ended_at
    moved = promise.renegotiations > missed.renegotiations
    told_at = getattr(command, "told_at", None)
    tried = getattr(command, "basis", "") == "unreachable"
    talked = any(
        k.reached and (k.occurred_at > missed.ended_at or missed.id in k.covers)
        for k in case.contacts
    )
    assert moved or talked or tried or (told_at and told_at > missed.ended_at)


def given_to_the_customer(
    history: History, case: Case, command: Command, event: PromiseReleased, _: Decision
) -> None:
    """While the case goes on, no rule lets go of a call at a time that the customer was given, nor an older word of a
    check-in that was given later."""
    promise = case.promise(event.promise)
    assert promise
    if case.core < 2 or event.reason not in (*GOES_ON, "another_rhythm"):
        return
    assert promise.is_news or promise.kind != "progress"
    told_at = getattr(command, "told_at", None)
    assert told_at is None or told_at > promise.made_at - timedelta(minutes=1)


GOES_ON = (
    "paused",
    "observation_started",
    "observation_extended",
    "observation_ended",
    "case_moved",
    "resolved",
)
"""Why a rule lets go of promises while the case goes on."""


class Promises(History):
    fields = {
        MakePromise: lambda at: {"promise": next_promises(at)},
        RenegotiatePromise: lambda at: {
            "promise": at.promises,
            "latest_by": at.near,
            "expected_by": st.none() | at.near,
            "told_at": at.past,
            "reason": words,
        },
        ReleasePromise: lambda at: {"promise": at.promises, "reason": words},
    }
    laws = {
        PromiseJoined: (given_once,),
        PromiseKept: (kept_by_what_occurred,),
        PromiseBroken: (broken_is_told_at_once,),
        PromiseRenegotiated: (moved_before_it_was_due,),
        BreakCorrected: (corrected_by_what_was_proven,),
        AttemptDisproved: (disproved_by_a_lead,),
        PromiseReleased: (
            let_go_in_time,
            owed_for_a_miss_until_they_talk,
            given_to_the_customer,
        ),
    }

    @rule(data=st.data())
    def a_promise_is_touched(self, data: st.DataObject) -> None:
        kinds: list[type[Command]] = [
            LogContact,
            LogContact,
            RenegotiatePromise,
            ReleasePromise,
            MakePromise,
        ]
        kind = data.draw(st.sampled_from(kinds))
        fields = self.drawn(kind, data)
        fields |= {"reason": "because"} if "reason" in fields else {}
        fields |= {"parts": PARTS} if "parts" in fields else {}
        self.ask(kind, by=data.draw(actors), **fields)

    @precondition(lambda self: self.case.is_confirmed)
    @rule(days=st.sampled_from([1, 2]), by=actors)
    def a_promise_is_clicked_twice(self, days: int, by: Actor) -> None:
        given = NextPromise(subject="noise test", latest_by=self.now + timedelta(days=days))
        if self.ask(MakePromise, by=by, promise=given):
            made = self.case.promises
            self.ask(MakePromise, by=by, promise=given)
            assert self.case.promises == made

    @precondition(lambda self: bool(self.case.open_promises))
    @rule(days=st.sampled_from([1, 2, 4]))
    def a_promise_is_moved(self, days: int) -> None:
        upcoming = self.case.next_promise
        assert upcoming
        self.ask(
            RenegotiatePromise,
            promise=upcoming.id,
            latest_by=max(upcoming.latest_by, self.now) + timedelta(days=days),
            told_at=self.now,
            reason="the laboratory needs longer",
        )

    @invariant()
    def no_case_is_silent(self) -> None:
        if not self.case.is_confirmed or self.case.is_closed:
            return
        upcoming = self.case.next_promise
        assert upcoming
        assert upcoming.owner.strip()
        due = next_deadline(self.case)
        assert due
        grace = timedelta(minutes=30 if upcoming.kind == "visit" else 0)
        assert due.due_at <= upcoming.latest_by + grace

    @invariant()
    def whoever_waits_in_vain_is_called_soon(self) -> None:
        """Whatever became of the call that stood in for what was missed: within the slowest of the rhythms."""
        case = self.case
        if case.core < 2 or case.is_closed or case.resolved_on == "unreachable":
            return
        slow, near = case.rules.rhythm.for_complexity("low"), making.near_limit(case)
        soon = max(after(case.rules, self.now, r.limit, r.calendar) for r in (slow, near))
        for promise in missed.waiting(case):
            calls = [p for p in case.open_promises if p.keeping.by == "call"]
            assert any(p.latest_by <= soon for p in calls), promise

    @invariant()
    def a_promise_ends_once_and_is_never_forgotten(self) -> None:
        made = [v.promise.id for v in self.events if isinstance(v, PromiseMade)]
        assert [p.id for p in self.whole.promises] == made
        endings = [(v.promise, ENDED[type(v)]) for v in self.events if isinstance(v, PromiseEnding)]
        assert len(endings) == len({promise for promise, _ in endings})
        ended = dict(endings)
        due = {p.id: p.latest_by for p in self.whole.promises}
        disproved = {
            v.promise: "broken"
            if v.at > due[v.promise] or ended[v.promise] == "broken"
            else "released"
            for v in self.events
            if isinstance(v, AttemptDisproved)
        }
        may = ("kept", "attempted", "broken", "released")
        assert all(ended[promise] in may for promise in disproved)
        for promise in self.whole.promises:
            assert promise.status == (ended | disproved).get(promise.id, "open")
        if self.case.is_closed:
            assert self.case.closing
            assert not self.case.open_promises

    @invariant()
    def a_break_is_announced_once(self) -> None:
        notices = Counter(
            (v.action.ref, v.action.to)
            for v in self.events
            if isinstance(v, ActionRequested) and v.action.about.startswith(BREAKS)
        )
        drafted = Counter(
            v.action.ref
            for v in self.events
            if isinstance(v, ActionRequested) and v.action.name == "draft_apology"
        )
        broken = {p.id for p in self.whole.promises if p.status == "broken"}
        assert set(drafted) <= {ref for ref, _ in notices} == broken
        followed = {p.id: p.follows for p in self.whole.promises}
        # one draft for all that broke in a row while nobody talked to the customer
        assert all(followed[promise] in broken for promise in broken - set(drafted))
        broke = Counter(v.promise for v in self.events if isinstance(v, PromiseBroken))
        broke += Counter(v.promise for v in self.events if isinstance(v, AttemptDisproved))
        assert all(count <= broke[ref or ""] for ref, count in drafted.items())
        assert all(count <= broke[ref or ""] for (ref, _), count in notices.items())
        led = [v.line.lead for v in self.events if isinstance(v, LineReplaced)]
        leads = {LEAD.handle, *led}  # which of them it is: `broken_is_told_at_once`
        told_by = [v for v in self.events if isinstance(v, PromiseBroken | AttemptDisproved)]
        own = {v.promise for v in told_by if v.by in leads}  # a lead's word that nobody came
        own &= {p.id for p in self.whole.promises if p.keeping.apart}
        given = [p for p in broken - own if followed[p] not in broken]
        assert all(leads & {to for ref, to in notices if ref == promise} for promise in given)
