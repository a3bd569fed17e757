"""Confirmations are for one person, one tool and exactly these arguments; a repeated call keeps its key."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from assistants.confirming import HOLDS, Confirmations, NotConfirmed, Repeats

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
GIVEN = {
    "number": "C-000001",
    "parts": {"care": "谢谢", "by_when": "half \ud83d"},
    "covers": ["p1"],
}


class Clock:
    at = NOW

    def __call__(self) -> datetime:
        return self.at


def test_a_confirmation_lets_its_own_call_through_again_and_again_under_one_key() -> None:
    made = Confirmations("ft_a", Clock())
    token = made.token("li.min", "contact", GIVEN)

    keys = {made.key(token, "li.min", "contact", GIVEN) for _ in range(3)}
    reordered = dict(reversed(GIVEN.items())) | {"emotion": None}
    keys.add(made.key(f" {token}\n", "li.min", "contact", reordered))

    assert len(keys) == 1
    assert made.key(made.token("li.min", "contact", GIVEN), "li.min", "contact", GIVEN) not in keys


@pytest.mark.parametrize(
    ("person", "tool", "given", "key"),
    [
        ("zhou.yan", "contact", GIVEN, "ft_a"),
        ("li.min", "promise", GIVEN, "ft_a"),
        ("li.min", "contact", {**GIVEN, "number": "C-000002"}, "ft_a"),
        ("li.min", "contact", {**GIVEN, "covers": ["p1", "p2"]}, "ft_a"),
        ("li.min", "contact", {**GIVEN, "emotion": "angry"}, "ft_a"),
        ("li.min", "contact", GIVEN, "ft_b"),
    ],
)
def test_it_lets_nothing_else_through(
    person: str, tool: str, given: dict[str, Any], key: str
) -> None:
    token = Confirmations("ft_a", Clock()).token("li.min", "contact", GIVEN)

    with pytest.raises(NotConfirmed, match="other"):
        Confirmations(key, Clock()).key(token, person, tool, given)


def test_it_survives_a_restart_and_ends_after_ten_minutes() -> None:
    clock = Clock()
    token = Confirmations("ft_a", clock).token("li.min", "contact", GIVEN)
    restarted = Confirmations("ft_a", clock)

    clock.at = NOW + HOLDS
    assert restarted.key(token, "li.min", "contact", GIVEN)
    clock.at = NOW + HOLDS + timedelta(seconds=1)
    with pytest.raises(NotConfirmed, match="expired"):
        restarted.key(token, "li.min", "contact", GIVEN)


@pytest.mark.parametrize(
    "forged", ["", ".", "..", "x", "69a5.00", "é.é.é", "\ud83d", "zz.00." + "0" * 40]
)
def test_what_is_no_token_is_refused(forged: str) -> None:
    with pytest.raises(NotConfirmed, match="other"):
        Confirmations("ft_a", Clock()).key(forged, "li.min", "contact", GIVEN)


def test_until_it_ends_nobody_can_make_it_hold_longer() -> None:
    made = Confirmations("ft_a", Clock())
    until, nonce, signature = made.token("li.min", "contact", GIVEN).split(".")
    later = f"{int(until, 16) + 600:x}.{nonce}.{signature}"

    with pytest.raises(NotConfirmed, match="other"):
        made.key(later, "li.min", "contact", GIVEN)


def test_the_same_call_keeps_its_key_for_ten_minutes() -> None:
    clock = Clock()
    repeats = Repeats(clock)
    first = repeats.key("li.min", "note", {"number": "C-000001", "text": "hm"})

    assert repeats.key("li.min", "note", {"text": "hm", "number": "C-000001"}) == first
    assert repeats.key("li.min", "note", {"number": "C-000001", "text": "hm!"}) != first
    assert repeats.key("zhou.yan", "note", {"number": "C-000001", "text": "hm"}) != first
    clock.at = NOW + HOLDS
    assert repeats.key("li.min", "note", {"number": "C-000001", "text": "hm"}) != first


def test_what_was_refused_may_be_tried_again() -> None:
    repeats = Repeats(Clock())
    given = {"number": "C-000001", "text": "hm"}
    first = repeats.key("li.min", "note", given)

    repeats.forget("li.min", "note", given)
    repeats.forget("li.min", "note", {"number": "C-000009"})

    assert repeats.key("li.min", "note", given) != first
