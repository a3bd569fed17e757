"""What is said of the follow-up clock and the red line, in English."""

TEXTS: dict[str, str] = {
    "event.follow_up_started": "The follow-up clock started; the red line is {due}.",
    "event.follow_up_started.by_lead": (
        "The follow-up clock started; the red line is {due}, by the time that {by_lead} had set."
    ),
    "why.set_by": "{by} set it.",
    "event.red_line_near": "The red line is near: {due}.",
    "event.red_line_reached": "The red line was reached: {due}. The case goes on, with more people.",
    "brief.follow_up_started": "follow-up clock started",
    "brief.red_line_near": "red line near",
    "brief.red_line_reached": "red line reached",
    "deadline.red_line_warning": "Warning before the red line, {due}",
    "deadline.red_line": "Red line, {due}",
    "notice.red_line_near.title": "{number}: the red line is near",
    "notice.red_line_near.body": (
        "“{title}”: most of the time for this case is used; the red line is {due} (owner {owner})."
        " There is still time to bring in help."
    ),
    "notice.red_line_reached.title": "{number}: the red line is reached",
    "notice.red_line_reached.body": (
        "“{title}”: the longest time for this case ran out {due} (owner {owner}). The case stays"
        " open and needs people now: decide who leads it and what the customer hears today."
    ),
    "about.red_line_near": "red line near",
    "about.red_line_reached": "red line reached",
    "details.clock.follow_up": "- **Follow-up clock (red line)** {state}",
}
