"""The daily look at what is left with somebody who is not here any more."""

from collections.abc import Collection, Iterable
from datetime import datetime

from db import inbox, people
from db.leaving import left_behind
from db.people import Person, UnknownPerson
from db.session import Database
from messages.leaving import left_behind_notice


async def tell_of_left_behind(
    database: Database, now: datetime, on_its_way: Collection[tuple[str, str]] = ()
) -> None:
    """Tell leads and supervisors of the team, and the admins, once a day for each who left. What is `on_its_way` to
    somebody else, by handle and case, is nobody's to see to."""
    left = (await left_behind(database)).items()
    stay = {who: tuple(n for n in those if (who, n) not in on_its_way) for who, those in left}
    behind = {handle: numbers for handle, numbers in stay.items() if numbers}
    if not behind:
        return
    everybody = await people.list_people(database, with_inactive=True)
    by_handle = {person.handle: person for person in everybody}
    for handle, numbers in behind.items():
        gone = by_handle.get(handle)
        who = gone.name if gone else handle
        for person in _who_hears(gone, everybody):
            text = left_behind_notice(who, numbers, person.language)
            item = inbox.InboxItem(
                id=f"left:{handle}:{now.date().isoformat()}:{person.handle}",
                person=person.handle,
                number=numbers[0] if len(numbers) == 1 else None,
                about="left_behind",
                title=text.title,
                body=text.detail,
                params={"who": who, "cases": ", ".join(numbers)},
                ref=None,
                created_at=now,
            )
            try:
                await inbox.put(database, item)
            except UnknownPerson:
                continue  # left between our two looks; the others know


def _who_hears(gone: Person | None, everybody: Iterable[Person]) -> list[Person]:
    """Leads and supervisors of the team; where it has none, those of all teams. The admins always."""
    here = [person for person in everybody if person.active]
    above = [person for person in here if person.line in ("lead", "supervisor")]
    near = [person for person in above if gone is None or person.team == gone.team]
    admins = [person for person in here if "admin" in person.roles and person not in above]
    return [*(near or above), *admins]
