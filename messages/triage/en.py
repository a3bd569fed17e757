"""What is said of triage, in English."""

TEXTS: dict[str, str] = {
    "trait.several_departments": "several departments needed",
    "trait.needs_time_to_verify": "needs time to verify",
    "trait.needs_care": "feelings need care beyond the fix",
    "trait.information_unclear": "information is unclear",
    "command.triage": "triage",
    "event.case_triaged": "{by} triaged the case as complex ({traits}); {priority}.",
    "event.case_triaged.one_off": "{by} triaged the case as one-off; {priority}.",
    "command.set_priority": "change the priority",
    "event.priority_changed": "{by} changed the priority to {priority}; it was {before}.",
    "about.priority_changed": "another priority",
    "notice.priority_changed.title": "{number}: now {priority}",
    "notice.priority_changed.body": "“{title}”: {by} changed the priority to {priority}; it was {before}.",
    "about.opened_pressing": "a pressing case",
    "notice.opened_pressing.title": "{number}: a new case, {priority}",
    "notice.opened_pressing.body": "“{title}”: {by} opened it; {owner} has it.",
    "notice.call_by": "The customer is to hear from us by {call_by}.",
    "notice.call_late": "The customer was to hear from us by {call_late} and is still waiting: please call now.",
    "brief.priority_changed": "now {priority}",
    "brief.case_triaged": "triaged by {by}",
    "details.traits": "- **Why complex** {traits}",
}
