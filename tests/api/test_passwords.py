"""Whoever sets a password is told why it can't be taken, and good ones can."""

import time

import pytest

from api.passwords import (
    IS_HANDLE,
    LONGEST,
    OBVIOUS,
    ONE_CHARACTER,
    TOO_LONG,
    TOO_SHORT,
    UNTYPED,
    why_not,
)
from api.problem_codes import Either


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("", TOO_SHORT),
        ("猫" * 9, TOO_SHORT),
        ("x" * 201, TOO_LONG),
        ("猫" * 60_000, TOO_LONG),
        ("wang.xiaoming", IS_HANDLE),
        ("Wang.XiaoMing", IS_HANDLE),
        ("wangxiaoming", OBVIOUS),
        ("wang.xiaoming1!", OBVIOUS),
        ("aaaaaaaaaa", ONE_CHARACTER),
        ("木" * 30, ONE_CHARACTER),
        (" " * 12, ONE_CHARACTER),
        ("1234567890", OBVIOUS),
        ("0987654321", OBVIOUS),
        ("qwertyuiop", OBVIOUS),
        ("poiuytrewq", OBVIOUS),
        ("abcdefghijkl", OBVIOUS),
        ("1q2w3e4r5t", OBVIOUS),
        ("asdf1234asdf1234", OBVIOUS),
        ("li2li2li2li2", OBVIOUS),
        ("password12", OBVIOUS),
        ("P@ssw0rd2026!", OBVIOUS),
        ("Admin@2026!!!", OBVIOUS),
        ("woaini5201314", OBVIOUS),
        ("a cat\0 in the rain", UNTYPED),
        ("half an emoji \ud83d", UNTYPED),
    ],
)
def test_what_is_tried_out_first_is_refused_with_the_reason(password: str, reason: Either) -> None:
    assert why_not(password, "wang.xiaoming") == reason


@pytest.mark.parametrize(
    "password",
    [
        "一只猫坐在窗台上看着雨",
        "a cat in the rain",
        "correct horse battery staple",
        "tr0ub4dor&3",
        "  blanks at both ends  ",
        "🦆🦆🦆🦆 on the pond 🦆",
        ("a cat looks at the rain, " * 7 + "and it goes on all day and night")[:LONGEST],
        "Zhongguo-Shanghai",
    ],
)
def test_what_somebody_thinks_of_themselves_is_taken(password: str) -> None:
    assert why_not(password, "li.min") is None


def test_a_short_handle_is_no_word() -> None:
    assert why_not("baobab trees", "a") is None


def test_nothing_that_is_typed_takes_long() -> None:
    began = time.process_time()
    for text in ("ab1" * 66, "123abc" * 33, "\ud83d" * 60_000, "qwe" * 20_000):
        why_not(text, "li.min")
    assert time.process_time() - began < 1
