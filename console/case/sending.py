"""What is filled in, asked of the API: as a body, with the times in words, and not when it would mean something else now."""

from datetime import datetime
from typing import Any

from console.door import Answer, NotAnswered, is_key
from console.forms.known import Known
from console.forms.meaning import MEANT, OFFERED, OFFERED_BY, VERSION, meant
from console.forms.reading import Posted, at_in, body_of
from console.forms.table import fields_at, route_at
from console.visit import Visit
from messages.letters.brackets import with_time
from messages.times import moment

PROMISE, SUBJECT, TIME = "next_promise", "subject", "latest_by"


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
    if PROMISE in body:
        _leave_out_suggested(body, form, visit.zone)
    _say_the_time(body, visit)
    return body


def _leave_out_suggested(body: dict[str, Any], form: Posted, zone: str) -> None:
    """What we suggested promises nothing where nobody chose a time for it, or nobody could hear of that which we chose."""
    promise = body[PROMISE]
    is_ours = promise.get("subject") == form.one(OFFERED) and len(promise) <= len((SUBJECT, TIME))
    is_heard = body.get("reached", True) or body.get("left_message", False)
    at = promise.get(TIME)
    if is_ours and (at is None or (not is_heard and at == at_in(zone, form.one(OFFERED_BY)))):
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
