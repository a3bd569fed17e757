"""A day, a list, a case and a receipt in words. What people said or typed stands within the fence."""

from collections.abc import Iterable, Mapping
from typing import Any

from assistants.fence import line, words
from assistants.words import say
from console.forms.fields import Field
from console.forms.table import route_at
from console.speech import Speech

MOST_TEXTS = 5
"""Messages that wait for an answer, shown whole."""
Found = Mapping[str, Any]


def day(agenda: Found, inbox: Found, t: Speech, name: str) -> str:
    """What is owed, and what somebody was told."""
    lines = []
    for key, overdue in (("day.overdue", True), ("day.ahead", False)):
        owed = [each for each in agenda["items"] if each["overdue"] is overdue]
        if owed:
            lines += [_heading(t, key), *(_owed(each, t) for each in owed)]
    if not lines:
        lines.append(say(t.language, "day.nothing", name=line(name)))
    if agenda["next"]:
        lines.append(say(t.language, "more"))
    if inbox["items"]:
        lines += [_heading(t, "day.notices")]
        lines += [
            f"- {t.moment(each['created_at'])} {each['number'] or ''} {line(each['title'])} {words(each['body'])}"
            for each in inbox["items"]
        ]
    return "\n".join(lines)


def _owed(owed: Found, t: Speech) -> str:
    return (
        f"- {t.moment(owed['due_at'])} {owed['number']} {line(owed['says'])} {line(owed['title'])}"
    )


def cases(page: Found, t: Speech) -> str:
    """A list, a line for each case."""
    lines = [
        f"- {each['number']} {line(each['title'])}: {each['priority']}, {t.word('phase', each['phase'])},"
        f" {t.word('sla_state', each['sla_state'])}, {line(each['owner'])}"
        for each in page["items"]
    ]
    if not lines:
        return say(t.language, "cases.none")
    if page["next"]:
        lines.append(say(t.language, "more.next", cursor=page["next"]))
    return "\n".join(lines)


def case(
    seen: Found,
    due: Found,
    timeline: Found,
    ways: Found | None,
    names: Mapping[str, str],
    t: Speech,
) -> str:
    """One case with all it takes to go on with it."""
    lines = [f"# {seen['number']} {line(seen['title'])}", *_who(seen, names, t)]
    if seen["description"].strip():
        lines += [_heading(t, "case.description"), words(seen["description"])]
    waiting = [each for each in seen["messages"] if each["awaits_answer"]][-MOST_TEXTS:]
    if waiting:
        lines.append(_heading(t, "case.waits"))
        for each in waiting:
            head = f"- {each['id']} {t.moment(each['received_at'])} {t.word('channel', each['channel'])}"
            lines.append(" ".join([head, *map(words, each["words"].values())]))
    if promises := open_promises(seen, names, t):
        lines += [_heading(t, "case.promises"), *(f"- {each}" for each in promises)]
    if due["items"]:
        lines += [_heading(t, "case.due")]
        lines += [f"- {line(each['says'])} {line(each['explanation'])}" for each in due["items"]]
    lines += [_heading(t, "case.timeline"), *happened(timeline["items"], t)]
    lines += [_heading(t, "case.next"), *_next(seen, ways, t), *_asks(seen, t)]
    if seen["notes"]:
        lines.append(say(t.language, "case.notes", count=seen["notes"]))
    return "\n".join(lines)


def _who(seen: Found, names: Mapping[str, str], t: Speech) -> Iterable[str]:
    level = t.word("customer_level", seen["customer_level"])
    yield say(t.language, "case.customer", name=customer(seen), level=level)
    yield say(
        t.language,
        "case.state",
        stage=line(seen["stage_label"]),
        priority=t.word("priority", seen["priority"]),
        emotion=t.word("emotion", seen["emotion"]),
        state=t.word("sla_state", seen["sla_state"]),
        owner=person(seen["owner"], names),
        tier=seen["tier"],
    )
    if seen["red_line"]:
        yield say(t.language, "case.red_line", at=t.moment(seen["red_line"]))


def customer(seen: Found) -> str:
    """The customer of a case by name."""
    return line((seen["person"] or {}).get("name") or "")


def person(handle: str, names: Mapping[str, str]) -> str:
    """A colleague by name and handle."""
    return f"{line(names[handle])} ({handle})" if names.get(handle, handle) != handle else handle


def open_promises(seen: Found, names: Mapping[str, str], t: Speech) -> list[str]:
    """What is promised in a case, each with the id under which it is moved."""
    return [
        say(
            t.language,
            "case.promise",
            id=each["id"],
            about=line(each["about"]),
            at=t.moment(each["latest_by"]),
            owner=person(each["owner"], names),
        )
        for each in seen["promises"]
        if each["status"] == "open"
    ]


def happened(entries: Iterable[Found], t: Speech) -> list[str]:
    """Lines of a timeline that came newest first, the oldest above."""
    return [f"- {t.moment(each['at'])} {line(each['line'])}" for each in reversed(list(entries))]


def _next(seen: Found, ways: Found | None, t: Speech) -> Iterable[str]:
    """What leads on from here; with the reasons of what is shut, where the API tells."""
    if ways is None:
        start = f"POST /v1/cases/{seen['number']}/"
        for request, stages in seen["leads_to"].items():
            if route := route_at(request.removeprefix(start)):
                called = [seen["stages"].get(each, each) for each in stages]
                yield f"- {_way(route.name, called, t)}"
        return
    for way in ways["items"]:
        if not way["leads_to"]:
            continue
        if way["open"]:
            yield f"- {_way(way['verb'], [each['label'] for each in way['leads_to']], t)}"
        elif way["refusal"]:
            why = line(f"{way['refusal']['title']}. {way['refusal']['detail']}")
            what = t(f"form.{way['verb']}")
            yield f"- {say(t.language, 'case.shut', what=what, why=why)}"


def _way(verb: str, stages: Iterable[str], t: Speech) -> str:
    called = t("list.comma").join(map(line, stages))
    return say(t.language, "case.way", what=t(f"form.{verb}"), stages=called)


def _asks(seen: Found, t: Speech) -> Iterable[str]:
    if not seen["asks"]:
        return
    yield _heading(t, "case.asks")
    for each in seen["asks"]:
        known = seen["facts"].get(each["name"])
        yield "- " + say(
            t.language,
            "case.ask",
            name=each["name"],
            label=line(each["label"]),
            choices=t("list.comma").join(
                f"{it['value']} = {it['label']}" for it in each["choices"]
            ),
            known=say(t.language, "case.known", value=line(known))
            if known
            else say(t.language, "case.missing"),
        )


def arguments(
    verb: str, fields: Mapping[str, Field], given: Found, seen: Found, t: Speech, prefix: str = ""
) -> Iterable[str]:
    """What was handed to a tool for a case, each field as the forms call it. `fields` are those of the command's body."""
    for name, value in given.items():
        place = f"{prefix}{name}"
        if isinstance(value, Mapping):
            yield from arguments(verb, fields, value, seen, t, f"{place}.")
        elif value not in (None, [], ""):
            said = _value(verb, fields[place], value, seen, t)
            yield say(t.language, "field", field=t.field(verb, place), why=said)


def _value(verb: str, field: Field, value: Any, seen: Found, t: Speech) -> str:
    if isinstance(value, list):
        return t("list.comma").join(_value(verb, field, each, seen, t) for each in value)
    if field.choices:
        return t.choice(verb, field.last, str(value))
    match field.kind:
        case "moment" | "moments":
            return t.moment(value)
        case "tick":
            return say(t.language, "yes" if value else "no")
        case _:
            about = (each["about"] for each in seen["promises"] if each["id"] == value)
            return words(next(about, str(value)))


def receipt(answer: Found, entries: Iterable[Found], t: Speech) -> str:
    """What a command has done."""
    lines = [say(t.language, "done", number=answer["number"]), *happened(entries, t)]
    if answer.get("next_promise_due"):
        lines.append(say(t.language, "done.promise", at=t.moment(answer["next_promise_due"])))
    return "\n".join(lines)


def problem(said: Found, t: Speech, status: int) -> str:
    """Why the API said no, with each field."""
    lines = [say(t.language, "refused", title=said["title"].rstrip(".。")), line(said["detail"])]
    for each in said.get("errors", ()):
        if each.get("message"):
            lines.append(
                f"- {say(t.language, 'field', field=each['field'], why=line(each['message']))}"
            )
        else:
            lines.append(f"- {each['field']}")
    if status >= 500:
        lines.append(say(t.language, "again"))
    return "\n".join(lines)


def _heading(t: Speech, key: str) -> str:
    return f"## {say(t.language, key)}"
