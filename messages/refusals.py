"""Why the core said no, in words: the fact and the way out."""

from dataclasses import dataclass, replace
from datetime import datetime

from domain.errors import Problem
from domain.plan import Language, Plan
from messages.params import readable
from messages.voice import NO_ZONE, Voice

PARAMS: dict[str, tuple[str, ...]] = {
    "case_not_open": ("number",),
    "case_already_open": ("number",),
    "case_closed": ("number",),
    "wrong_stage": ("number", "stage", "stages"),
    "unknown_stage": ("number", "named", "known"),
    "unknown_way_on": ("number", "stage", "to", "ways"),
    "stage_yield_missing": ("number", "stage"),
    "stage_yield_unknown": ("number", "stage", "known"),
    "stage_yield_invalid": ("number", "stage", "choices"),
    "reason_required": ("number",),
    "notice_missing": ("number",),
    "milestone_after_red_line": ("number", "due", "limit"),
    "milestones_too_far_apart": ("number", "since", "due", "limit"),
    "time_in_future": ("number", "at"),
    "time_before_case": ("number", "at", "since"),
    "promise_in_past": ("number", "due"),
    "promise_too_far": ("number", "due", "limit"),
    "promise_times_reversed": ("number", "due"),
    "unknown_promise": ("number", "promise", "open"),
    "promise_ended": ("number", "promise", "status"),
    "promise_due_passed": ("number", "promise", "due"),
    "promise_made_later": ("number", "promise", "at", "since"),
    "promises_open": ("number", "promises"),
    "revisit_needs_outcome": ("number", "promise"),
    "four_parts_missing": ("number",),
    "not_confirmed": ("number",),
    "already_confirmed": ("number",),
    "already_paused": ("number", "until"),
    "not_paused": ("number",),
    "pause_too_long": ("number", "until", "limit"),
    "observation_running": ("number", "until"),
    "observation_too_long": ("number", "until", "limit"),
    "check_ins_missing": ("number", "limit"),
    "check_in_outside_window": ("number", "due", "until"),
    "check_in_too_soon": ("number", "due", "limit"),
    "check_ins_too_far_apart": ("number", "since", "due", "limit"),
    "observation_not_running": ("number",),
    "observation_not_longer": ("number", "due", "until"),
    "observation_cut_short": ("number",),
    "product_not_named": ("number",),
    "unknown_question": ("number", "unknown", "questions"),
    "question_answered": ("number", "questions"),
    "rounds_used_up": ("number", "rounds", "then"),
    "resolution_not_verified": ("number",),
    "observation_not_over": ("number", "until"),
    "attempts_missing": ("number", "days", "needed"),
    "revisit_before_resolution": ("number", "at", "since"),
    "revisit_too_soon_again": ("number", "tries"),
    "unknown_message": ("number", "message"),
    "message_marked": ("number", "message"),
    "unknown_escalation": ("number", "escalation"),
    "escalation_ended": ("number", "escalation"),
    "escalation_acknowledged": ("number", "escalation", "by"),
    "not_the_receiver": ("number", "escalation", "receiver", "line"),
    "line_required": ("number", "line"),
    "visits_not_offered": ("number",),
    "visit_after_resolution": ("number", "stage"),
    "visit_window_wrong": ("number", "window", "longest"),
    "visit_window_open": ("number", "visit", "until"),
    "visit_window_passed": ("number", "visit", "due"),
    "visit_confirmed": ("number", "visit"),
    "visit_ended": ("number", "visit", "visit_status"),
    "visit_absence_outside": ("number", "visit", "at", "window"),
    "visit_not_held": ("number", "visit"),
    "visit_reported": ("number", "visit"),
    "visit_needs_record": ("number", "promise"),
    "visits_ahead": ("number", "visits"),
    "unknown_visit": ("number", "visit", "visits"),
    "remedy_offer_missing": ("number", "count"),
    "idempotency_key_reused": ("key",),
}
"""What each refusal has to bring for its sentence. `fields` comes from `Problem.fields` itself."""


NAMING_A_STAGE = ("unknown_stage", "unknown_way_on", "wrong_stage")


@dataclass(frozen=True)
class Text:
    """A short title and the sentence or sentences under it."""

    title: str
    detail: str


def refusal_text(
    problem: Problem,
    language: Language,
    *,
    zone: str = NO_ZONE,
    plan: Plan | None = None,
    now: datetime | None = None,
    to_retry: bool = False,
) -> Text:
    """A refusal as its asker reads it.

    With the case's plan, stages and facts have their labels and moments the zone of its business
    calendar; without one, names stand as they are and moments are in `zone`. Raises LookupError
    when the core left out a param listed in PARAMS.

    `to_retry` is for whoever sends the command again and has to name a stage: names stand beside the
    labels.
    """
    voice = Voice.of(plan, language, now=now) if plan else Voice(language, zone, now=now)
    if to_retry and problem.code in NAMING_A_STAGE:
        named = {name: f"{label} ({name})" for name, label in voice.stages.items()}
        voice = replace(voice, stages=named)
    return said(problem, voice)


def said(problem: Problem, voice: Voice) -> Text:
    """A refusal in a voice. Errors as in `refusal_text`."""
    if not problem.code.startswith("stage_yield"):
        voice = replace(voice, facts={})  # its fields are the command's own
    given = {"fields": ", ".join(problem.fields)} | problem.params
    params = readable(given, voice)
    return Text(
        title=voice.say(f"refusal.{problem.code}.title", **params),
        detail=voice.say(f"refusal.{problem.code}.detail", **params),
    )
