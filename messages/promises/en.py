"""What is said of promises, in English."""

TEXTS: dict[str, str] = {
    "promise.named": "“{subject}” (due {due})",
    "promise_status.open": "open",
    "promise_status.kept": "kept",
    "promise_status.attempted": "attempted",
    "promise_status.renegotiated": "renegotiated",
    "promise_status.broken": "broken",
    "promise_status.corrected": "kept after all",
    "promise_status.released": "released",
    "promise_kind.callback": "promised callback",
    "promise_kind.first_feedback": "first feedback",
    "promise_kind.check_in": "check-in",
    "promise_kind.progress": "progress report",
    "promise_kind.milestone": "milestone",
    "promise_kind.revisit": "revisit",
    "promise_kind.visit": "visit on site",
    "command.make_promise": "make a promise",
    "command.renegotiate_promise": "renegotiate a promise",
    "command.release_promise": "release a promise",
    "field.latest_by": "latest by",
    "field.expected_by": "expected by",
    "field.subject": "a subject",
    "anchor.broken": "the promise was broken",
    "anchor.attempted": "we tried to reach the customer in vain",
    "let_go.another_rhythm": "the customer is called at another pace now",
    "let_go.contact_disproved": "the try before it never took place, and the promise stands again at its own time",
    "let_go.one_is_enough": "another call of that kind is due sooner, and one is enough",
    "let_go.break_corrected": "the promise before it was kept after all",
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
        "Case {number} has no such promise; its open promises are: {open}."
    ),
    "refusal.promise_ended.title": "The promise has ended",
    "refusal.promise_ended.detail": (
        "The promise {promise} of case {number} has ended already ({status}); make a new one."
    ),
    "refusal.promise_goes_on.title": "Another promise stands in its place",
    "refusal.promise_goes_on.detail": (
        "The promise {promise} of case {number} has ended already ({status}). In its place stands the promise"
        " {goes_on_as}; that is the one to go by."
    ),
    "refusal.promise_due_passed.title": "Too late to move this promise",
    "refusal.promise_due_passed.detail": (
        "The promise {promise} of case {number} was due {due}, so it can't be moved any more. Contact"
        " the customer now and make a new promise."
    ),
    "refusal.release_unsaid.title": "Nobody has heard that from the customer",
    "refusal.release_unsaid.detail": (
        "The promise {promise} of case {number} was made {since}, and no word from the customer has come"
        " since. If they said that they no longer need it, log that conversation first; if it only has to be"
        " later, move it and tell them so. What was promised by mistake a lead can let go of."
    ),
    "refusal.release_unread.title": "The customer has written, and nobody has read it",
    "refusal.release_unread.detail": (
        "A call is owed to the customer of case {number}, for they waited in vain. Since then they have written"
        " ({message}), and nobody has answered or marked it. Please read it first. If they say that they need no call any"
        " more, answer them, or mark the message as thanks; then {promise} can be let go."
    ),
    "refusal.promise_made_later.title": "The promise came after the conversation",
    "refusal.promise_made_later.detail": (
        "The promise {promise} of case {number} was made {since}, after this conversation ({at}), so it"
        " can't have kept it; check the time or leave the promise out."
    ),
    "event.promise_made": "{owner} is to contact the customer about “{subject}” by {due}.",
    "event.promise_made.expected": (
        "{owner} is to contact the customer about “{subject}”, expected {expected}, by {due} at"
        " the latest."
    ),
    "event.promise_joined": "{by} gave the promise {promise} once more; it stands as it is.",
    "event.promise_kept": "The promise {promise} was kept.",
    "event.promise_attempted": "For the promise {promise} we tried the customer in time, and didn't reach them.",
    "event.promise_attempted.message": "For the promise {promise} the customer was called in time but not reached; a message was left.",
    "event.promise_attempted.visit": "For the promise {promise} somebody was at the door in time, and nobody opened.",
    "event.promise_renegotiated": "{by} moved the promise {promise}, told to the customer {told_at}: {reason}.",
    "event.promise_released": "The customer no longer needs the promise {promise}: {reason}.",
    "event.promise_released.by_rule": "The promise {promise} was let go: {reason}.",
    "event.promise_reminded": "A reminder went out for the promise {promise}.",
    "event.promise_broken.overdue": "The promise {promise} was broken: the time passed without a word to the customer.",
    "event.promise_broken.renegotiated_too_often": "The promise {promise} was broken: it was moved once too often.",
    "event.attempt_disproved": "The contact logged for the promise {promise} never took place, so it counts as broken.",
    "event.attempt_disproved.ahead": (
        "The contact logged for the promise {promise} never took place; its time is still to come, so it is owed again."
    ),
    "event.attempt_disproved.let_go": (
        "The customer never said that they no longer need the promise {promise}; nobody kept it, so it counts as broken."
    ),
    "event.attempt_disproved.let_go.ahead": (
        "The customer never said that they no longer need the promise {promise}; its time is still to come, so it is owed again."
    ),
    "event.attempt_disproved.ended": (
        "The promise {promise} had been let go of with an end of the case that was an error: nobody kept it, so it counts as broken."
    ),
    "event.attempt_disproved.ended.ahead": (
        "The promise {promise} had been let go of with an end of the case that was an error: its time is ahead, and it is owed again."
    ),
    "event.attempt_disproved.visit": (
        "It turned out that nobody was at the door for the promise {promise}, so it counts as broken. {by} put it right: {reason}."
    ),
    "event.break_corrected": "The promise {promise} was kept in time after all; the contact came to light later.",
    "event.break_corrected.near": (
        "The promise {promise} was only made in place of {stood_in_for}, which was kept in time after all; so this one"
        " counts as broken no more."
    ),
    "brief.promise_made": "promise “{subject}” by {owner}, due {due}",
    "brief.promise_joined": "promise {promise} given again",
    "brief.promise_kept": "promise {promise} kept",
    "brief.promise_attempted": "promise {promise} attempted",
    "brief.promise_renegotiated": "promise {promise} renegotiated",
    "brief.promise_released": "promise {promise} released",
    "brief.promise_reminded": "reminder for promise {promise}",
    "brief.promise_broken": "promise {promise} broken",
    "brief.attempt_disproved": "promise {promise} not kept, as came to light later",
    "brief.break_corrected": "promise {promise} kept after all",
    "deadline.promise_reminder": "Remind {owner} of the promise about “{subject}”, {due}",
    "deadline.promise": "Promised callback by {owner} about “{subject}”, due {due}",
    "notice.promise_due_soon.title": "{number}: promised callback due {due}",
    "notice.promise_due_soon.body": "“{title}”: {said}",
    "promise.told.promise_due_soon": (
        "the customer was told they would hear about “{subject}” by {due}. If there is no"
        " news, that is still worth a call; if the time can't be held, tell the customer before it"
        " is due."
    ),
    "promise.ruled.promise_due_soon": (
        "it is time for a word to the customer, by {due} (“{subject}”). Nobody has named them that time; our own"
        " rule asks for it, so that they don't wait in silence. If there is no news, that is still worth a call."
    ),
    "notice.promise_broken.title": "{number}: a promise was broken",
    "notice.promise_broken.body": ("“{title}” (owner {owner}): {said} {instead}"),
    "promise.instead.call": "A call is due soon in its place. Please contact the customer first and explain afterwards.",
    "promise.instead.met": "No other call is owed for it. Please see that the customer has heard an honest word about the delay.",
    "promise.instead.over": "The case asks for no call in its place any more; the break stays on record.",
    "promise.told.late": (
        "The customer was told they would hear about “{subject}” by {due}, and we spoke to them only after that."
    ),
    "promise.ruled.late": (
        "By our own rule the customer was to have a word from us by {due} (“{subject}”), and we spoke to them only after"
        " that. Nobody had named them that time."
    ),
    "promise.told.promise_broken": (
        "the customer was told they would hear about “{subject}” by {due}, and that did not happen."
    ),
    "promise.ruled.promise_broken": (
        "by our own rule the customer was to have a word from us by {due} (“{subject}”), and that did not happen."
        " Nobody had named them that time, but they have been left without a word."
    ),
    "promise.tried.promise_broken": (
        "we left the customer a message about “{subject}” and were to try again by {due}. That did not happen."
    ),
    "notice.promise_moved_too_often.title": "{number}: a promise was moved once too often",
    "notice.promise_moved_too_often.body": (
        "“{title}” (owner {owner}): the customer was to hear about “{subject}” by {due}, and now it is later once more. To the"
        " customer that is a broken promise. Please keep the new time, whatever it takes."
    ),
    "notice.promise_broken_again.title": "{number}: a promise was broken again",
    "notice.promise_broken_again.body": (
        "“{title}” (owner {owner}): it has happened again. {said} The case has been escalated; the customer should now hear from us in person."
    ),
    "promise.told.promise_broken_again": (
        "The customer was told they would hear about “{subject}” by {due} and waited in vain."
    ),
    "promise.ruled.promise_broken_again": (
        "By our own rule the customer was to have a word from us by {due} (“{subject}”), and once more it stayed silent."
    ),
    "promise.tried.promise_broken_again": (
        "The customer had a message from us about “{subject}”, and nobody tried again by {due}, as was to be done."
    ),
    "notice.break_corrected.title": "{number}: the promise was kept after all",
    "notice.break_corrected.body": (
        "“{title}”: a contact about “{subject}” took place in time and was logged later. The break stays on record as corrected; nothing more to do for it."
    ),
    "notice.moved_apology.title": "{number}: an apology to send, the time was moved again",
    "notice.moved_apology.body": (
        "“{title}”: the customer was to hear about “{subject}” by {due}, and the time was moved once more. Below is a draft:"
        " put it in your own words, and send it soon."
    ),
    "notice.apology_draft.title": "{number}: an apology to send",
    "notice.apology_draft.body": (
        "“{title}”: {said} Here is a draft; make it your own and send it as soon as you can."
    ),
    "promise.told.apology_draft": (
        "the customer waited in vain for a word about “{subject}” (promised by {due})."
    ),
    "promise.ruled.apology_draft": (
        "the customer has been left without a word about “{subject}” (due {due} by our own rule; nobody had named them"
        " that time)."
    ),
    "promise.tried.apology_draft": (
        "the customer had a message from us about “{subject}”, and nobody tried again by {due}, as was to be done."
    ),
    "notice.keeper": "It was {keeper} who was to keep it.",
    "notice.moved_to": "The new time is {moved_to}.",
    "notice.tried_in_vain.title": "{number}: nobody gets through to the customer",
    "notice.tried_in_vain.body": (
        "“{title}” (owner {owner}): we try and try, and the customer does not answer. Nothing has been"
        " heard from them since {since}; the latest tries: {tried}. With every message we leave the promise moves"
        " on, so it could go on like this for a long time. Please look at it together: another number, another hour, another person, or a few lines"
        " that say how to reach us."
    ),
    "notice.again": (
        "It is not the first promise broken on this case, so it has been escalated; the customer should"
        " hear from us in person."
    ),
    "about.promise_due_soon": "promise due soon",
    "about.promise_broken": "promise broken",
    "about.promise_moved_too_often": "promise moved too often",
    "about.moved_apology": "for a promise moved too often",
    "about.promise_broken_again": "promise broken again",
    "about.break_corrected": "promise kept after all",
    "about.tried_in_vain": "customer not reached",
    "about.apology_draft": "for a broken promise",
    "details.breaks": "- **Broken promises** {count}",
    "details.promises": "### Promises to the customer",
    "details.promise": "- {owner} about “{subject}”, by {due}",
    "details.promise.expected": "- {owner} about “{subject}”, expected {expected}, by {due} at the latest",
    "details.no_promise": "- none open",
    "why.same_day": (
        "{due} is the end of a working day: we tried to reach the customer in vain ({anchor_at}) and are to try again."
    ),
    "owed.promise.progress": "Give {customer} a word on how things stand, also if there is nothing new.",
    "owed.promise": "Contact {customer}, as promised, about “{subject}”.",
}
