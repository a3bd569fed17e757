"""What is said of customers' messages, in English."""

TEXTS: dict[str, str] = {
    "verdict.thanks": "thanks",
    "verdict.reopen": "a reason to reopen the case",
    "verdict.new": "a new matter",
    "verdict.answer": "in need of an answer",
    "reopen_cause.asked": "a colleague asked for it",
    "reopen_cause.unmarked": "nobody had marked the message in time",
    "command.customer_said": "pass on the customer's words",
    "command.mark_message": "mark a customer's message",
    "field.message": "the message",
    "anchor.reopened_at": "the case was reopened",
    "anchor.case_closed": "the case was closed",
    "anchor.message_received": "the customer's message arrived",
    "let_go.reopened": "the case was reopened",
    "refusal.unknown_message.title": "No such message",
    "refusal.unknown_message.detail": (
        "Case {number} has no such message; the customer's messages are listed on the case."
    ),
    "refusal.message_unmarked.title": "The customer's message waits to be marked",
    "refusal.message_unmarked.detail": (
        "Case {number} is closed, and the customer's message of {message} waits for somebody to say what it is. Mark it as a"
        " reason to reopen, and the case goes on; or as thanks or a new matter, and it stays closed."
    ),
    "refusal.message_answered.title": "They have had word from us since",
    "refusal.message_answered.detail": (
        "The customer of case {number} has had word from us since their message of {message}, so it waits for nothing any more. If"
        " something is still open, ask them about it while the case is open; what they say of it now is passed on as a new message."
    ),
    "refusal.message_went_on.title": "It has a case of its own",
    "refusal.message_went_on.detail": (
        "The message of {message} on case {number} was marked as a new matter and goes on in case {goes_on_in}. What is to be done about"
        " it is done there: answer the customer in that case, or end it there if it was none."
    ),
    "refusal.message_on_closed_case.title": "The case is closed",
    "refusal.message_on_closed_case.detail": (
        "Case {number} is closed, and nobody answers there. If the message of {message} needs an answer, mark it as a reason to"
        " reopen the case; if it is about something else, as a new matter."
    ),
    "refusal.message_marked.title": "Nothing to mark",
    "refusal.message_marked.detail": (
        "The message of {message} on case {number} has been marked already, or needs no mark; look at the case to"
        " see how it goes on."
    ),
    "event.message_received": "The customer sent us a message ({channel}, {at}).",
    "event.message_received.wordless": "The customer sent us something without words ({channel}, {at}).",
    "event.message_marked.thanks": "{by} marked the message of {message}: the customer says thanks. The case stays closed.",
    "event.message_marked.thanks.open": "{by} marked the message of {message}: the customer says thanks, it needs no answer.",
    "event.message_marked.reopen": "{by} marked the message of {message}: the case is to be reopened.",
    "event.message_marked.answer.instead": (
        "{by} put right how the message of {message} was marked: it was no thanks, and the customer awaits an answer."
    ),
    "event.message_marked.reopen.instead": (
        "{by} put right how the message of {message} was marked: it was no thanks, and the case is to be reopened."
    ),
    "event.message_marked.new.instead": (
        "{by} put right how the message of {message} was marked: it was no thanks, but a new matter, for a case of its own."
    ),
    "event.message_marked.new": "{by} marked the message of {message}: it is a new matter, for a case of its own.",
    "event.words_unanswered": (
        "When the case was closed the customer was still waiting for an answer to what they wrote {message}. Somebody says"
        " by {due} what it is, or the case reopens."
    ),
    "event.words_unanswered.many": (
        "When the case was closed the customer was still waiting for an answer to {count} messages, the first of"
        " {message}. Somebody says by {due} what they are, or the case reopens."
    ),
    "event.case_reopened.asked": "{by} reopened the case because of the message of {message} (reopening {life}).",
    "event.case_reopened.unmarked": "Nobody marked the message of {message} in time, so the case was reopened (reopening {life}).",
    "brief.message_received": "customer's message",
    "brief.message_marked": "message marked by {by}: {verdict}",
    "brief.words_unanswered": "customer's words still to be marked",
    "brief.case_reopened": "reopened ({cause})",
    "deadline.message_mark": "Message of {ref} to be marked by {owner}, else the case reopens, due {due}",
    "notice.customer_said.title": "{number}: the customer has been in touch",
    "notice.customer_said.body": (
        "“{title}”: the customer has sent us {what} ({channel}). {where} The customer is looking forward to your"
        " answer; if it needs none, a thank-you for instance, mark it as thanks."
    ),
    "notice.message_to_mark.title": "{number}: a message on a closed case, to mark by {due}",
    "notice.message_to_mark.body": (
        "“{title}”: the case is closed, and the customer has sent us {what} ({channel}), unanswered so far. {where} Please mark"
        " it by {due}: thanks, a reason to reopen the case, or a new matter; unmarked, it reopens the case."
    ),
    "notice.case_reopened.title": "{number}: the case has been reopened",
    "notice.case_reopened.body": (
        "“{title}” (owner {owner}): the case was closed, the customer has written to us ({channel}), and so it"
        " has been reopened: {cause}. It stands in “{stage}”, with a new time for the solution. Please call"
        " the customer first; nobody should have to tell it all again."
    ),
    "said.one": "a message",
    "said.many": "{count} messages",
    "said.wordless": "something without words",
    "said.where": "You will find the words on the case.",
    "said.where.wordless": "Have a look at it there, or ask what it is about.",
    "refusal.message_on_open_case.title": "The case is not closed",
    "refusal.message_on_open_case.detail": (
        "Case {number} is not closed, so what the message of {message} says belongs to it: answer it, or mark it as"
        " thanks when it needs no answer, and as in need of an answer when that was a mistake. For a new matter open a case of"
        " its own."
    ),
    "about.customer_said": "the customer has been in touch",
    "about.message_to_mark": "a message to mark",
    "about.case_reopened": "case reopened",
    "owed.mark": "Say what {customer}’s message ({channel}) on the closed case is: thanks, a reason to reopen it, or a new matter.",
}
