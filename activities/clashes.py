"""Telling both owners of two visits that one engineer is to make at once (REQ B7).

A case knows nothing of another's visits. The API looks before it asks, but two may be arranged at the same
moment, or a lead may have insisted. So what is recorded is looked through every minute, and both owners hear of
it once, long before the day.
"""

from datetime import datetime

from db import cases, inbox, openings, people, visits
from db.people import UnknownPerson
from db.session import Database
from db.visits import Expected
from domain.case.actions import Action
from messages.notices import notice_text

ABOUT = "visit_clash"


async def tell_clashes(database: Database, now: datetime) -> int:
    """Tell of all that nobody has been told of yet; how many notices that took."""
    told = 0
    for one, other in await visits.list_clashes(database, after=now):
        for mine, theirs in {one.owner: (one, other), other.owner: (other, one)}.values():
            told += await _tell(database, mine, theirs, now)
    return told


async def _tell(database: Database, mine: Expected, theirs: Expected, now: datetime) -> bool:
    """Put it into an owner's inbox. A window that was moved is told anew."""
    summary = await cases.get_summary(database, mine.number)
    opening = await openings.get(database, mine.number)
    owner = await people.get(database, mine.owner)
    if not summary or not opening or not owner or not owner.active:
        return False  # nothing is left for long with somebody who is gone: the next look finds the next owner
    pair = sorted((mine, theirs), key=lambda each: (each.number, each.id))
    places = ":".join(f"{each.number}:{each.id}:{each.starts_at:%Y%m%d%H%M}" for each in pair)
    plan = opening.plan
    action = notice_of(mine, theirs, now)
    names = await people.names(database, {mine.engineer, mine.owner, theirs.owner})
    text = notice_text(
        action,
        number=mine.number,
        title=summary.title,
        owner=mine.owner,
        language=owner.language,
        zone=plan.calendars[plan.business].zone,
        people=names,
        now=now,
    )
    item = inbox.InboxItem(
        id=f"{ABOUT}:{places}:{mine.owner}",
        person=mine.owner,
        number=mine.number,
        about=ABOUT,
        title=text.title,
        body=text.detail,
        params=action.params,
        ref=mine.id,
        created_at=now,
    )
    try:
        return await inbox.put(database, item)
    except UnknownPerson:
        return False  # left between our two looks


def notice_of(mine: Expected, theirs: Expected, now: datetime) -> Action:
    """What the owner of one of the two is told."""
    return Action(
        id="-",
        name="notify",
        to=mine.owner,
        about=ABOUT,
        params={
            "visit": mine.id,
            "engineer": mine.engineer,
            "window": _window(mine),
            "other": theirs.number,
            "other_window": _window(theirs),
            "other_owner": theirs.owner,
        },
        ref=mine.id,
        requested_at=now,
    )


def _window(visit: Expected) -> str:
    return f"{visit.starts_at.isoformat()}/{visit.ends_at.isoformat()}"
