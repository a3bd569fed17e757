"""The tools: what each takes, what it asks of the API, and what it answers in words."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from api.wire import In
from assistants import telling
from assistants.arguments import Number, OfCase, commands, of_command, of_query
from assistants.confirming import Confirmations, NotConfirmed, Repeats
from assistants.door import Away, Door, Refused, Stranger
from assistants.fence import line, words
from assistants.words import ASKS_FIRST, DATA, REPEATS, say
from console.forms.fields import fields_of
from console.speech import Speech
from domain.plan.terms import Language
from messages.letters.letter import Occasion

MOST_OWED, MOST_NOTICES, MOST_EVENTS = 50, 20, 15
"""What a model reads in one go."""
MOST_SINCE = 50
"""How far back we look for what a command did; of one that is repeated later only the receipt is told."""


class Nothing(In):
    """A tool that takes no arguments."""


class DraftOf(In):
    """What a draft is for."""

    number: Number
    occasion: Occasion = "progress"
    language: Language | None = None


class Sorry(Exception):
    """The tool can't; the text says why, and what to do."""


@dataclass(frozen=True)
class Me:
    """Whoever's key it is."""

    handle: str
    name: str
    language: Language
    zone: str
    now: datetime

    @classmethod
    async def at(cls, door: Door) -> "Me":
        """As the API knows them. Raises Refused for a key it doesn't know."""
        said = await door.get("me")
        known = {name: said[name] for name in ("handle", "name", "language", "zone")}
        return cls(**known, now=datetime.fromisoformat(said["now"]))

    @property
    def speech(self) -> Speech:
        return Speech(self.language, self.zone, self.now)


@dataclass(frozen=True)
class Call:
    """One call of a tool by an assistant."""

    door: Door
    me: Me
    confirmations: Confirmations
    repeats: Repeats
    arguments: Mapping[str, Any]
    """None of them is null: models write null for what they leave out."""

    @property
    def t(self) -> Speech:
        return self.me.speech

    def say(self, key: str, **params: object) -> str:
        return say(self.me.language, key, **params)

    async def get(self, *places: str, **query: Any) -> Any:
        return await self.door.get(*places, language=self.me.language, query=query)

    async def names(self) -> dict[str, str]:
        """Colleagues by handle."""
        return {each["handle"]: each["name"] for each in (await self.get("people"))["items"]}


@dataclass(frozen=True)
class Tool:
    """`verb` is the command it asks, empty for one that only looks; `confirmed`: the customer will notice."""

    name: str
    takes: type[BaseModel]
    run: Callable[[Call], Awaitable[str]]
    verb: str = ""
    confirmed: bool = False

    def description(self, language: Language) -> str:
        """What a model reads of it before it is used."""
        parts = [say(language, f"tool.{self.name}.detail")]
        if self.verb:
            parts.append((ASKS_FIRST if self.confirmed else REPEATS).text(language))
        parts.append(DATA.text(language))
        return "\n".join(parts)


async def my_day(call: Call) -> str:
    agenda = await call.get("agenda", limit=MOST_OWED)
    inbox = await call.get("inbox", unread_only=True, limit=MOST_NOTICES)
    return telling.day(agenda, inbox, call.t, call.me.name)


async def find_cases(call: Call) -> str:
    return telling.cases(await call.get("cases", **call.arguments), call.t)


async def look_at(call: Call) -> str:
    number = call.arguments["number"]
    seen = await call.get("cases", number)
    due = await call.get("cases", number, "deadlines")
    timeline = await call.get("cases", number, "timeline", newest_first=True, limit=MOST_EVENTS)
    return telling.case(seen, due, timeline, await ways(call, number), await call.names(), call.t)


async def ways(call: Call, number: str) -> Any:
    """What can be asked of a case now and why the rest is shut; None from an API that doesn't tell."""
    try:
        return await call.get("cases", number, "ways")
    except Refused as error:
        if error.status != 404:
            raise
        return None


async def draft_contact(call: Call) -> str:
    given = dict(call.arguments)
    number = given.pop("number")
    draft = await call.get("cases", number, "draft", **given)
    lines = [call.say("draft.head", number=number)]
    for part in draft["order"]:
        lines += [f"## {call.t.word('part', part)}", words(draft["parts"][part])]
    return "\n".join(lines)


def asks(verb: str, *, confirmed: bool) -> Callable[[Call], Awaitable[str]]:
    """A tool that asks a command of a case."""

    async def run(call: Call) -> str:
        given = {n: v for n, v in call.arguments.items() if n != "confirmation"}
        who = call.me.handle
        if confirmed:
            token = call.arguments.get("confirmation")
            if not token:
                return await preview(call, verb, given)
            try:
                key = call.confirmations.key(token, who, verb, given)
            except NotConfirmed as error:
                raise Sorry(call.say(f"confirm.{error.why}")) from error
        else:
            key = call.repeats.key(who, verb, given)
        try:
            return await command(call, verb, given, key)
        except Refused as error:
            if error.status < 500:
                call.repeats.forget(who, verb, given)
            raise Sorry(telling.problem(error.problem, call.t, error.status)) from error

    return run


async def command(call: Call, verb: str, given: Mapping[str, Any], key: str) -> str:
    """Ask it, and tell what came of it."""
    path = commands()[verb].path.removeprefix("/v1/")
    places = [part.format(**given) for part in path.split("/")]
    body = {name: value for name, value in given.items() if f"{{{name}}}" not in path}
    answer = await call.door.post(*places, body=body, key=key, language=call.me.language)
    number = given["number"]
    if answer.status == 202 and answer.body["status"] != "done":
        return f"{call.say('received', number=number)} {line(answer.body['detail'])}"
    return telling.receipt(answer.body, await happened(call, answer.body), call.t)


async def happened(call: Call, receipt: Mapping[str, Any]) -> list[Any]:
    """What a command has done, from the timeline; of a repeat, what it did then. It is done, whether that can be read just
    now or not."""
    last = receipt["version"]
    with suppress(Refused, Away, Stranger):
        newest = await call.get(
            "cases", receipt["number"], "timeline", newest_first=True, limit=MOST_SINCE
        )
        first = last - len(receipt["events"])
        return [each for each in newest["items"] if first < each["sequence"] <= last]
    return []


async def preview(call: Call, verb: str, given: Mapping[str, Any]) -> str:
    """What would be done, in words, and the confirmation with which it is."""
    number = given["number"]
    seen = await call.get("cases", number)
    lines = [
        call.say(
            "confirm.head",
            number=number,
            title=line(seen["title"]),
            customer=telling.customer(seen),
        ),
        f"# {call.t(f'form.{verb}')}",
    ]
    if promise := given.get("promise"):
        lines.append(await _so_far(call, seen, promise))
    if verb == "contact" and not given.get("occurred_at"):
        lines.append(call.say("confirm.now"))
    left = {name: value for name, value in given.items() if name not in ("number", "promise")}
    body = commands()[verb].body
    assert body is not None
    lines += [f"- {each}" for each in telling.arguments(verb, fields_of(body), left, seen, call.t)]
    token = call.confirmations.token(call.me.handle, verb, given)
    tool = next(each.name for each in TOOLS if each.verb == verb)
    lines.append(call.say("confirm.tail", name=line(call.me.name), tool=tool, token=token))
    return "\n".join(lines)


async def _so_far(call: Call, seen: Mapping[str, Any], promise: str) -> str:
    """The promise that is to be moved. Raises Sorry for one that isn't open."""
    for each in seen["promises"]:
        if each["id"] == promise and each["status"] == "open":
            at = call.t.moment(each["latest_by"])
            return call.say("confirm.from", about=line(each["about"]), at=at)
    known = telling.open_promises(seen, await call.names(), call.t)
    listed = "; ".join(known) or call.say("none")
    raise Sorry(
        call.say("unknown_promise", number=seen["number"], promise=line(promise), open=listed)
    )


def _command(name: str, verb: str, *, confirmed: bool) -> Tool:
    takes = of_command(verb, confirmed=confirmed)
    return Tool(name, takes, asks(verb, confirmed=confirmed), verb, confirmed)


FILTERS = (
    "owner",
    "team",
    "phase",
    "priority",
    "stage",
    "sla_state",
    "customer",
    "sort",
    "descending",
    "limit",
    "cursor",
)
TOOLS: tuple[Tool, ...] = (
    Tool("my_day", Nothing, my_day),
    Tool("find_cases", of_query("/v1/cases", *FILTERS), find_cases),
    Tool("case", OfCase, look_at),
    Tool("draft_contact", DraftOf, draft_contact),
    _command("log_contact", "contact", confirmed=True),
    _command("make_promise", "promise", confirmed=True),
    _command("renegotiate_promise", "renegotiate", confirmed=True),
    _command("add_note", "note", confirmed=False),
    _command("escalate", "escalate", confirmed=False),
)
BY_NAME = {tool.name: tool for tool in TOOLS}
