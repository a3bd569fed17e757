"""What reaches a colleague's inbox. Params: messages/notices.py; about keys: the core's actions."""

NOTICES: dict[str, str] = {
    "notice.handover": (
        "It stands in “{stage}”, and the customer was last {emotion}. Promised and still open:"
        " {promised}; the next by {due}."
    ),
    "notice.late": (
        "This reaches you late: nobody was watching since {unseen_since}, because our system was"
        " not running."
    ),
    "notice.acknowledge_by": "Please acknowledge by {acknowledge_by}.",
    "notice.promise_due_soon.title": "{number}: promised callback due {due}",
    "notice.promise_due_soon.body": (
        "“{title}”: the customer was promised to hear about “{subject}” by {due}. If there is no"
        " news, that is still worth a call; if the time can't be held, tell the customer before it"
        " is due."
    ),
    "notice.promise_broken.title": "{number}: a promise was broken",
    "notice.promise_broken.body": (
        "“{title}” (owner {owner}): the customer was promised to hear about “{subject}” by {due}, and that did not happen. A near promise stands in its place. Please contact the customer first and explain afterwards."
    ),
    "notice.promise_broken_again.title": "{number}: a promise was broken again",
    "notice.promise_broken_again.body": (
        "“{title}” (owner {owner}): it has happened again. The customer was promised to hear about “{subject}” by {due} and waited in vain. The case has been escalated; the customer should now hear from us in person."
    ),
    "notice.break_corrected.title": "{number}: the promise was kept after all",
    "notice.break_corrected.body": (
        "“{title}”: a contact about “{subject}” took place in time and was logged later. The break stays on record as corrected; nothing more to do for it."
    ),
    "notice.apology_draft.title": "{number}: an apology to send",
    "notice.apology_draft.body": (
        "“{title}”: the customer waited in vain for a word about “{subject}” (promised by {due})."
        " Here is a draft; make it your own and send it as soon as you can."
    ),
    "notice.response_overdue.title": "{number}: the answer is overdue",
    "notice.response_overdue.body": (
        "“{title}”: the customer was to hear from {owner} by {due} and is still waiting. A short"
        " word now is better than a full answer later."
    ),
    "notice.stage_overrun.title": "{number}: “{stage}” is taking too long",
    "notice.stage_overrun.body": (
        "“{title}”: the stage “{stage}” was to be done by {due} (owner {owner}). Please look at"
        " what holds it up, and who can help."
    ),
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
    "notice.escalated.title": "{number}: your help is needed",
    "notice.escalated.body": (
        "“{title}” (owner {owner}): {cause}: {reason}. Please acknowledge it, so that everybody knows you have it."
    ),
    "notice.escalation_passed_on.title": "{number}: an escalation was passed on to you",
    "notice.escalation_passed_on.body": (
        "“{title}” (owner {owner}): {silent} did not acknowledge this escalation in time, so it comes to you. Reason: {reason}. Please acknowledge it."
    ),
    "notice.escalation_unanswered.title": "{number}: an escalation is still unanswered",
    "notice.escalation_unanswered.body": (
        "“{title}” (owner {owner}): nobody has acknowledged this escalation, and there is nobody further up to pass it to. Reason: {reason}. Please talk to each other and see that somebody takes it."
    ),
    "notice.escalation_acknowledged.title": "{number}: {by} has taken on the escalation",
    "notice.escalation_acknowledged.body": (
        "“{title}”: {by} knows about it and is on it; agree between you who talks to the customer."
    ),
    "notice.deescalated.title": "{number}: the escalation has ended",
    "notice.deescalated.body": "“{title}”: {by} ended the escalation. Reason: {reason}.",
    "notice.customer_said.title": "{number}: the customer has been in touch",
    "notice.customer_said.body": (
        "“{title}”: the customer has sent us a message ({channel}). You find the words on the case;"
        " the customer is looking forward to your answer."
    ),
    "notice.message_to_mark.title": "{number}: a message on a closed case, to mark by {due}",
    "notice.message_to_mark.body": (
        "“{title}”: the case is closed, and the customer has sent us a message ({channel}). You find the"
        " words on the case. Please mark it by {due}: thanks, a reason to reopen the case, or a new matter;"
        " unmarked, it reopens the case."
    ),
    "notice.case_reopened.title": "{number}: the case has been reopened",
    "notice.case_reopened.body": (
        "“{title}” (owner {owner}): after the case was closed the customer wrote again ({channel}), and it"
        " has been reopened: {cause}. It stands in “{stage}”, with a new time for the solution. Please call"
        " the customer first; nobody should have to tell it all again."
    ),
    "notice.case_assigned.title": "{number}: this case is yours",
    "notice.case_assigned.body": (
        "“{title}” is in your hands now, from {by}. Please read what has happened and what was promised before you call; the customer shouldn't have to tell it twice."
    ),
    "notice.milestone_reached.title": "{number}: done, but the customer doesn't know yet",
    "notice.milestone_reached.body": (
        "“{title}”: “{stage}” is completed, and with it what we promised: {subject}. The promise is kept"
        " when the customer has heard of it, by {due}; a call today is good news early."
    ),
    "notice.pause_over.title": "{number}: the pause is over",
    "notice.pause_over.body": (
        "“{title}”: the case was paused ({reason}), and the agreed time is up. The clocks are"
        " running again; ask how things stand and tell the customer."
    ),
    "notice.observation_over.title": "{number}: the observation window has ended",
    "notice.observation_over.body": (
        "“{title}”: the time for watching the fix is over. Please ask the customer whether"
        " everything works and record the answer."
    ),
    "notice.delivery_failed.title": "{number}: a message could not be delivered",
    "notice.delivery_failed.body": (
        "“{title}”: a message to {receiver} ({failed}) could not be delivered: {error}. Please tell them yourself."
    ),
    "notice.command_refused.title": "{number}: what you sent could not be carried out",
    "notice.command_refused.body": (
        "“{title}”: your request ({command}) was received, but when it was decided it could not be carried out. {refusal} Nothing on the case was changed by it."
    ),
}
