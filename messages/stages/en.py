"""What is said of stages, in English."""

TEXTS: dict[str, str] = {
    "command.complete_stage": "complete a stage",
    "anchor.stage_entered": "the stage began",
    "refusal.wrong_stage.title": "Not in this stage",
    "refusal.wrong_stage.detail": (
        "Case {number} is in the stage “{stage}”. This is possible in: {stages}."
    ),
    "refusal.leads_nowhere.title": "Nothing to go on to",
    "refusal.leads_nowhere.detail": (
        "With what it says, this takes case {number} no further from the stage “{stage}”; the case shows what leads on from here."
    ),
    "refusal.unknown_stage.title": "No such stage",
    "refusal.unknown_stage.detail": (
        "The SOP of case {number} has no stage “{named}”; its stages are: {known}."
    ),
    "refusal.not_in_this_sop.title": "Not a step of this case",
    "refusal.not_in_this_sop.detail": (
        "The SOP of case {number} has no step for this; the case shows what leads on from here."
    ),
    "refusal.way_on_missing.title": "Which way on?",
    "refusal.way_on_missing.detail": (
        "From “{stage}”, case {number} can go on to: {ways}. Please choose one."
    ),
    "refusal.unknown_way_on.title": "No way on in that direction",
    "refusal.unknown_way_on.detail": (
        "From “{stage}”, case {number} can't go on to “{to}”; it can go on to: {ways}."
    ),
    "refusal.stage_yield_missing.title": "Something is still missing",
    "refusal.stage_yield_missing.detail": (
        "Before case {number} can leave “{stage}”, please fill in: {facts}."
    ),
    "refusal.stage_yield_unknown.title": "The stage doesn't ask for this",
    "refusal.stage_yield_unknown.detail": (
        "The stage “{stage}” of case {number} doesn't ask for: {facts}. It asks for: {known}."
    ),
    "refusal.stage_yield_invalid.title": "A fact doesn't fit",
    "refusal.stage_yield_invalid.detail": (
        "Please check what is given for “{stage}” of case {number}. {choices}."
    ),
    "refusal.more_used_than_paid.title": "The figures can't be",
    "refusal.more_used_than_paid.detail": (
        "Case {number}: of {units} all told {used} are said to be used, so nothing can be worked out. Please look at {facts}."
    ),
    "stage.asks_for_nothing": "nothing at all",
    "choices.of": "one of {choices}",
    "choices.text": "text of at most {most} characters",
    "choices.time": "a moment that is past, at most half a year before the customer's word",
    "choices.amount": "a number not below zero with at most two decimals, such as 1299.50",
    "event.facts": "{line} {facts}",
    "event.stage_entered": "From “{left}” the case went on to “{stage}”.",
    "event.stage_entered.again": "The case stays in “{stage}”.",
    "event.stage_entered.first": "The case began in “{stage}”.",
    "event.stage_entered.late": "{line} It was to be done by {due}, which is past.",
    "event.stage_entered.limit": "{line} It is to be done by {due}.",
    "event.stage_completed": "{by} completed “{stage}”.",
    "event.stage_overrun": "“{stage}” has run over its limit, {due}.",
    "brief.stage_entered": "now in “{stage}”",
    "brief.stage_completed": "“{stage}” completed by {by}",
    "brief.stage_overrun": "“{stage}” over its limit",
    "deadline.stage": "Stage “{stage}” of {owner}, to be done by {due}",
    "notice.stage_overrun.title": "{number}: “{stage}” is taking too long",
    "notice.stage_overrun.body": (
        "“{title}”: the stage “{stage}” was to be done by {due} (owner {owner}). Please look at"
        " what holds it up, and who can help."
    ),
    "about.stage_overrun": "stage over its limit",
    "notice.case_came_to.title": "{number}: {scenario} ({grade})",
    "notice.case_came_to.body": (
        "“{title}” is now in “{stage}”, with {owner}. By our rules you are to know of this at once; please have a look."
    ),
    "about.case_came_to": "a case to know of at once",
    "details.stage": "- **Stage** {stage}, since {since}",
    "details.clock.stage": "- **Stage clock** {state}",
    "owed.stage": "For {customer}: “{stage}”.",
}
