"""What is said of escalations, in English."""

TEXTS: dict[str, str] = {
    "cause.agent": "a colleague asked for help",
    "cause.second_break": "a second promise was broken",
    "cause.stage_overrun": "a stage ran over its limit",
    "cause.red_line": "the red line was reached",
    "cause.response_overdue": "the customer has had no answer in time",
    "cause.report_overdue": "the report on a visit has not been given",
    "cause.room_overdue": "the case has little room left, and nobody has made any",
    "ended.response_overdue_done": "the answer is no longer overdue",
    "ended.answer_not_needed": "nobody answered; the customer's last word was marked as thanks",
    "ended.report_overdue_done": "the report is no longer overdue",
    "ended.room_overdue_done": "the case has enough room again",
    "ended.kept_after_all": "a promise that was thought broken had been kept in time",
    "ended.closed": "the case has been closed",
    "ended.stage_overrun_done": "the case has gone on",
    "command.escalate": "escalate",
    "command.acknowledge_escalation": "acknowledge an escalation",
    "command.deescalate": "de-escalate",
    "anchor.escalated": "the case was escalated",
    "anchor.told": "people were last told",
    "anchor.acknowledged": "somebody took it on",
    "refusal.unknown_escalation.title": "No such escalation",
    "refusal.unknown_escalation.detail": (
        "Case {number} has no such escalation; its escalations are listed on the case."
    ),
    "refusal.escalation_ended.title": "The escalation has ended",
    "refusal.escalation_ended.detail": (
        "The escalation of case {number} of {escalation} has ended already; escalate again if help is"
        " needed."
    ),
    "refusal.escalation_acknowledged.title": "Acknowledged already",
    "refusal.escalation_acknowledged.detail": (
        "The escalation of case {number} of {escalation} was acknowledged by {by}; talk to them directly."
    ),
    "refusal.duty_not_done.title": "Still to be done",
    "refusal.duty_not_done.detail": (
        "The escalation of case {number} of {escalation} stands because {cause}. It ends by itself once that is"
        " put right; to acknowledge it is enough to show that you have it."
    ),
    "refusal.not_the_receiver.title": "Meant for somebody else",
    "refusal.not_the_receiver.detail": (
        "The escalation of case {number} of {escalation} went to {receiver} ({line}); they, or somebody further up the line, can do this."
    ),
    "event.escalated.agent": "{by} escalated the case to {receiver} ({line}), tier L{tier}: {reason}.",
    "event.escalated.rule": "The case was escalated to {receiver} ({line}), tier L{tier}: {cause}.",
    "event.escalation_joined": "{by} called for the same help again; the escalation of {escalation} is still waiting.",
    "event.escalation_passed_on": "The escalation of {escalation} was not acknowledged in time and went on to {receiver} ({line}).",
    "event.escalation_unanswered": "The escalation of {escalation} is still unanswered, and there is nobody further up.",
    "event.escalation_renewed": "{taken_by} took on the escalation of {escalation}, and it is still to be done; it is with {receiver} ({line}) now.",
    "event.escalation_moved": "{why}; the escalation of {escalation} is with {receiver} ({line}) now, with the time that everybody has.",
    "event.escalation_recalled": "{told} was reminded of the escalation of {escalation}: something new has happened.",
    "event.escalation_acknowledged": "{by} acknowledged the escalation of {escalation}.",
    "event.deescalated": "{by} ended the escalation of {escalation}: {reason}.",
    "moved.left": "{former} has left",
    "moved.owes": "{former} has the case now, and {receiver} is to see that it is done",
    "moved.replaced": "{receiver} is in the place of {former}",
    "tier.2": "tier 2",
    "tier.3": "tier 3",
    "tier.record_revisit": "there is trouble again, as the revisit showed",
    "event.tier_changed": "The case is now worked at tier L{tier}: {reason}.",
    "brief.escalated": "escalated to {receiver}",
    "brief.escalation_joined": "{by} called for help again",
    "brief.escalation_renewed": "escalation not done, on to {receiver}",
    "brief.escalation_moved": "escalation now with {receiver}",
    "brief.escalation_recalled": "{told} reminded of an escalation",
    "brief.escalation_passed_on": "escalation passed on to {receiver}",
    "brief.escalation_unanswered": "escalation unanswered",
    "brief.escalation_acknowledged": "escalation acknowledged by {by}",
    "brief.deescalated": "escalation ended by {by}",
    "brief.tier_changed": "tier L{tier}",
    "deadline.acknowledgement": "Escalation of {ref} to be acknowledged by {owner}, due {due}",
    "deadline.unanswered": "Escalation of {ref}, which nobody has taken on: {owner} to be told again {due}",
    "deadline.undone": "Escalation of {ref}, which {owner} has taken on, to be done by {due}",
    "notice.acknowledge_by": "Please acknowledge by {acknowledge_by}.",
    "notice.escalation.others": "Calls on this case of which the same is true: {others} more.",
    "notice.escalation.asked": "{by} asks for help: {reason}",
    "notice.escalation.why": "{cause}: {reason}",
    "notice.escalation.why.response_overdue": "{cause} (the case stands in “{reason}”)",
    "notice.escalation.why.report_overdue": "{cause}",
    "notice.escalation.why.room_overdue": "{cause}",
    "notice.pressing": "It is a {pressing} case and can't wait for working hours.",
    "notice.escalated.title": "{number}: your help is needed",
    "notice.escalated.body": (
        "“{title}” (owner {owner}): {reason}. Please acknowledge it, so that everybody knows you have it."
    ),
    "notice.escalation_passed_on.title": "{number}: an escalation was passed on to you",
    "notice.escalation_passed_on.body": (
        "“{title}” (owner {owner}): {silent} did not acknowledge this escalation in time, so it comes to you. Reason: {reason}. Please acknowledge it."
    ),
    "notice.escalation_unanswered.title": "{number}: an escalation is still unanswered",
    "notice.escalation_unanswered.body": (
        "“{title}” (owner {owner}): nobody has acknowledged this escalation, and there is nobody further up to pass it to. Reason: {reason}. Please talk to each other and see that somebody takes it."
    ),
    "notice.escalation_renewed.title": "{number}: an escalation is still to be done",
    "notice.escalation_renewed.body": (
        "“{title}” (owner {owner}): {cause}. {taken_by} took this on {taken_at}, and nothing has come of it yet, so it comes to you. Please acknowledge it, and see that it is done."
    ),
    "notice.escalation_inherited.title": "{number}: {former} has left, and this call for help is yours",
    "notice.escalation_inherited.body": (
        "“{title}” (owner {owner}): {reason}. {former} was called for this and is not here any more, so it comes to you at once. Please acknowledge it, so that everybody knows you have it."
    ),
    "notice.escalation_moved.title": "{number}: this call for help is yours now",
    "notice.escalation_moved.body": (
        "“{title}” (owner {owner}): {reason}. It was with {former}, whose place is yours now. Please acknowledge it, so that everybody knows you have it."
    ),
    "notice.escalation_one_further.title": "{number}: this call for help is yours now",
    "notice.escalation_one_further.body": (
        "“{title}” (owner {owner}): {reason}. It was with {former}, who has the case now and needs somebody else to look after it with them. Please acknowledge it, so that everybody knows you have it."
    ),
    "notice.customer_waits.title": "{number}: the customer asks again and has had no answer",
    "notice.customer_waits.body": (
        "“{title}” (owner {owner}): the customer has been waiting for an answer since {since} and has written or called again ({channel}). Please see that somebody talks to them now."
    ),
    "notice.help_called.title": "{number}: {by} has called for help with your case",
    "notice.help_called.body": (
        "“{title}”: {by} asked {receiver} for help. Agree with them who talks to the customer."
    ),
    "notice.escalation_acknowledged.title": "{number}: {by} has taken on the escalation",
    "notice.escalation_acknowledged.body": (
        "“{title}”: {by} knows about it and is on it; agree between you who talks to the customer."
    ),
    "notice.deescalated.title": "{number}: the escalation has ended",
    "notice.deescalated.body": "“{title}”: {by} ended the escalation. Reason: {reason}.",
    "about.escalated": "escalation to acknowledge",
    "about.escalation_passed_on": "escalation passed on",
    "about.escalation_unanswered": "escalation unanswered",
    "about.escalation_renewed": "escalation still to be done",
    "about.escalation_inherited": "escalation of somebody who left",
    "about.escalation_moved": "escalation now yours",
    "about.escalation_one_further": "escalation now yours",
    "about.customer_waits": "customer asks again",
    "about.help_called": "help called for by a colleague",
    "about.escalation_acknowledged": "escalation acknowledged",
    "about.deescalated": "escalation ended",
    "details.escalations": "### Escalations",
    "details.escalation.waiting": "- {receiver} ({line}) has not acknowledged yet: {cause} ({reason})",
    "details.escalation.taken": "- {by} has it since {at}: {cause} ({reason})",
    "owed.acknowledgement.response_overdue": "Acknowledge the call for help with {customer}’s case: {cause}.",
    "owed.acknowledgement.report_overdue": "Acknowledge the call for help with {customer}’s case: {cause}.",
    "owed.acknowledgement.room_overdue": "Acknowledge the call for help with {customer}’s case: {cause}.",
    "owed.acknowledgement.agent": "Acknowledge that {by} asks for help with {customer}’s case: {reason}.",
    "owed.acknowledgement": "Acknowledge the call for help with {customer}’s case ({cause}): {reason}.",
}
