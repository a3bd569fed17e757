"""What is said of milestones, in English."""

TEXTS: dict[str, str] = {
    "draft.milestone": "{subject}: by {due}",
    "field.milestones": "the milestones",
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
    "event.promise_made.milestone": "Milestone: the customer hears from {owner} “{subject}” by {due}.",
    "event.promise_made.milestone.expected": (
        "Milestone: the customer hears from {owner} “{subject}”, expected {expected}, by {due} at the latest"
        "."
    ),
    "notice.milestone_reached.title": "{number}: done, but the customer doesn't know yet",
    "notice.milestone_reached.body": (
        "“{title}”: “{stage}” is completed, and with it what we promised: {subject}. The promise is kept"
        " when the customer has heard of it, by {due}; a call today is good news early."
    ),
    "about.milestone_reached": "a milestone the customer doesn't know of yet",
    "details.promise.milestone": "- Milestone “{subject}”, by {due} at the latest ({owner})",
}
