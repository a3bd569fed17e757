"""Reading a request's JSON: what is none, or more than anybody has to say, is refused with its place.

Everything is bounded before it is parsed: nothing that is sent makes the parser run deep, long or out of
numbers, and nothing that no answer could be written with gets in.
"""

import json
import re
from typing import Any

from fastapi import Request

from api.problem_codes import Either
from api.problems import ApiProblem

DEEPEST = 32
"""Lists and objects within each other. Our own bodies have four."""
MOST_VALUES = 20_000
"""Names and values of one body: more than a thousand payloads to open, the longest list we take."""
LARGEST = 2.0**63
"""Of numbers: beyond it no column and no clock of ours can follow."""

_PARTS = re.compile(
    r"""(?P<string>"(?>[^"\\]+|\\.)*+(?:"|\Z))|(?P<open>[\[{])|(?P<close>[\]}])
      |(?P<number>-?\d[\d.eE+-]*+)|(?P<constant>NaN|-?Infinity)""",
    re.DOTALL | re.VERBOSE,
)
"""What counts in a text of JSON. Possessive, so that no text makes it try twice."""
_IS_NAME = re.compile(r"\s*+:")
_HALF = re.compile(r"[\ud800-\udfff]")
"""Half of a pair of UTF-16: no character, and nothing can be written with it."""

NOT_UTF8 = Either("It is not UTF-8", "内容不是 UTF-8 编码")
NOT_JSON = Either("It is not JSON", "内容不是有效的 JSON")
TOO_DEEP = Either(f"It is nested deeper than {DEEPEST} levels", f"嵌套超过 {DEEPEST} 层")
TOO_MANY = Either(
    f"It has more than {MOST_VALUES:,} names and values", f"名称和值超过 {MOST_VALUES:,} 个"
)
TOO_LARGE = Either("A number is larger than 64 bits hold", "数字过大，超出 64 位")
HALF_A_CHARACTER = Either("A name holds half a character", "字段名中有不完整的字符")


class JsonRequest(Request):
    """A request whose JSON is read by these rules, once."""

    _value: Any = None
    _is_read = False

    async def json(self) -> Any:
        """Raises ApiProblem `body_unreadable`, with the place."""
        if not self._is_read:
            self._value = read_json(await self.body())
            self._is_read = True
        return self._value


def read_json(body: bytes) -> Any:
    """What a body says. Raises ApiProblem `body_unreadable` with what is wrong, and where."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = body[: error.start].decode("utf-8", "replace")
        raise _unreadable(NOT_UTF8, before) from error
    _check_bounds(text)
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise _unreadable(NOT_JSON, text[: error.pos]) from error


def _check_bounds(text: str) -> None:
    """Refuse what is out of bounds; looks no further than the bounds reach."""
    depth = values = 0
    for part in _PARTS.finditer(text):
        kind = part.lastgroup
        depth += (kind == "open") - (kind == "close")
        values += kind != "close"
        wrong = None
        if depth > DEEPEST:
            wrong = TOO_DEEP
        elif values > MOST_VALUES:
            wrong = TOO_MANY
        elif kind == "constant":
            wrong = NOT_JSON
        elif kind == "number":
            wrong = TOO_LARGE if _is_too_large(part[0]) else None
        elif kind == "string" and _is_half_a_name(text, part):
            wrong = HALF_A_CHARACTER
        if wrong:
            raise _unreadable(wrong, text[: part.start()])


def _is_too_large(number: str) -> bool:
    try:
        return not -LARGEST <= float(number) < LARGEST
    except ValueError:
        return False  # no number: said when it is parsed


def _is_half_a_name(text: str, part: re.Match[str]) -> bool:
    """Whether a string is a name with half a character. (In a value it is for the field to say what
    becomes of it.)"""
    if "\\u" not in part[0] or not _IS_NAME.match(text, part.end()):
        return False
    try:
        return _HALF.search(json.loads(part[0])) is not None
    except ValueError:
        return False  # no string: said when it is parsed


def _unreadable(reason: Either, before: str) -> ApiProblem:
    line = before.count("\n") + 1
    column = len(before) - before.rfind("\n")
    return ApiProblem("body_unreadable", fields=("body",), reason=reason, line=line, column=column)
