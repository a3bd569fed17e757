"""The Model Context Protocol over the tools, for one person's assistant."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from mcp import MCPError
from mcp.server import Server, ServerRequestContext
from mcp.server.stdio import stdio_server
from mcp_types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    ToolAnnotations,
)
from mcp_types import Tool as Told

from assistants.arguments import schema, wrong
from assistants.confirming import Confirmations, Repeats
from assistants.door import Away, Door, Refused, Stranger
from assistants.fence import line
from assistants.telling import problem
from assistants.tools import BY_NAME, TOOLS, Call, Me, Sorry, Tool
from assistants.words import DATA, WORDS, say

NAME = "followthrough"


def make_server(
    door: Door, me: Me, key: str, now: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> Server[Any]:
    """A server for whoever's key it is. Their language is asked for anew with each call, for they may change it."""
    confirmations, repeats = Confirmations(key, now), Repeats(now)

    async def list_tools(
        _: ServerRequestContext[Any], __: PaginatedRequestParams | None
    ) -> ListToolsResult:
        try:
            speaks = await Me.at(door)
        except (Refused, Away, Stranger):
            speaks = me  # what can be done doesn't hang on whether it can be done now
        return ListToolsResult(tools=[_told(tool, speaks) for tool in TOOLS])

    async def call_tool(
        _: ServerRequestContext[Any], asked: CallToolRequestParams
    ) -> CallToolResult:
        tool = BY_NAME.get(asked.name)
        if tool is None:
            why = say(me.language, "tool.unknown", tool=line(asked.name))
            raise MCPError(INVALID_PARAMS, why)
        whom = me
        try:
            whom = await Me.at(door)
            given = {n: v for n, v in (asked.arguments or {}).items() if v is not None}
            call = Call(door, whom, confirmations, repeats, given)
            return _answer(await _run(tool, call))
        except Sorry as error:
            return _answer(str(error), is_error=True)
        except Refused as error:
            return _answer(problem(error.problem, whom.speech, error.status), is_error=True)
        except Away:
            return _answer(say(whom.language, "away"), is_error=True)
        except Stranger:
            return _answer(say(whom.language, "stranger"), is_error=True)

    told = say(me.language, "instructions", name=me.name, zone=me.zone)
    return Server(
        NAME,
        title=WORDS["title"].text(me.language),
        instructions=f"{told}\n{DATA.text(me.language)}",
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def _told(tool: Tool, me: Me) -> Told:
    """A tool as a model reads it."""
    title = say(me.language, f"tool.{tool.name}")
    return Told(
        name=tool.name,
        title=title,
        description=tool.description(me.language),
        input_schema=schema(tool.takes, tool.verb, me.speech),
        annotations=ToolAnnotations(
            title=title,
            read_only_hint=not tool.verb,
            destructive_hint=False,  # nothing on record is ever taken away
            idempotent_hint=True,
            open_world_hint=False,
        ),
    )


async def _run(tool: Tool, call: Call) -> str:
    """The tool's answer. Raises Sorry for arguments that can't be used, before anything is asked."""
    if mistakes := wrong(tool.takes, call.arguments, call.t):
        lines = [call.say("wrong")]
        lines += [
            f"- {call.say('field', field=line(field), why=line(why))}" for field, why in mistakes
        ]
        raise Sorry("\n".join(lines))
    return await tool.run(call)


def _answer(text: str, *, is_error: bool = False) -> CallToolResult:
    return CallToolResult(content=[TextContent(text=text)], is_error=is_error)


class CannotStart(Exception):
    """There is nobody to help, or nowhere to ask; the text says why."""


async def serve(address: str, key: str) -> None:
    """Serve an assistant on stdin and stdout until it hangs up. Raises CannotStart."""
    try:
        door = Door.to(address, key)
    except ValueError as error:
        raise CannotStart(f"{address} is no address: {error}") from error
    try:
        server = make_server(door, await _whose(door, address), key)
        async with stdio_server() as (reads, writes):
            await server.run(reads, writes, server.create_initialization_options())
    finally:
        await door.close()


async def _whose(door: Door, address: str) -> Me:
    try:
        return await Me.at(door)
    except Refused as error:
        raise CannotStart(
            f"{address}: {error.problem['title']}. {error.problem['detail']}"
        ) from error
    except Away as error:
        raise CannotStart(f"nothing answers at {address}: {error}") from error
    except Stranger as error:
        raise CannotStart(f"{address}: {say('en', 'stranger')}") from error
