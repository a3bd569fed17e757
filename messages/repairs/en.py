"""What is said of failed repairs and what is offered instead, in English."""

TEXTS: dict[str, str] = {
    "remedy.replacement": "replacement",
    "remedy.refund": "refund",
    "offer_answer.accepted": "accepted",
    "offer_answer.declined": "declined",
    "offer_answer.undecided": "not decided yet",
    "command.offer_remedy": "offer a replacement or a refund",
    "refusal.repair_needs_lead.title": "One more repair is a lead's to promise",
    "refusal.repair_needs_lead.detail": (
        "Failed repairs of this fault on this machine so far: {count}. Whether one more is tried on case {number}, or"
        " the customer gets a replacement or a refund, a lead decides; please ask yours to arrange it."
    ),
    "refusal.remedy_offer_missing.title": "Offer something better first",
    "refusal.remedy_offer_missing.detail": (
        "Repairs of this fault on this machine that have failed, or are still ahead: {count}. Before one more is"
        " promised on case {number}, please offer the customer a replacement or a refund and record the answer."
    ),
    "event.repair_failed": (
        "A repair has failed (visit of {visit}); it is failure no. {count} of this fault on this machine."
    ),
    "event.remedy_offered": "{by} offered the customer a {remedy}: {answer}.",
    "brief.repair_failed": "failed repair no. {count}",
    "brief.remedy_offered": "{remedy} offered: {answer}",
    "notice.repair_failed_again.title": "{number}: the same repair has failed {count} times",
    "notice.repair_failed_again.body": (
        "“{title}” (owner {owner}): {count} repairs of the same fault ({fault}) on the same machine"
        " ({serial_number}) have not held. Before another try, think of a replacement or a refund; the"
        " next attempt may need a lead and such an offer."
    ),
    "about.repair_failed_again": "a repair failed again",
    "details.failed_repairs": "- **Failed repairs** {count}, the same fault on the same machine",
}
