"""What is said of visits, in English."""

TEXTS: dict[str, str] = {
    "visit_status.planned": "planned",
    "visit_status.confirmed": "agreed with the customer",
    "visit_status.arrived": "engineer on site",
    "visit_status.done": "took place",
    "visit_status.no_show_by_us": "we did not come",
    "visit_status.no_show_by_customer": "customer not there",
    "visit_status.cancelled": "cancelled",
    "visit_outcome.arrived": "engineer arrived",
    "visit_outcome.fixed": "fixed",
    "visit_outcome.not_fixed": "repair failed",
    "visit_outcome.diagnosed": "looked at, repair to come",
    "visit_outcome.customer_absent": "customer not there",
    "visit_outcome.we_did_not_come": "we did not come",
    "moved_by.us": "us",
    "moved_by.customer": "the customer",
    "command.arrange_visit": "arrange a visit",
    "command.confirm_visit": "record that the customer agrees to a visit",
    "command.reschedule_visit": "move a visit",
    "command.record_visit": "record what came of a visit",
    "command.report_visit": "report on a visit",
    "command.cancel_visit": "cancel a visit",
    "field.engineer": "the engineer",
    "field.address": "the address",
    "field.report": "the report",
    "field.visit": "the visit",
    "field.starts_at": "the beginning of the window",
    "field.arrived_at": "when the engineer arrived",
    "field.agreed_at": "when the customer agreed",
    "field.confirmed_at": "when the customer agreed",
    "anchor.visit": "the visit begins",
    "anchor.visit_window_end": "the window ended",
    "anchor.report_owed": "the report was asked for again",
    "anchor.visited": "the visit was recorded",
    "refusal.visits_not_offered.title": "No visits here",
    "refusal.visits_not_offered.detail": (
        "The rules that case {number} follows know no visits; bring the machine in, or ask a supervisor to"
        " add visits to the policy."
    ),
    "refusal.visit_after_resolution.title": "Nothing left to visit for",
    "refusal.visit_after_resolution.detail": (
        "Case {number} stands in “{stage}”; if there is trouble again, record it first and then arrange a"
        " visit."
    ),
    "refusal.visit_window_wrong.title": "The window doesn't work",
    "refusal.visit_window_wrong.detail": (
        "{window} is no window to offer the customer of case {number}: it must end after it begins and last"
        " {longest} at most."
    ),
    "refusal.visit_window_open.title": "There is still time",
    "refusal.visit_window_open.detail": (
        "The window of the visit on case {number} is open until {until}; until then somebody may still come. If nobody can,"
        " tell the customer now and agree on another window. That nobody came is put on record once the window is over."
    ),
    "refusal.visit_window_passed.title": "The window is over",
    "refusal.visit_window_passed.detail": (
        "The visit on case {number} was for a window that ended {due}, so it can't be changed any more."
        " Record what came of it and arrange a new visit."
    ),
    "refusal.visit_confirmed.title": "Agreed already",
    "refusal.visit_confirmed.detail": (
        "The customer has agreed to the visit of {visit} on case {number} already; nothing more to do for it."
    ),
    "refusal.visit_ended.title": "This visit is past that",
    "refusal.visit_ended.detail": (
        "The visit of {visit} on case {number} stands at “{visit_status}”; arrange a new one if somebody is to"
        " come again."
    ),
    "refusal.visit_absence_outside.title": "The customer didn't have to be there",
    "refusal.visit_absence_outside.detail": (
        "At {at} nobody had to be at home for the visit on case {number}; its window is {window}. Check"
        " the time, or record that we did not come."
    ),
    "refusal.visit_too_early.title": "That visit is still to come",
    "refusal.visit_too_early.detail": (
        "The visit on case {number} is promised for {window}, and {at} is well before it. Check whether it was another"
        " visit; if the customer agreed to an earlier time, give the visit that window first and record it then."
    ),
    "refusal.visit_not_held.title": "Nobody has worked there yet",
    "refusal.visit_not_held.detail": (
        "Before a report on the visit of {visit} on case {number}, please record what came of the visit."
    ),
    "refusal.report_without_yields.title": "The report alone, please",
    "refusal.report_without_yields.detail": (
        "The report on the visit of {visit} doesn't end the stage “{stage}”, in which case {number} stands, so that what the stage"
        " asks for can't be given along with it. Please give the report alone, by itself it is written at once; whoever"
        " ends the stage gives the rest."
    ),
    "refusal.visit_reported.title": "The report is there",
    "refusal.visit_reported.detail": (
        "The visit of {visit} on case {number} has its report already; add what is new as a contact."
    ),
    "refusal.visit_report_stands.title": "The report on that visit is written",
    "refusal.visit_report_stands.detail": (
        "The visit of {visit} on case {number} has its report, and the work has gone on by it, so it can't be put on record"
        " any more that nobody came. Leave a note that says what you know, and arrange a new visit; where the case has left its"
        " work behind, record first that the fix doesn't hold, and it goes back."
    ),
    "refusal.visit_needs_record.title": "This is a visit",
    "refusal.visit_needs_record.detail": (
        "The promise {promise} of case {number} is the window of a visit: only somebody at the door keeps it."
        " Record, move or cancel the visit instead."
    ),
    "refusal.engineer_busy.title": "The engineer has another visit in that window",
    "refusal.engineer_busy.detail": (
        "Case {number} can't have {engineer} then: they are expected on another visit at the same time ({numbers}). Choose"
        " another window or another engineer; if every door can be kept, a lead says why."
    ),
    "refusal.visit_overlaps.title": "The engineer comes to this customer then anyway",
    "refusal.visit_overlaps.detail": (
        "Case {number} has a visit by {engineer} at that time already: {window}. Move that one or record that the"
        " customer agrees to it, whichever it was meant to be; if two people are needed, name another engineer."
    ),
    "refusal.visits_ahead.title": "The customer still expects somebody",
    "refusal.visits_ahead.detail": (
        "Case {number} has visits ahead ({visits}); hold them, or cancel them with the customer, and then"
        " it can count as solved."
    ),
    "refusal.unknown_visit.title": "No such visit",
    "refusal.unknown_visit.detail": "Case {number} has no such visit; its visits are: {visits}.",
    "event.visit_arranged": "{by} promised the customer a visit by {engineer}, {window}.",
    "event.visit_joined": "{by} arranged the visit of {visit} once more; it stands as it is, and nobody comes twice.",
    "event.visit_confirmed": "The customer agreed to the visit ({confirmed_at}, recorded by {by}).",
    "event.visit_rescheduled.us": (
        "{by} moved the visit to {window}, with {engineer}, told to the customer {told_at}: {reason}."
    ),
    "event.visit_rescheduled.customer": (
        "The customer asked {by} for another time: the visit is now {window}, with {engineer} ({reason})."
    ),
    "event.visit_reminded": "A reminder went out for the visit.",
    "event.visit_missed": "The visit of {visit}: the window passed, and nobody of ours was there.",
    "event.visit_recorded.arrived": "The visit of {visit}: {engineer} arrived {arrived_at}.",
    "event.visit_recorded.fixed": "The visit of {visit}: {engineer} was there {arrived_at} and put it right.",
    "event.visit_recorded.not_fixed": (
        "The visit of {visit}: {engineer} was there {arrived_at} and tried a repair; it didn't work."
    ),
    "event.visit_recorded.diagnosed": (
        "The visit of {visit}: {engineer} was there {arrived_at} and looked at it; the repair is still to come."
    ),
    "event.visit_recorded.customer_absent": (
        "The visit of {visit}: {engineer} was at the door {arrived_at}, and nobody opened."
    ),
    "event.visit_recorded.we_did_not_come": "The visit of {visit}: nobody of ours came.",
    "event.visit_recorded.for_engineer": "{recorded} {by} wrote it down.",
    "event.visit_reported": "{by} reported on the visit of {visit}.",
    "event.visit_report_overdue": "The report on the visit of {visit} is overdue; it was due {due}.",
    "event.visit_report_waived.closed": "The case was closed; the report on the visit of {visit} is asked for no more.",
    "event.visit_report_waived.nobody_came": (
        "Nobody was there on the visit of {visit}, so no report on it is asked for any more."
    ),
    "event.visit_stands": "The visit of {visit} stands again; it had been called off with an end of the case that was an error.",
    "brief.visit_stands": "visit of {visit} stands again",
    "event.visit_report_owed": "The end of the case was none; the report on the visit of {visit} is asked for again, by {due}.",
    "visit_report_waived.closed": "{by} has closed the case",
    "visit_report_waived.nobody_came": "{by} has put on record that nobody of ours was there",
    "event.visit_cancelled": "The visit of {visit} was called off: {reason}.",
    "event.promise_made.visit": "The customer is promised {owner} at the door, {window}.",
    "event.promise_broken.overdue.visit": "The promise {promise} was broken: nobody was there when the window ended.",
    "brief.visit_arranged": "visit by {engineer}, {window}",
    "brief.visit_joined": "visit of {visit} arranged again",
    "brief.visit_confirmed": "visit of {visit} agreed",
    "brief.visit_rescheduled": "visit moved to {window}",
    "brief.visit_reminded": "reminder of the visit of {visit}",
    "brief.visit_missed": "visit of {visit}: nobody came",
    "brief.visit_recorded": "visit of {visit}: {outcome}",
    "brief.visit_reported": "report on the visit of {visit} by {by}",
    "brief.visit_report_overdue": "report on the visit of {visit} overdue",
    "brief.visit_report_waived": "report on the visit of {visit} asked for no more",
    "brief.visit_report_owed": "report on the visit of {visit} asked for again",
    "brief.visit_cancelled": "visit of {visit} cancelled",
    "deadline.visit": "Visit by {owner}, {window}",
    "event.visit_reminded.staff": "A reminder of the visit went out to us, before the days off.",
    "deadline.visit_staff_reminder": "Remind us, before the days off, of the visit by {owner}, {window}",
    "deadline.visit_reminder": "Remind of the visit by {owner}, {window}",
    "deadline.visit_report": "Report on the visit of {ref} by {owner}, due {due}",
    "notice.visit_arranged.title": "{number}: a visit for you, {window}",
    "notice.visit_arranged.body": (
        "“{title}” (owner {owner}): {by} has promised the customer that you come in the window {window}"
        ". You will find the address on the case. If that doesn't work, say so today."
    ),
    "notice.visit_stands.title": "{number}: the visit {window} stands after all",
    "notice.visit_stands.body": (
        "“{title}” (owner {owner}): the case had been closed in error, and the visit called off with it. {by} has put that right:"
        " the customer expects you in the window {window}, as they were promised. You will find the address on the case. If you"
        " can't make it, say so at once."
    ),
    "notice.visit_moved.title": "{number}: your visit is now {window}",
    "notice.visit_moved.body": (
        "“{title}” (owner {owner}): {by} has agreed with the customer on another window for the visit:"
        " {window}."
    ),
    "notice.visit_off.title": "{number}: no visit {window}",
    "notice.visit_off.body": (
        "“{title}” (owner {owner}): the visit of {window} is no longer yours to make; {by} has called it"
        " off or given it to a colleague."
    ),
    "notice.visit_due_soon.title": "{number}: your visit {window}",
    "notice.visit_due_soon.body": (
        "“{title}”: the customer expects you in the window {window}. Please look at the"
        " case and at the parts you need. If you can't make it, tell {owner} now, while the customer can"
        " still plan."
    ),
    "notice.visit_after_days_off.title": "{number}: a visit right after the days off, {window}",
    "notice.visit_after_days_off.body": (
        "“{title}”: {engineer} visits the customer in the window {window}, and until then nobody works."
        " Please see now that everything is arranged. On the day before you are asked to remind the customer;"
        " if you won't be reachable, agree with a colleague who does it."
    ),
    "about.visit_after_days_off": "a visit right after the days off",
    "notice.visit_remind_customer.title": "{number}: please remind the customer of the visit {window}",
    "notice.visit_remind_customer.body": (
        "“{title}”: {engineer} comes in the window {window} ({visit_status}). A short word"
        " to the customer today saves a closed door tomorrow."
    ),
    "notice.visit_missed.title": "{number}: nobody came to the customer",
    "notice.visit_missed.body": (
        "“{title}” (owner {owner}): the customer kept the window {window} free, and {engineer} was not"
        " there in time. Please call the customer first, then find out why, and agree on a new window."
    ),
    "notice.visit_missed_after_all.title": "{number}: the customer was waiting, and we did not come",
    "notice.visit_missed_after_all.body": (
        "“{title}” (owner {owner}): it was on record that {engineer} was at the customer's door for the visit of {window}."
        " {by} has put that right: nobody of ours came ({reason}). It counts as a broken promise now, and what was on record"
        " before stays in the timeline. The customer kept that time free for us; please see that they hear an honest word, and"
        " that a new window is agreed on. Nobody is being blamed here: if it was otherwise after all, tell a lead, who can put it right"
        " once more."
    ),
    "notice.visit_late.title": "{number}: we came to the customer too late",
    "notice.visit_late.body": (
        "“{title}” (owner {owner}): the customer kept the window {window} free, and {engineer} came only after it."
        " The visit has taken place, so no new window is needed; what it yielded is on the case. Please find out why, and"
        " say a word about the wait."
    ),
    "notice.late_apology.title": "{number}: an apology to send, we came too late",
    "notice.late_apology.body": (
        "“{title}”: the customer waited longer for {engineer} than we had said ({window}). Here is a draft; make it your"
        " own and say it soon."
    ),
    "notice.visit_moved_too_often.title": "{number}: a visit was moved once too often",
    "notice.visit_moved_too_often.body": (
        "“{title}” (owner {owner}): we have moved the visit of {engineer} again (it was to be {window})."
        " For the customer that is a broken promise. Please see that the new window holds."
    ),
    "notice.visit_apology.title": "{number}: an apology to send, nobody came",
    "notice.visit_apology.body": (
        "“{title}”: the customer waited for {engineer} ({window}) in vain. Here is a draft; make it your"
        " own and say it as soon as you can, best by phone."
    ),
    "notice.visit_moved_apology.title": "{number}: an apology to send, the visit was moved again",
    "notice.visit_moved_apology.body": (
        "“{title}”: the customer was to expect {engineer} {window} and has had to plan anew. Here is a"
        " draft; make it your own."
    ),
    "notice.customer_absent.title": "{number}: {engineer} found nobody at home",
    "notice.customer_absent.body": (
        "“{title}”: {engineer} was at the door for the visit of {window}, and nobody opened. Please call"
        " the customer, without a reproach, and agree on a new window."
    ),
    "notice.visit_report_overdue.title": "{number}: the report on a visit is overdue",
    "notice.visit_report_overdue.body": (
        "“{title}” (owner {owner}): the report of {engineer} on the visit of {window} was due {due}."
        " Without it nobody can tell the customer what comes next; a few sentences are enough."
    ),
    "notice.visit_report_waived.title": "{number}: no report needed on the visit of {window}",
    "notice.visit_report_waived.body": (
        "“{title}” (owner {owner}): {waived}, so nobody waits for your report on the visit of"
        " {window} any more. If you found something that others should know, please tell {owner}."
    ),
    "notice.visit_report_owed.title": "{number}: your report on the visit of {window} is needed after all",
    "notice.visit_report_owed.body": (
        "“{title}” (owner {owner}): the case was taken for ended, and isn't. Please write your report on the visit of {window} by"
        " {due}; a few sentences are enough."
    ),
    "notice.visit_clash.title": "{number}: {engineer} is expected at two doors at once, {window}",
    "notice.visit_clash.body": (
        "“{title}” (owner {owner}): your customer expects {engineer} in the window {window}, and"
        " the customer of {other} in the window {other_window} (owner {other_owner}). {settle} and tell that customer"
        " while they can still plan."
    ),
    "visit_clash.two": "Please agree which of the two is moved or given to a colleague,",
    "visit_clash.one": "Both are yours: please decide which of the two is moved or given to a colleague,",
    "about.visit_clash": "an engineer expected at two doors",
    "about.visit_arranged": "a visit to make",
    "about.visit_stands": "a visit that stands after all",
    "about.visit_moved": "a visit moved",
    "about.visit_off": "a visit called off",
    "about.visit_due_soon": "visit due soon",
    "about.visit_remind_customer": "remind the customer of the visit",
    "about.visit_missed": "nobody came",
    "about.visit_missed_after_all": "nobody came after all",
    "about.visit_late": "came too late",
    "about.late_apology": "for a visit that began too late",
    "about.visit_moved_too_often": "visit moved too often",
    "about.visit_apology": "for a visit that did not take place",
    "about.visit_moved_apology": "for a visit moved too often",
    "about.customer_absent": "nobody was at home",
    "about.visit_report_waived": "a report no longer asked for",
    "about.visit_report_owed": "a report asked for again",
    "about.visit_report_overdue": "report on a visit overdue",
    "details.visits": "### Visits",
    "details.visit": "- {engineer}, {window} ({visit_status})",
    "details.visit.report": "- {engineer} was there {at}; report due {due}",
    "details.promise.visit": "- {owner} comes, {window}",
    "why.eve": "{due}: in waking hours on the day before the visit ({anchor_at}), on which nobody works.",
    "why.day_before": (
        "{due}: shortly before people go home on the last working day before the visit ({anchor_at})."
    ),
    "owed.visit": "Be at {customer}’s door within the promised window.",
    "owed.visit.planned": "Be at {customer}’s door within the window that they were offered; they have not agreed to it yet.",
    "owed.report": "Report on the visit at {customer}’s.",
}
