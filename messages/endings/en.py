"""What is said of endings, in English."""

TEXTS: dict[str, str] = {
    "ending.content": "the customer is content",
    "ending.no_answer": "nobody answered the revisit",
    "ending.one_off": "settled as a one-off case",
    "ending.withdrawn": "withdrawn by the customer",
    "ending.no_agreement": "no agreement; a final written reply was given",
    "command.withdraw": "withdraw the case",
    "command.end_without_agreement": "end without agreement",
    "field.reply": "the final written reply",
    "field.outside_route": "the outside route",
    "let_go.withdrawn": "the customer has withdrawn",
    "let_go.no_agreement": "the case ended without agreement",
    "refusal.promises_open.title": "The customer is still owed a word",
    "refusal.promises_open.detail": (
        "Case {number} still has open promises ({promises}); keep them, or release them with the"
        " customer's consent, and then end the case."
    ),
    "refusal.withdrawal_unsaid.title": "Nobody has heard that from the customer",
    "refusal.withdrawal_unsaid.detail": (
        "Only the customer withdraws case {number}, and no word from them has come since they turned to us, or were last promised"
        " something ({since}). If they said so, log that conversation first; a case that nobody needs a lead can withdraw."
    ),
    "event.case_closed": "The case has ended: {ending}.",
    "brief.case_closed": "ended: {ending}",
    "details.ended": "- **Ended** {at}: {ending}",
    "details.ended_before": "- **Ended before** {at}: {ending}; reopened {reopened_at}",
}
