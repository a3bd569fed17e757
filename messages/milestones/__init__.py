"""Milestones: what the customer hears of, and by when. They are promises of a kind."""

from collections.abc import Sequence
from datetime import datetime

from domain.case import Case
from domain.case.promises import Promise
from domain.milestones import Proposal, proposals
from messages.milestones import en, zh_cn
from messages.telling import Telling
from messages.text import numbered
from messages.voice import Voice


def _variables(case: Case, voice: Voice, now: datetime) -> dict[str, str]:
    """Those promised and still open; before the confirmation, those that confirming now would promise."""
    ahead: Sequence[Promise | Proposal]
    if case.is_confirmed:
        ahead = [p for p in case.open_promises if p.kind == "milestone"]
    else:
        ahead = proposals(case.rules, case.complexity or "medium", now)
    lines = [
        voice.say("draft.milestone", subject=each.subject, due=voice.moment(each.latest_by))
        for each in ahead
    ]
    return {"milestones": numbered(lines)}


TELLING = Telling(en=en.TEXTS, zh_cn=zh_cn.TEXTS, variables=_variables)
