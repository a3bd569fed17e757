"""How the core says no.

Refusal                a command that can't be carried out; nothing has changed
└─ .code               stable, part of the API, listed in REFUSALS, never reused
   .params             values for the sentence people read (messages room, `refusal.<code>`)
   .fields             the fields or things at fault, all of them at once
"""

from domain.frozen import Frozen


class Problem(Frozen):
    """A refusal as data, so that it can cross Temporal and HTTP unchanged."""

    code: str
    params: dict[str, str] = {}
    fields: tuple[str, ...] = ()


class Refusal(Exception):
    """A command is refused; the case is as it was."""

    def __init__(self, code: str, /, *, fields: tuple[str, ...] = (), **params: object) -> None:
        if code not in REFUSALS:
            raise LookupError(f"unknown refusal code {code!r}: list it in domain/errors.py")
        super().__init__(code)
        self.problem = Problem(
            code=code, fields=fields, params={name: str(value) for name, value in params.items()}
        )

    @classmethod
    def of(cls, problem: Problem) -> "Refusal":
        """The refusal a kept problem speaks of."""
        return cls(problem.code, fields=problem.fields, **problem.params)


REFUSALS: dict[str, str] = {
    "case_not_open": "nothing but opening is possible before a case is opened",
    "case_already_open": "the case was opened by another request",
    "case_closed": "the case is closed; a customer message reopens it",
    "wrong_stage": "the command leads nowhere from this stage",
    "unknown_stage": "the SOP has no stage of that name",
    "unknown_way_on": "the stage can't be left in that direction",
    "stage_yield_missing": "required facts are missing",
    "stage_yield_unknown": "a fact this stage does not ask for",
    "stage_yield_invalid": "a value outside the field's choices or too long",
    "reason_required": "the command needs a reason",
    "notice_missing": "the customer has not been told that the case is complex",
    "milestone_after_red_line": "a milestone lies beyond the case's red line",
    "milestones_too_far_apart": "before a milestone lies too long a silence",
    "time_in_future": "something reported as past lies in the future",
    "time_before_case": "something reported lies before the case was opened",
    "promise_in_past": "a promise must be due in the future",
    "promise_too_far": "a promise is further away than the rhythm's longest",
    "promise_times_reversed": "expected by is later than latest by",
    "unknown_promise": "the case has no such promise",
    "promise_ended": "the promise has ended already",
    "promise_due_passed": "a promise can only be renegotiated before it is due",
    "promises_open": "the case can't close over open promises",
    "promise_made_later": "a conversation can't keep a promise that was made after it",
    "revisit_needs_outcome": "a revisit is recorded with its outcome, not as a contact",
    "four_parts_missing": "a message to the customer needs its four parts",
    "not_confirmed": "the command needs a case confirmed as complex",
    "already_confirmed": "the case is confirmed as complex already",
    "already_paused": "the case is paused already",
    "not_paused": "the case is not paused",
    "pause_too_long": "a pause must end within the policy's limit",
    "observation_running": "an observation window is running already",
    "observation_too_long": "an observation window must end within the policy's limit",
    "check_ins_missing": "a long observation window needs an earlier check-in",
    "check_in_outside_window": "a check-in lies outside the observation window",
    "check_in_too_soon": "the first check-in comes before the policy's minimum",
    "check_ins_too_far_apart": "between two check-ins, or before the end, lies too long a silence",
    "observation_not_running": "no observation window is running",
    "observation_not_longer": "an observation window is extended to a later end",
    "observation_cut_short": "the window was ended early, so it has not run out",
    "product_not_named": "no question set: nobody has named the product",
    "unknown_question": "a question the product's set doesn't have",
    "question_answered": "the customer has answered that already",
    "rounds_used_up": "the customer has been asked as often as the SOP allows",
    "resolution_not_verified": "nobody has confirmed that the fix works",
    "observation_not_over": "the window has not run out, or nobody has spoken to the customer since",
    "attempts_missing": "not enough documented attempts on different days",
    "revisit_before_resolution": "a revisit follows the resolution",
    "revisit_too_soon_again": "tries to reach the customer count on different days",
    "unknown_message": "the case has no such message of the customer",
    "message_marked": "the message is marked already, or needs no mark",
    "unknown_escalation": "the case has no such escalation",
    "escalation_ended": "the escalation has ended already",
    "escalation_acknowledged": "the escalation has been acknowledged already",
    "not_the_receiver": "only the receiver, or somebody further up the line, may do that",
    "line_required": "somebody further up the line must do that",
    "visits_not_offered": "the plan of the case has no rules for visits",
    "visit_after_resolution": "a visit is arranged while there is work to do",
    "visit_window_wrong": "a window ends after it begins and within the policy's longest",
    "visit_window_open": "the window is not over yet",
    "visit_window_passed": "the window is over: a visit is moved or called off before",
    "visit_confirmed": "the customer has agreed to the window already",
    "visit_ended": "the visit has ended already, or the engineer is there",
    "visit_absence_outside": "a customer is absent only within the window",
    "visit_not_held": "a report follows a visit in which somebody worked",
    "visit_reported": "the report has been given already",
    "visit_needs_record": "a visit has commands of its own, a call does not keep or move it",
    "visits_ahead": "the customer still expects a visit",
    "unknown_visit": "the case has no such visit",
    "remedy_offer_missing": "one more repair needs an offer of replacement or refund on record",
    "idempotency_key_reused": "the key was used for another request",
}
