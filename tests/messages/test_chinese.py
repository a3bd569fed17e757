"""All Chinese of the product reads as from one hand: one form of address, one word for one thing, one way to set it.

Colleagues are 你 and customers 您. What a machine can hold of it is held here; how it sounds, it can't.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from api.bodies import HALF_A_CHARACTER, NOT_JSON, NOT_UTF8, TOO_DEEP, TOO_LARGE, TOO_MANY
from api.field_errors import FIELD_ERRORS, OTHERWISE
from api.problem_codes import API_PROBLEMS
from api.problems import AGAIN, UNREAD
from messages import board, findings, leaving, webhooks
from messages.book import BOOK
from messages.letters import zh_cn as letters
from messages.telling import moment

POLICY = Path(__file__).parents[2] / "policies/default"
OTHER_NAMES = ("案件", "时钟", "工单", "看护", "开立", "途经", "关闭", "幂等键")
"""Said otherwise here: 个案, 计时, 个案, 盯着, 建立, 其间, 结束, Idempotency-Key."""

HAN = "[\u3400-\u9fff]"
PLACES = re.compile(r"{%.*?%}|{{.*?}}|{\w*}|`[^`]*`|\bhttps?://[^\s。，]+")
ASCII_PUNCTUATION = rf"{HAN}[,.;:!?()\"']|[,;:!?()\"']{HAN}|[“”‘’]"
UNSPACED = rf"{HAN}[A-Za-z0-9]|[A-Za-z0-9]{HAN}"
SPACED = r"\S [，。；：、）」》！？]|[（「《，。；：、] \S"


def of_staff() -> Iterator[tuple[str, str]]:
    catalogues = (BOOK.texts, board.TEXTS, findings.TEXTS, leaving.TEXTS, webhooks.TEXTS)
    for catalogue in catalogues:
        yield from catalogue.texts["zh-CN"].items()
    for code, problem in {**API_PROBLEMS, "unread": UNREAD}.items():
        yield f"problem.{code}.title", problem.zh[0]
        yield f"problem.{code}.detail", problem.zh[1]
    for kind, words in FIELD_ERRORS.items():
        yield f"field_error.{kind}", words.zh
    parts = (HALF_A_CHARACTER, NOT_JSON, NOT_UTF8, TOO_DEEP, TOO_LARGE, TOO_MANY)
    for words in (*parts, AGAIN, OTHERWISE):
        yield f"either.{words.en}", words.zh


def of_customers() -> Iterator[tuple[str, str]]:
    """What customers read or are read out, as it was meant to be sent to them."""
    for occasion, letter in letters.LETTERS.items():
        for part, text in vars(letter).items():
            if isinstance(text, str):
                yield f"letter.{occasion}.{part}", text
    for name in ("questions.yaml", "sla.yaml"):
        yield from chinese_in(yaml.safe_load((POLICY / name).read_text(encoding="utf-8")), name)


def of_both() -> Iterator[tuple[str, str]]:
    """Names of stages stand in letters to customers and in lines for colleagues alike."""
    for path in sorted(POLICY.rglob("sops/*.yaml")):
        yield from chinese_in(yaml.safe_load(path.read_text(encoding="utf-8")), path.stem)


def chinese_in(value: Any, place: str) -> Iterator[tuple[str, str]]:
    match value:
        case {"zh-CN": str(text)}:
            yield place, text
        case dict():
            for name, each in value.items():
                yield from chinese_in(each, f"{place}.{name}")
        case list():
            for number, each in enumerate(value):
                yield from chinese_in(each, f"{place}.{number}")


STAFF, CUSTOMERS, BOTH = (dict(texts()) for texts in (of_staff, of_customers, of_both))
ALL = {**STAFF, **CUSTOMERS, **BOTH}


def those(texts: dict[str, str], wrong: str) -> dict[str, str]:
    return {key: text for key, text in texts.items() if re.search(wrong, text)}


def test_there_is_something_to_read() -> None:
    assert len(STAFF) > 800
    assert len(CUSTOMERS) > 50
    assert len(BOTH) > 60


@pytest.mark.trial("A59")
def test_colleagues_have_one_form_of_address() -> None:
    assert those(STAFF, "您") == {}


@pytest.mark.trial("A59")
def test_customers_have_the_other() -> None:
    assert those(CUSTOMERS, "你") == {}


@pytest.mark.trial("A59")
def test_what_both_read_has_none() -> None:
    assert those(BOTH, "[你您]") == {}


@pytest.mark.trial("A59")
@pytest.mark.parametrize("word", OTHER_NAMES)
def test_one_thing_has_one_name(word: str) -> None:
    assert those(ALL, word) == {}


@pytest.mark.trial("A59")
@pytest.mark.parametrize("wrong", [ASCII_PUNCTUATION, UNSPACED, SPACED])
def test_it_is_set_as_chinese(wrong: str) -> None:
    """Full-width marks, a space between Chinese and Latin letters, and none beside a mark. What is filled in
    is left out: names and moments bring their own."""
    filled = {key: PLACES.sub("\n", text) for key, text in ALL.items()}
    assert those(filled, wrong) == {}
    led = "|".join(name for name, reader in BOOK.readers.items() if reader is moment)
    assert those(ALL, rf"{HAN}{{(contact|{led})}}") == {}, (
        "a date is set apart from what it follows"
    )
    assert those(ALL, r"} [，。；：、）」》！？]|[（「《，。；：、] {") == {}
