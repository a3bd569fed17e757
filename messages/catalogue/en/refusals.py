"""Why a command is refused, and the way out. Codes: domain/errors.py; params: messages/refusals.py."""

REFUSALS: dict[str, str] = {
    "refusal.case_not_open.title": "The case has not been opened",
    "refusal.case_not_open.detail": "Case {number} has not been opened yet; open it first.",
    "refusal.case_already_open.title": "The case is open already",
    "refusal.case_already_open.detail": (
        "Case {number} was opened by another request; carry on there instead of opening it again."
    ),
    "refusal.case_closed.title": "The case is closed",
    "refusal.case_closed.detail": "Case {number} is closed; a customer message reopens it.",
    "refusal.wrong_stage.title": "Not in this stage",
    "refusal.wrong_stage.detail": (
        "Case {number} is in the stage “{stage}”. This is possible in: {stages}."
    ),
    "refusal.unknown_stage.title": "No such stage",
    "refusal.unknown_stage.detail": (
        "The SOP of case {number} has no stage “{named}”; its stages are: {known}."
    ),
    "refusal.unknown_way_on.title": "No way on in that direction",
    "refusal.unknown_way_on.detail": (
        "From “{stage}”, case {number} can't go on to “{to}”; it can go on to: {ways}."
    ),
    "refusal.stage_yield_missing.title": "Something is still missing",
    "refusal.stage_yield_missing.detail": (
        "Before case {number} can leave “{stage}”, please fill in: {fields}."
    ),
    "refusal.stage_yield_unknown.title": "The stage doesn't ask for this",
    "refusal.stage_yield_unknown.detail": (
        "The stage “{stage}” of case {number} doesn't ask for: {fields}. It asks for: {known}."
    ),
    "refusal.stage_yield_invalid.title": "A fact doesn't fit",
    "refusal.stage_yield_invalid.detail": (
        "Please check for “{stage}” of case {number}: {fields}. Possible are {choices}; free text holds at most 500 characters."
    ),
    "refusal.reason_required.title": "Something is missing that others will need",
    "refusal.reason_required.detail": (
        "This step on case {number} needs: {fields}. One sentence that others will understand in a month is enough."
    ),
    "refusal.notice_missing.title": "The customer doesn't know yet",
    "refusal.notice_missing.detail": (
        "Case {number} can be confirmed once the customer has been told that it is complex and when"
        " the first feedback comes. Still to be recorded: {fields}."
    ),
    "refusal.milestone_after_red_line.title": "The milestone lies beyond the red line",
    "refusal.milestone_after_red_line.detail": (
        "The red line of case {number} would be {limit}, the milestone of {due} lies beyond it; choose an"
        " earlier date, or a higher complexity if the case is one."
    ),
    "refusal.milestones_too_far_apart.title": "Too long a silence before a milestone",
    "refusal.milestones_too_far_apart.detail": (
        "Between {since} and the milestone of {due} the customer of case {number} would hear nothing; add"
        " a milestone by {limit} at the latest."
    ),
    "refusal.time_in_future.title": "That time is still to come",
    "refusal.time_in_future.detail": (
        "{at} lies in the future, so it can't have happened on case {number} yet; check the time."
    ),
    "refusal.time_before_case.title": "That was before the customer spoke",
    "refusal.time_before_case.detail": (
        "{at} lies before the customer first spoke about case {number} ({since}); check the time."
    ),
    "refusal.promise_in_past.title": "That time has passed",
    "refusal.promise_in_past.detail": (
        "{due} has passed already; choose a time that still lies ahead and agree on it with the customer of case {number}."
    ),
    "refusal.promise_too_far.title": "That is too far away",
    "refusal.promise_too_far.detail": (
        "{due} is too long to leave the customer of case {number} without a word. Promise something"
        " by {limit} at the latest, even if it is only to say where things stand."
    ),
    "refusal.promise_times_reversed.title": "The two times are the wrong way round",
    "refusal.promise_times_reversed.detail": (
        "“Expected by” comes after “latest by” ({due}) on case {number}; swap or correct them."
    ),
    "refusal.unknown_promise.title": "No such promise",
    "refusal.unknown_promise.detail": (
        "Case {number} has no promise {promise}; its open promises are: {open}."
    ),
    "refusal.promise_ended.title": "The promise has ended",
    "refusal.promise_ended.detail": (
        "Promise {promise} of case {number} has ended already ({status}); make a new one."
    ),
    "refusal.promise_due_passed.title": "Too late to move this promise",
    "refusal.promise_due_passed.detail": (
        "Promise {promise} of case {number} was due {due}, so it can't be moved any more. Contact"
        " the customer now and make a new promise."
    ),
    "refusal.promise_made_later.title": "The promise came after the conversation",
    "refusal.promise_made_later.detail": (
        "Promise {promise} of case {number} was made {since}, after this conversation ({at}), so it"
        " can't have kept it; check the time or leave the promise out."
    ),
    "refusal.promises_open.title": "The customer is still owed a word",
    "refusal.promises_open.detail": (
        "Case {number} still has open promises ({promises}); keep them, or release them with the"
        " customer's consent, and then end the case."
    ),
    "refusal.revisit_needs_outcome.title": "This is the revisit",
    "refusal.revisit_needs_outcome.detail": (
        "Promise {promise} of case {number} is the revisit; it ends with the call itself. Record a revisit, with how the customer feels now."
    ),
    "refusal.four_parts_missing.title": "The message isn't complete",
    "refusal.four_parts_missing.detail": (
        "The customer of case {number} should hear all four parts; still missing: {fields}."
    ),
    "refusal.not_confirmed.title": "Not confirmed as complex yet",
    "refusal.not_confirmed.detail": (
        "Case {number} has not been confirmed as complex; tell the customer and confirm it first."
    ),
    "refusal.already_confirmed.title": "Confirmed already",
    "refusal.already_confirmed.detail": (
        "Case {number} is confirmed as complex already; its clocks are running, carry on from here."
    ),
    "refusal.already_paused.title": "Paused already",
    "refusal.already_paused.detail": (
        "Case {number} is paused until {until}; resume it first to pause it for another reason."
    ),
    "refusal.not_paused.title": "Not paused",
    "refusal.not_paused.detail": "Case {number} is not paused; its clocks are running.",
    "refusal.pause_too_long.title": "The pause is too long",
    "refusal.pause_too_long.detail": (
        "Case {number} can be paused until {limit} at the latest, not until {until}. Choose an"
        " earlier end; it can be paused again then if the reason still holds."
    ),
    "refusal.observation_running.title": "Being watched already",
    "refusal.observation_running.detail": (
        "An observation window of case {number} is running until {until}; wait for it, or record"
        " what the customer says of the fix."
    ),
    "refusal.observation_too_long.title": "The observation window is too long",
    "refusal.observation_too_long.detail": (
        "The fix of case {number} can be watched until {limit} at the latest, not until {until};"
        " choose an earlier end."
    ),
    "refusal.check_ins_missing.title": "A check-in is missing",
    "refusal.check_ins_missing.detail": (
        "The observation window of case {number} is long; agree with the customer on a check-in by"
        " {limit} at the latest."
    ),
    "refusal.check_in_outside_window.title": "The check-in is outside the window",
    "refusal.check_in_outside_window.detail": (
        "The check-in {due} lies outside the observation window of case {number}, which ends {until}; choose a time within it."
    ),
    "refusal.check_in_too_soon.title": "The first check-in comes too soon",
    "refusal.check_in_too_soon.detail": (
        "A fix needs time to show whether it holds: the first check-in of case {number} can be {limit}"
        " at the earliest, not {due}. If the customer wants to hear from you before, promise a callback."
    ),
    "refusal.check_ins_too_far_apart.title": "Too long a silence between check-ins",
    "refusal.check_ins_too_far_apart.detail": (
        "Between {since} and {due} nobody would ask the customer of case {number}; agree on one more"
        " check-in by {limit} at the latest."
    ),
    "refusal.observation_not_running.title": "Nothing is being watched",
    "refusal.observation_not_running.detail": (
        "No observation window of case {number} is running; start one, or record what the customer says"
        " of the fix."
    ),
    "refusal.observation_not_longer.title": "That is no later end",
    "refusal.observation_not_longer.detail": (
        "The observation window of case {number} runs until {until} already, {due} is not later; to stop"
        " watching earlier, end the window."
    ),
    "refusal.observation_cut_short.title": "The window did not run out",
    "refusal.observation_cut_short.detail": (
        "The observation window of case {number} was ended early, so it shows nothing by itself; record"
        " what the customer says of the fix, or watch it again."
    ),
    "refusal.product_not_named.title": "Nobody has named the product",
    "refusal.product_not_named.detail": (
        "Which questions fit case {number} depends on its product; name the product first."
    ),
    "refusal.unknown_question.title": "No such question",
    "refusal.unknown_question.detail": (
        "The questions for the product of case {number} don't have {unknown}; they are: {questions}."
    ),
    "refusal.question_answered.title": "Answered already",
    "refusal.question_answered.detail": (
        "The customer of case {number} has answered that already: {questions}. Leave it out; if the answer"
        " has changed, record the new one."
    ),
    "refusal.rounds_used_up.title": "Asked often enough",
    "refusal.rounds_used_up.detail": (
        "The customer of case {number} has been asked {rounds} times. Go on with what is known: triage and"
        " confirm the case, and find out the rest in “{then}”."
    ),
    "refusal.resolution_not_verified.title": "Nobody has confirmed the fix",
    "refusal.resolution_not_verified.detail": (
        "Nobody has confirmed that the fix of case {number} works; ask the customer and record the"
        " answer first."
    ),
    "refusal.observation_not_over.title": "The watching isn't over",
    "refusal.observation_not_over.detail": (
        "Case {number} counts as observed when its window has run out ({until}) and somebody has spoken to the customer after that; one of the two is still to come."
    ),
    "refusal.attempts_missing.title": "Not enough attempts",
    "refusal.attempts_missing.detail": (
        "Case {number} has attempts to reach the customer on {days} of {needed} different days; try again on another day and log it."
    ),
    "refusal.revisit_before_resolution.title": "A revisit comes after the resolution",
    "refusal.revisit_before_resolution.detail": (
        "{at} lies before case {number} was resolved ({since}); check the time, or log that"
        " conversation as a contact."
    ),
    "refusal.revisit_too_soon_again.title": "Tried today already",
    "refusal.revisit_too_soon_again.detail": (
        "Tries to reach the customer of case {number} count on different days ({tries} so far, one of them on that day); try again on another day."
    ),
    "refusal.unknown_message.title": "No such message",
    "refusal.unknown_message.detail": (
        "Case {number} has no message {message}; the customer's messages are listed on the case."
    ),
    "refusal.message_marked.title": "Nothing to mark",
    "refusal.message_marked.detail": (
        "Message {message} of case {number} has been marked already, or needs no mark; look at the case to"
        " see how it goes on."
    ),
    "refusal.unknown_escalation.title": "No such escalation",
    "refusal.unknown_escalation.detail": (
        "Case {number} has no escalation {escalation}; its escalations are listed on the case."
    ),
    "refusal.escalation_ended.title": "The escalation has ended",
    "refusal.escalation_ended.detail": (
        "Escalation {escalation} of case {number} has ended already; escalate again if help is"
        " needed."
    ),
    "refusal.escalation_acknowledged.title": "Acknowledged already",
    "refusal.escalation_acknowledged.detail": (
        "Escalation {escalation} of case {number} was acknowledged by {by}; talk to them directly."
    ),
    "refusal.not_the_receiver.title": "Meant for somebody else",
    "refusal.not_the_receiver.detail": (
        "Escalation {escalation} of case {number} waits for {receiver} ({line}); they, or somebody further up the line, can do this."
    ),
    "refusal.line_required.title": "This needs somebody further up the line",
    "refusal.line_required.detail": (
        "This step on case {number} takes a {line} or somebody further up; ask them, or escalate."
    ),
    "refusal.idempotency_key_reused.title": "The key was used for something else",
    "refusal.idempotency_key_reused.detail": (
        "The idempotency key {key} was already used for another request; repeat that request unchanged, or take a new key for a new one."
    ),
}
