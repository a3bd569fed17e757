"""What leads on from where a case stands, by the requests that do it (REQ B1)."""

from domain.case import Case

REQUESTS: dict[str, tuple[str, ...]] = {
    "ask_questions": ("questions",),
    "complete_stage": ("stages/{stage}/complete",),
    "confirm_complex": ("confirm",),
    "confirm_visit": ("visits/{visit}/confirm", "visits"),
    "end_without_agreement": ("end-without-agreement",),
    "log_contact": ("contacts",),
    "mark_message": ("messages/{message}/mark",),
    "record_answers": ("answers",),
    "record_revisit": ("revisits",),
    "record_verification": ("verification",),
    "report_visit": ("visits/{visit}/report",),
    "resolve": ("resolve",),
    "triage": ("triage",),
    "withdraw": ("withdraw",),
}
"""Where the command that a SOP names is asked for, below the case. (A visit whose window the customer has
agreed to already is confirmed as it is arranged.)"""


def leads_to(case: Case) -> dict[str, list[str]]:
    """The requests that may move the case on from its stage, each with the stages it may lead to. Names in
    braces are for the asker to fill in."""
    ways: dict[str, list[str]] = {}
    for way in case.rules.sop.ways_from(case.stage):
        for request in REQUESTS[way.on]:
            place = request.replace("{stage}", case.stage)
            targets = ways.setdefault(f"POST /v1/cases/{case.number}/{place}", [])
            if way.target not in targets:
                targets.append(way.target)
    return ways
