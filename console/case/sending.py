"""What is filled in, asked of the API: as a body, with the times in words, and not when it would mean something else now."""

from datetime import datetime
from typing import Any

from console.door import Answer, NotAnswered, is_key
from console.forms.known import Known
from console.forms.meaning import MEANT, OFFERED, VERSION, meant
from console.forms.reading import Posted, body_of
from console.forms.table import fields_at, route_at
from console.visit import Visit
from messages.letters.brackets import with_time
from messages.times import moment

PROMISE, TIME = "next_promise", "latest_by"


def version_of(form: Posted) -> int:
    """The version of the case with which a form was drawn; 0 when it doesn't say."""
    told = form.one(VERSION)
    return int(told) if told.isdecimal() and len(told) < 10 else 0


async def means_another(visit: Visit, known: Known, place: str, form: Posted) -> bool:
    """Whether a form means something else than when it was drawn, and nothing was made of it yet: a double click gets
    the first answer."""
    route = route_at(place)
    then = form.one(MEANT)
    if route is None or not then or then == meant(known, route.name):
        return False
    return not await _is_decided(visit, form.one("key"))


async def _is_decided(visit: Visit, key: str) -> bool:
    if not is_key(key):
        return False
    try:
        await visit.door.get(f"commands/{key}")
    except NotAnswered:
        return False
    return True


async def send(visit: Visit, number: str, place: str, form: Posted) -> Answer:
    """One command, as the API takes it at the same address."""
    return await visit.door.post(
        f"cases/{number}/{place}", body_at(visit, place, form), key=form.one("key")
    )


def body_at(visit: Visit, place: str, form: Posted) -> dict[str, Any] | None:
    """The body of a form; None for a command that has none."""
    fields = fields_at(place)
    if fields is None:
        return None
    body = body_of(form, fields, visit.zone)
    if body.get(PROMISE, {}).keys() == {"subject"}:
        _leave_out_suggested(body, form)
    _say_the_time(body, visit)
    return body


def _leave_out_suggested(body: dict[str, Any], form: Posted) -> None:
    """A subject that we suggested, and for which nobody chose a time, promises nothing."""
    if body[PROMISE]["subject"] == form.one(OFFERED):
        del body[PROMISE]


def _say_the_time(body: dict[str, Any], visit: Visit) -> None:
    """The time of the next promise stands in the sentence that says by when: nobody types it twice."""
    at = body.get(PROMISE, {}).get(TIME) or body.get("first_feedback_at")
    said = body.get("parts", {}).get("by_when")
    if not (at and said):
        return
    try:
        due = datetime.fromisoformat(at)
    except ValueError:
        return  # the API says what is wrong with it
    if due.tzinfo:
        body["parts"]["by_when"] = with_time(
            said, lambda language: moment(due, visit.zone, language, visit.now)
        )
