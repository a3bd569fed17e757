"""Every way the core says no, and that it says nothing else: `decide` is total."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, get_args

import pytest

from builders import LEAD, SUPERVISOR, Played, PlayedFault, a_guide, a_plan, an_actor, at
from domain.actions import FinishAction
from domain.assignment import Assign
from domain.book import BOOK, AnyCommand
from domain.case import Case
from domain.case.contacts import PARTS
from domain.command import Actor, Command
from domain.confirmation import ConfirmComplex
from domain.contacts import LogContact
from domain.customer_messages import CustomerSaid, MarkMessage
from domain.decide import CORE, Decision, decide
from domain.endings import EndWithoutAgreement, Withdraw
from domain.engine import Tick
from domain.errors import Problem, Refusal
from domain.escalations import AcknowledgeEscalation, Deescalate, Escalate
from domain.intake import OpenCase
from domain.late_refusals import NoteRefusal
from domain.milestones import Milestone
from domain.observation import EndObservation, ExtendObservation, StartObservation
from domain.pauses import PauseCase, ResumeCase
from domain.promises.commands import MakePromise, NextPromise, ReleasePromise, RenegotiatePromise
from domain.questions import AskQuestions, NameProduct, RecordAnswers
from domain.repairs import OfferRemedy
from domain.resolution import RecordVerification, Resolve
from domain.revisits import RecordRevisit
from domain.stages import CompleteStage
from domain.triage import Triage
from domain.visits.commands import (
    ArrangeVisit,
    CancelVisit,
    ConfirmVisit,
    RecordVisit,
    ReportVisit,
    RescheduleVisit,
)
from visiting import MORE_TRIES, VISIT_TRIES

STAGES = [stage.name for stage in a_plan().sop.stages]
FAULT_STAGES = [stage.name for stage in a_plan(scenario="product_fault").sop.stages]
Story = Callable[[], Any]


def asking(stage: str, command: type[Command], /, **fields: Any) -> Story:
    """Ask a command of a case in a stage."""
    return lambda: Played().reach(stage).ask(command, **fields)


def promise(**fields: Any) -> NextPromise:
    return NextPromise(**{"subject": "noise test", "latest_by": at("Thu 10:00"), **fields})


def telling(**fields: Any) -> Story:
    """Confirm a case as complex, the notice changed."""
    return lambda: Played().reach("confirm").confirm(**fields)


def before_opening() -> None:
    tick = Tick(actor=an_actor("system"), received_at=at("Mon 09:00"))
    decide(Case(number="C-000001", core=CORE), tick, at("Mon 09:00"))


def opening_again() -> None:
    Played().ask(
        OpenCase,
        plan=a_plan(),
        title="t",
        customer="k1",
        channel="web",
        owner="li.min",
        spoke_at=at("Mon 09:00"),
    )


def with_a_promise(latest_by: str = "Mon 14:00") -> tuple[Played, str]:
    played = Played().confirmed()
    return played, played.promise(latest_by)


def an_ended_promise() -> None:
    played, given = with_a_promise()
    for _ in range(2):
        played.ask(ReleasePromise, promise=given, reason="not needed")


def a_promise_due_unnoticed() -> None:
    played, given = with_a_promise()
    played.now = at("Mon 14:01")
    played.ask(ReleasePromise, promise=given, reason="not needed")


def a_promise_made_after_the_call() -> None:
    played = Played().confirmed()
    played.now = at("Mon 11:00")
    given = played.promise("Mon 14:00")
    played.contact(occurred_at=at("Mon 10:30"), covers=(given,))


def closing_over_a_promise() -> None:
    played = Played().resolved()
    played.promise("Fri 10:00")
    played.ask(RecordRevisit, outcome="content", occurred_at=played.now)


def a_revisit_logged_as_a_contact() -> None:
    played = Played().resolved()
    played.contact(covers=(played.case.open_promises[0].id,))


def pausing_twice() -> None:
    played = Played().confirmed()
    for _ in range(2):
        played.ask(PauseCase, reason="waiting_on_parts", until=at("Fri 10:00"))


def watching(ends_at: str, *check_ins: str, times: int = 1) -> Story:
    def story() -> None:
        played = Played().reach("verify")
        for _ in range(times):
            played.ask(StartObservation, ends_at=at(ends_at), check_ins=tuple(map(at, check_ins)))

    return story


def watched_then(command: type[Command], **fields: Any) -> Story:
    """A window until Friday, and then something about it on Monday at ten."""

    def story() -> None:
        played = Played().reach("verify")
        played.ask(StartObservation, ends_at=at("Fri 10:00"))
        played.ask(command, **{"told_at": played.now, "reason": "agreed", **fields})

    return story


def a_window_ended_early() -> None:
    played = Played().reach("verify")
    played.ask(StartObservation, ends_at=at("Fri 10:00"))
    played.ask(EndObservation, told_at=played.now, reason="sure of it")
    played.until("Fri 11:00").contact()
    played.ask(Resolve, basis="observed")


def no_answer_twice_a_day() -> None:
    played = Played().resolved()
    for _ in range(2):
        played.ask(RecordRevisit, outcome="no_answer", occurred_at=played.now)


def answering_an_escalation(*commands: tuple[type[Command], Actor]) -> Story:
    def story() -> None:
        played = Played().confirmed()
        played.ask(Escalate, reason="help")
        for command, by in commands:
            extra = {"reason": "calm again"} if command is Deescalate else {}
            played.ask(command, by=by, escalation="e1", **extra)

    return story


def a_message_marked_twice() -> None:
    played = Played().reach("closed")
    played.ask(CustomerSaid, channel="email", occurred_at=played.now, text="t1")
    for _ in range(2):
        played.ask(MarkMessage, message="m1", verdict="thanks")


def milestones(*times: str, **fields: Any) -> Story:
    """A confirmation with milestones at these times, on Monday at 9:30."""
    complexity = fields.pop("complexity", "medium")
    given = [
        Milestone(**{"subject": "the cause", "latest_by": at(when), **fields}) for when in times
    ]
    return telling(milestones=tuple(given), complexity=complexity)


def faulty(*rounds: tuple[str, ...], **fields: Any) -> Story:
    """A fault in which so many rounds are asked, each but the last answered."""

    def story() -> None:
        played = PlayedFault(**fields).checked()
        for number, names in enumerate(rounds, 1):
            played.questions(*names)
            if number < len(rounds):
                played.answers(**{names[0]: "yes"})

    return story


def trying(start: Callable[[], Played], attempt: Callable[[Played], Any]) -> Story:
    return lambda: attempt(start())


CALL = {"channel": "phone", "occurred_at": at("Mon 10:00")}
STORIES: list[tuple[str, Story]] = [
    ("case_not_open", before_opening),
    ("case_already_open", opening_again),
    ("case_closed", asking("closed", MakePromise, promise=promise())),
    ("case_closed", asking("closed", Escalate, reason="help")),
    ("wrong_stage", asking("diagnose", Resolve, basis="customer_confirmed")),
    (
        "wrong_stage",
        asking("resolved", PauseCase, reason="waiting_on_parts", until=at("Fri 10:00")),
    ),
    ("wrong_stage", asking("diagnose", StartObservation, ends_at=at("Fri 10:00"))),
    ("wrong_stage", asking("diagnose", RecordVerification, outcome="fixed")),
    ("unknown_stage", asking("diagnose", CompleteStage, stage="moon")),
    ("unknown_stage", asking("diagnose", CompleteStage, stage="diagnose", to="moon")),
    (
        "unknown_way_on",
        asking("implement", CompleteStage, stage="implement", to="plan", yields={"done": "x"}),
    ),
    ("stage_yield_missing", asking("implement", CompleteStage, stage="implement")),
    (
        "stage_yield_unknown",
        asking("implement", CompleteStage, stage="implement", yields={"done": "x", "y": "z"}),
    ),
    (
        "stage_yield_invalid",
        asking("implement", CompleteStage, stage="implement", yields={"done": "x" * 501}),
    ),
    ("reason_required", lambda: Played(title=" ")),
    ("reason_required", lambda: Played(owner="")),
    ("reason_required", asking("diagnose", Assign, owner="sun.yu", reason="")),
    ("reason_required", asking("diagnose", Assign, owner=" ", reason="leave")),
    ("reason_required", asking("diagnose", Escalate, reason=" ")),
    ("reason_required", asking("diagnose", MakePromise, promise=promise(subject=" "))),
    ("reason_required", asking("diagnose", Withdraw, reason="")),
    ("notice_missing", telling(channel=None)),
    ("notice_missing", telling(told_at=None)),
    ("notice_missing", telling(first_feedback_at=None)),
    ("notice_missing", telling(answer=None)),
    ("time_in_future", telling(told_at=at("Mon 12:00"))),
    (
        "time_in_future",
        asking("diagnose", LogContact, **{**CALL, "occurred_at": at("Tue 10:00")}),
    ),
    ("time_before_case", telling(told_at=at("Mon 08:59"))),
    ("promise_in_past", telling(first_feedback_at=at("Mon 08:00"))),
    (
        "promise_in_past",
        asking("diagnose", MakePromise, promise=promise(latest_by=at("Mon 10:00"))),
    ),
    ("promise_too_far", telling(first_feedback_at=at("Mon+4 09:00"))),
    (
        "promise_too_far",
        asking("diagnose", MakePromise, promise=promise(latest_by=at("Mon+4 09:00"))),
    ),
    (
        "promise_times_reversed",
        asking("diagnose", MakePromise, promise=promise(expected_by=at("Fri 10:00"))),
    ),
    ("unknown_promise", asking("diagnose", ReleasePromise, promise="p99", reason="x")),
    ("unknown_promise", asking("diagnose", LogContact, **CALL, parts=PARTS, covers=("p99",))),
    ("promise_ended", an_ended_promise),
    ("promise_due_passed", a_promise_due_unnoticed),
    ("promise_made_later", a_promise_made_after_the_call),
    ("promises_open", closing_over_a_promise),
    ("revisit_needs_outcome", a_revisit_logged_as_a_contact),
    ("four_parts_missing", asking("diagnose", LogContact, **CALL, parts=PARTS[:3])),
    (
        "not_confirmed",
        asking("triage", PauseCase, reason="waiting_on_parts", until=at("Fri 10:00")),
    ),
    ("already_confirmed", lambda: Played().confirmed().confirm()),
    ("already_paused", pausing_twice),
    ("not_paused", asking("diagnose", ResumeCase)),
    (
        "pause_too_long",
        asking("diagnose", PauseCase, reason="waiting_on_parts", until=at("Mon+2 10:01")),
    ),
    ("observation_running", watching("Fri 10:00", times=2)),
    ("observation_too_long", watching("Thu+4 10:00", "Fri 10:00")),
    ("check_ins_missing", watching("Mon+3 10:00")),
    ("check_in_outside_window", watching("Wed 10:00", "Thu 10:00")),
    ("check_in_too_soon", watching("Wed 10:00", "Tue 09:59")),
    ("check_ins_too_far_apart", watching("Wed+3 10:00", "Wed 10:00")),
    (
        "observation_not_running",
        asking("verify", EndObservation, told_at=at("Mon 10:00"), reason="sure of it"),
    ),
    ("observation_not_longer", watched_then(ExtendObservation, ends_at=at("Fri 10:00"))),
    ("observation_cut_short", a_window_ended_early),
    ("check_ins_too_far_apart", watched_then(ExtendObservation, ends_at=at("Fri+3 10:00"))),
    ("observation_too_long", watched_then(ExtendObservation, ends_at=at("Thu+4 10:00"))),
    (
        "check_in_outside_window",
        watched_then(ExtendObservation, ends_at=at("Mon+1 10:00"), check_ins=(at("Tue+1 10:00"),)),
    ),
    (
        "reason_required",
        watched_then(ExtendObservation, ends_at=at("Mon+1 10:00"), reason=" "),
    ),
    ("reason_required", watched_then(EndObservation, reason="")),
    ("time_in_future", watched_then(EndObservation, told_at=at("Mon 10:01"))),
    ("milestone_after_red_line", milestones("Thu+1 10:00")),
    ("milestones_too_far_apart", milestones("Tue 10:00", "Wed+2 10:00", complexity="high")),
    ("unknown_stage", milestones("Wed 10:00", stage="moon")),
    ("reason_required", milestones("Wed 10:00", subject=" ")),
    ("promise_in_past", milestones("Mon 09:00")),
    ("promise_times_reversed", milestones("Wed 10:00", expected_by=at("Thu 10:00"))),
    ("product_not_named", faulty(("load",), guide=None)),
    ("unknown_question", faulty(("load", "colour"))),
    ("question_answered", faulty(("load",), ("display", "load"))),
    ("rounds_used_up", faulty(("load",), ("display",), ("floor",))),
    ("wrong_stage", asking("diagnose", AskQuestions, questions=("load",), **CALL, parts=PARTS)),
    ("reason_required", faulty(())),
    ("product_not_named", asking("diagnose", RecordAnswers, answers={"load": "full"})),
    ("resolution_not_verified", asking("verify", Resolve, basis="customer_confirmed")),
    ("observation_not_over", asking("verify", Resolve, basis="observed")),
    ("attempts_missing", asking("verify", Resolve, basis="unreachable")),
    ("revisit_too_soon_again", no_answer_twice_a_day),
    (
        "revisit_before_resolution",
        asking("resolved", RecordRevisit, outcome="content", occurred_at=at("Mon 12:00")),
    ),
    ("unknown_message", asking("closed", MarkMessage, message="m9", verdict="thanks")),
    ("message_marked", a_message_marked_twice),
    ("unknown_escalation", asking("diagnose", AcknowledgeEscalation, escalation="e99")),
    ("not_the_receiver", answering_an_escalation((AcknowledgeEscalation, an_actor("sun.yu")))),
    (
        "escalation_acknowledged",
        answering_an_escalation((AcknowledgeEscalation, LEAD), (AcknowledgeEscalation, SUPERVISOR)),
    ),
    (
        "escalation_ended",
        answering_an_escalation((Deescalate, LEAD), (AcknowledgeEscalation, LEAD)),
    ),
    ("line_required", asking("plan", EndWithoutAgreement, reply="no", outside_route="12315")),
    *((code, trying(*each)) for code, each in [*VISIT_TRIES.items(), *MORE_TRIES]),
]
ELSEWHERE = {"idempotency_key_reused": "raised by the shell, before anything is decided"}


@pytest.mark.parametrize(("code", "story"), STORIES)
def test_the_core_says_no_with_a_code_of_its_own(code: str, story: Story) -> None:
    with pytest.raises(Refusal) as refused:
        story()
    assert refused.value.problem.code == code


def test_every_code_is_provoked_by_some_story() -> None:
    assert {code for code, _ in STORIES} | set(ELSEWHERE) == set(BOOK.refusals)


def test_a_refusal_crosses_json_unchanged() -> None:
    problem = Refusal(
        "wrong_stage", fields=("stage",), number="C-000001", due=at("Mon 09:00")
    ).problem
    assert Refusal.of(Problem.model_validate_json(problem.model_dump_json())).problem == problem


# --- every stage × every command -------------------------------------------------------------------

SENSIBLE: dict[type[Command], dict[str, Any]] = {
    OpenCase: {
        "plan": a_plan(),
        "title": "t",
        "customer": "k1",
        "channel": "web",
        "owner": "li.min",
        "spoke_at": at("Mon 09:00"),
    },
    Triage: {"priority": "P2", "traits": ("needs_care",)},
    ConfirmComplex: {
        "complexity": "high",
        "channel": "phone",
        "told_at": at("Mon 09:00"),
        "first_feedback_at": at("Wed 15:00"),
        "answer": "informed",
    },
    Assign: {"owner": "sun.yu", "reason": "leave"},
    CompleteStage: {"stage": "diagnose", "yields": {"findings": "x", "root_cause": "unknown"}},
    LogContact: {"channel": "phone", "occurred_at": at("Mon 09:30"), "parts": PARTS},
    NameProduct: {"guide": a_guide()},
    AskQuestions: {**CALL, "questions": ("load",), "parts": PARTS},
    RecordAnswers: {"answers": {"load": "only when full"}},
    MakePromise: {"promise": promise()},
    RenegotiatePromise: {
        "promise": "p1",
        "latest_by": at("Thu 10:00"),
        "told_at": at("Mon 09:30"),
        "reason": "the laboratory needs longer",
    },
    ReleasePromise: {"promise": "p1", "reason": "not needed"},
    Escalate: {"reason": "help"},
    AcknowledgeEscalation: {"escalation": "e1"},
    Deescalate: {"escalation": "e1", "reason": "calm again"},
    CustomerSaid: {"channel": "email", "occurred_at": at("Mon 09:30"), "text": "t1"},
    MarkMessage: {"message": "m1", "verdict": "reopen"},
    StartObservation: {"ends_at": at("Fri 10:00")},
    ExtendObservation: {
        "ends_at": at("Fri+1 10:00"),
        "told_at": at("Mon 09:30"),
        "reason": "was away",
    },
    EndObservation: {"told_at": at("Mon 09:30"), "reason": "sure of it"},
    RecordVerification: {"outcome": "not_fixed"},
    Resolve: {"basis": "customer_confirmed"},
    RecordRevisit: {"outcome": "trouble", "occurred_at": at("Tue 15:00")},
    PauseCase: {"reason": "waiting_on_customer", "until": at("Fri 10:00")},
    ResumeCase: {},
    Withdraw: {"reason": "bought another"},
    EndWithoutAgreement: {"reply": "no", "outside_route": "12315"},
    ArrangeVisit: {
        "engineer": "chen.gong",
        "starts_at": at("Thu 14:00"),
        "ends_at": at("Thu 16:00"),
        "text": "t1",
    },
    ConfirmVisit: {"visit": "v1", "confirmed_at": at("Mon 09:30")},
    RescheduleVisit: {
        "visit": "v1",
        "starts_at": at("Fri 14:00"),
        "ends_at": at("Fri 16:00"),
        "told_at": at("Mon 09:30"),
        "reason": "the part is late",
    },
    RecordVisit: {"visit": "v1", "outcome": "fixed", "arrived_at": at("Tue 15:00")},
    ReportVisit: {"visit": "v1", "text": "t1"},
    CancelVisit: {"visit": "v1", "reason": "repaired by a neighbour"},
    OfferRemedy: {"remedy": "refund", "answer": "declined"},
    FinishAction: {"action": "a1", "error": "mail server down"},
    NoteRefusal: {
        "refused": "resolve",
        "refused_key": "k",
        "problem": Problem(code="case_closed", params={"number": "C-000001"}),
    },
    Tick: {"since": at("Mon 09:00")},
}


def outcome(case: Case, command: Command, now: datetime) -> Decision | Problem:
    try:
        return decide(case, command, now)
    except Refusal as no:
        return no.problem


def test_every_command_has_a_handler_and_a_sensible_form() -> None:
    known = set(get_args(get_args(AnyCommand)[0]))
    assert set(BOOK.handlers) == set(SENSIBLE) == known


@pytest.mark.parametrize("command", SENSIBLE)
@pytest.mark.parametrize(
    ("played", "stage"),
    [*((Played, stage) for stage in STAGES), *((PlayedFault, stage) for stage in FAULT_STAGES)],
)
def test_every_command_in_every_stage_is_decided_or_refused(
    played: type[Played], stage: str, command: type[Command]
) -> None:
    case = played().reach(stage).case
    for by in (an_actor(), SUPERVISOR):
        for ahead in (timedelta(0), timedelta(days=2), timedelta(days=40)):
            now = at("Tue 16:00") + ahead
            asked = command(actor=by, received_at=now, **SENSIBLE[command])
            before = case.model_dump_json()
            answer = outcome(case, asked, now)
            assert case.model_dump_json() == before
            if command is CustomerSaid:
                assert isinstance(answer, Decision)
            if stage == "closed" and command is CustomerSaid:
                case_heard(answer, now)


def case_heard(heard: Decision | Problem, now: datetime) -> None:
    """A message on a closed case can be marked, in every way."""
    assert isinstance(heard, Decision)
    for verdict in ("thanks", "reopen", "new"):
        mark = MarkMessage(actor=an_actor(), received_at=now, message="m1", verdict=verdict)
        answer = outcome(heard.case, mark, now)
        assert isinstance(answer, Decision) == bool(heard.case.unmarked)
