"""What is wrong with a field, in words of both languages, by the type pydantic gives the error.

`docs/reference/problems.md` says that `errors` names each field; `type` is for programs, `message` for people.
"""

import re
from collections.abc import Mapping
from typing import Any

from pydantic_core import PydanticCustomError

from api.problem_codes import Either
from domain.plan.terms import Language

LONGEST = 300
"""Characters of a message: what was sent is not sent back in full."""

LONGEST_PLACE = 120
"""Characters of a field's place: names may come from whoever asks."""

FIELD_ERRORS: dict[str, Either] = {
    "missing": Either("It is missing", "缺少此项"),
    "extra_forbidden": Either("There is no such field here", "这里没有这个字段"),
    "string_type": Either("It has to be text", "应为文字"),
    "string_too_short": Either("It may not be empty", "不能为空"),
    "string_too_long": Either(
        "It has more than {max_length} characters", "超过了 {max_length} 个字符"
    ),
    "string_pattern_mismatch": Either(
        "It holds characters that can't be used here; it has to match `{pattern}`",
        "含有此处不能使用的字符，须符合 `{pattern}`",
    ),
    "string_unicode": Either("It holds half a character", "含有不完整的字符"),
    "nul_character": Either("It holds a NUL character (U+0000)", "含有 NUL 字符（U+0000）"),
    "draft_left_open": Either(
        "{place} still stands for what only you know; say it in your own words",
        "{place}还是草稿里的空白，请换成自己要说的话",
    ),
    "no_words": Either("There are no words in it", "没有任何文字内容"),
    "says_nothing": Either(
        "“{text}” says nothing that others could go by; write it in a few words",
        "「{text}」没有说明任何内容，请用几个字写清楚",
    ),
    "not_printable": Either("It holds characters that can't be printed", "含有不可显示的字符"),
    "literal_error": Either("It has to be one of {expected}", "只能是 {expected} 之一"),
    "enum": Either("It has to be one of {expected}", "只能是 {expected} 之一"),
    "int_type": Either("It has to be a whole number", "应为整数"),
    "int_parsing": Either("It has to be a whole number", "应为整数"),
    "int_from_float": Either("It has to be a whole number", "应为整数"),
    "int_parsing_size": Either("The number is too large", "数字过大"),
    "bool_type": Either("It has to be true or false", "只能是 true 或 false"),
    "bool_parsing": Either("It has to be true or false", "只能是 true 或 false"),
    "list_type": Either("It has to be a list", "应为列表"),
    "dict_type": Either("It has to be an object", "应为对象"),
    "model_type": Either("It has to be an object", "应为对象"),
    "model_attributes_type": Either("It has to be an object", "应为对象"),
    "too_long": Either("It has more than {max_length} entries", "超过了 {max_length} 项"),
    "too_short": Either("It needs at least {min_length}", "至少需要 {min_length} 项"),
    "greater_than_equal": Either("It has to be {ge} or more", "不能小于 {ge}"),
    "time_too_early": Either("It lies before {ge}; check the year", "早于 {ge}，请核对年份"),
    "time_too_late": Either("It has to lie before {lt}; check the year", "须早于 {lt}，请核对年份"),
    "greater_than": Either("It has to be more than {gt}", "必须大于 {gt}"),
    "less_than_equal": Either("It has to be {le} or less", "不能大于 {le}"),
    "less_than": Either("It has to be less than {lt}", "必须小于 {lt}"),
    "timezone_aware": Either(
        "The time needs its offset, such as +08:00", "时间须带时区偏移，例如 +08:00"
    ),
    "datetime_type": Either(
        "It has to be a time such as 2026-03-02T09:00:00+08:00",
        "应为时间，例如 2026-03-02T09:00:00+08:00",
    ),
    "datetime_parsing": Either(
        "It has to be a time such as 2026-03-02T09:00:00+08:00",
        "应为时间，例如 2026-03-02T09:00:00+08:00",
    ),
    "datetime_from_date_parsing": Either(
        "It has to be a time such as 2026-03-02T09:00:00+08:00",
        "应为时间，例如 2026-03-02T09:00:00+08:00",
    ),
    "datetime_object_invalid": Either("There is no such time", "没有这样的时间"),
    "nobody_named": Either(
        "Give at least one of name, phone, e-mail and account",
        "请至少填写姓名、电话、邮箱、账号中的一项",
    ),
    "too_little_to_find": Either(
        "That is too little to look for: at least {least} letters of a word, or a number",
        "内容太少，没法查找：至少写一个词里的 {least} 个字，或者一个编号",
    ),
    "too_many_called": Either("A note calls at most {most} people", "一条备注最多提醒 {most} 人"),
    "unknown_event": Either("There is no event {kind}; {near}", "没有 {kind} 这种事件；{near}"),
    "period_empty": Either(
        "It has to lie before `to`, and before now", "须早于 `to`，也须早于现在"
    ),
    "period_too_long": Either(
        "From there to `to` are more than {days} days; ask for a shorter period",
        "到 `to` 超过了 {days} 天，请缩短时间范围",
    ),
    "since_or_number": Either(
        "Give either since or number", "since 与 number 须填写其中一项，且只填一项"
    ),
}
NAME, HANDLE = r"^[A-Za-z0-9_.:-]*$", r"^[a-z0-9][a-z0-9._-]{0,63}$"
"""What the policy or the case has a name or an id for, and what people are called by in requests."""
PATTERNS: dict[str, Either] = {
    NAME: Either(
        "It has to be a name or an id as it stands in the case or the policy: letters, digits and . _ : -",
        "应填写个案或政策里的名称或编号，只含字母、数字和 . _ : -",
    ),
    HANDLE: Either(
        "It has to be a colleague's handle, all in small letters, such as `li.min`",
        "应填写同事的账号，全部小写，例如 `li.min`",
    ),
}
"""Pattern → what is expected there, for people."""
OTHERWISE = Either("It can't be used: {said}", "无法使用：{said}")
"""For a type that no field of ours is known to give, and for what a field says in its own words."""

TIMES = {"greater_than_equal": "time_too_early", "less_than": "time_too_late"}
"""A time out of reach is not less or more."""

_WRITTEN_TIME = re.compile(r"datetime\.datetime\((\d+), (\d+), (\d+)")
"""As pydantic tells the bound of a time: in Python."""

_PLACE = re.compile(r"{(\w+)}")


def wrong(code: str, /, **facts: object) -> PydanticCustomError:
    """An error of a field of ours, to be raised by its validator; its words stand here."""
    return PydanticCustomError(code, FIELD_ERRORS[code].en, facts)


def field_error(error: Mapping[str, Any], language: Language) -> dict[str, str]:
    """What pydantic found, as an entry of `errors`: the field's place, a sentence, the type."""
    kind, facts = str(error["type"]), error.get("ctx") or {}
    if kind in ("too_long", "too_short") and isinstance(error.get("input"), str):
        # of a type whose own validator runs before the length is looked at
        kind = f"string_{kind}"
    said = str(error.get("msg", "")).removeprefix("Value error, ")
    of_times = any(_WRITTEN_TIME.match(str(fact)) for fact in facts.values())
    words = FIELD_ERRORS.get(TIMES.get(kind, kind) if of_times else kind, OTHERWISE)
    words = PATTERNS.get(str(facts.get("pattern")), words)
    sentence = words.text(language)

    def fill(place: re.Match[str]) -> str:
        if place[1] == "said":
            return said
        fact = _fact(facts.get(place[1], "?"), language)
        if place[1] == "expected" and language == "zh-CN":  # 'P0', 'P1' or 'P2'
            return fact.replace(" or ", "、").replace(", ", "、")
        return fact

    return {
        "field": ".".join(str(part) for part in error["loc"][1:])[:LONGEST_PLACE] or "body",
        "message": _PLACE.sub(fill, sentence)[:LONGEST],
        "type": kind,
    }


def _fact(fact: Any, language: Language) -> str:
    if isinstance(fact, Either):
        return fact.text(language)
    if time := _WRITTEN_TIME.match(str(fact)):
        return "{}-{:0>2}-{:0>2}".format(*time.groups())
    return str(fact)
