"""What a colleague is told, in words. The core decides who and about what; this says it."""

from datetime import datetime

from domain.actions import REFUSED, Action
from domain.errors import Problem
from domain.plan import Language
from messages.params import readable
from messages.refusals import Text, said
from messages.voice import Voice

COMMON = ("number", "title", "owner")
"""Known of every case; an action doesn't bring them."""

PARAMS: dict[str, tuple[str, ...]] = {
    "promise_due_soon": ("subject", "due"),
    "promise_broken": ("subject", "due"),
    "promise_broken_again": ("subject", "due"),
    "break_corrected": ("subject",),
    "apology_draft": ("subject", "due"),
    "response_overdue": ("due",),
    "stage_overrun": ("stage", "due"),
    "red_line_near": ("due",),
    "red_line_reached": ("due",),
    "escalated": ("cause", "reason"),
    "escalation_passed_on": ("reason", "silent"),
    "escalation_unanswered": ("reason",),
    "escalation_acknowledged": ("by",),
    "deescalated": ("by", "reason"),
    "milestone_reached": ("subject", "stage", "due"),
    "customer_said": ("channel",),
    "message_to_mark": ("channel", "due"),
    "case_reopened": ("cause", "channel", "stage"),
    "case_assigned": ("by",),
    "pause_over": ("reason",),
    "observation_over": (),
    "visit_arranged": ("by", "visit", "window"),
    "visit_moved": ("by", "visit", "window"),
    "visit_off": ("by", "visit", "window"),
    "visit_due_soon": ("visit", "window"),
    "visit_remind_customer": ("engineer", "visit", "visit_status", "window"),
    "visit_missed": ("engineer", "window"),
    "visit_moved_too_often": ("engineer", "window"),
    "visit_apology": ("engineer", "window"),
    "visit_moved_apology": ("engineer", "window"),
    "customer_absent": ("engineer", "visit", "window"),
    "visit_report_overdue": ("due", "engineer", "visit", "window"),
    "repair_failed_again": ("count", "fault", "serial_number"),
    "delivery_failed": ("receiver", "failed", "error"),
    "command_refused": ("command", "refusal"),
}
"""What each action has to bring for its text, besides COMMON."""

MORE: dict[str, str] = {
    "promised": "notice.handover",
    "acknowledge_by": "notice.acknowledge_by",
    "again": "notice.again",
    "unseen_since": "notice.late",
}
"""Sentences added when the action brings this param and it is not empty."""


def notice_text(
    action: Action,
    *,
    number: str,
    title: str,
    owner: str,
    language: Language,
    zone: str,
    stages: dict[str, str] | None = None,
    now: datetime | None = None,
) -> Text:
    """The title and body that reach the receiver's inbox.

    `stages` are the labels of the SOP's stages. Raises LookupError for an unknown `about` or a
    param left out.
    """
    voice = Voice(language, zone, stages=stages or {}, now=now)
    params = {**readable(action.params, voice), "number": number, "title": title}
    if action.about == "command_refused":
        params["refusal"] = said(_refused(action), voice).detail
    params["owner"] = voice.person(owner)
    body = [voice.say(f"notice.{action.about}.body", **params)]
    body += [voice.say(key, **params) for name, key in MORE.items() if action.params.get(name)]
    return Text(
        title=voice.say(f"notice.{action.about}.title", **params),
        detail=voice.say("list.sentence").join(body),
    )


def _refused(action: Action) -> Problem:
    """The refusal that an action tells of."""
    told = {
        name.removeprefix(REFUSED): value
        for name, value in action.params.items()
        if name.startswith(REFUSED)
    }
    fields = told.pop("fields", "")
    return Problem(
        code=action.params["refusal"],
        params=told,
        fields=tuple(name.strip() for name in fields.split(",") if name.strip()),
    )
