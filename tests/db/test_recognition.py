"""By which numbers, addresses and names somebody is recognised, and by which nobody."""

import pytest

from db.recognition import Recognition
from domain.policy.customers import CustomerPolicy

HOW = Recognition.of(CustomerPolicy(placeholders=("无", "N/A", "none@none.com")))
HONG_KONG = Recognition.of(CustomerPolicy(), home="HK")


@pytest.mark.trial("A34", "A35")
@pytest.mark.parametrize(
    ("given", "mark"),
    [
        ("138 0013 8000", "+8613800138000"),
        ("+86-138-0013-8000", "+8613800138000"),
        ("0086 13800138000", "+8613800138000"),
        ("１３８００１３８０００", "+8613800138000"),
        ("13800138000 (晚上打)", "+8613800138000"),
        ("手机：13800138000", "+8613800138000"),
        ("010-6552 9988", "+861065529988"),
        ("+1 (650) 253-0000", "+16502530000"),
        ("+49 89 1234-5678", "+498912345678"),
        ("021-6552 9988 ext. 12", "+862165529988;ext=12"),
        ("0755-23456789转8001", "+8675523456789;ext=8001"),
        ("0755-23456789 分机：8001", "+8675523456789;ext=8001"),
        ("(0755)23456789-8001", "+8675523456789;ext=8001"),
        ("+86 755 2345 6789 x8001", "+8675523456789;ext=8001"),
        ("13512345678-9100", "+8613512345678;ext=9100"),
        ("135 1234 5678 转 9101", "+8613512345678;ext=9101"),
        ("13512345678,9101#", "+8613512345678;ext=9101"),
        ("00852-91234567", "+85291234567"),
        ("19012345678", "+8619012345678"),  # a range so new that the library may not know it
        ("62123456", None),
        ("62123456转801", None),
        ("+86 62123456", None),
        ("400-800-1234", None),
        ("400-800-1234转5", None),
        ("800 820 8820", None),
        ("95588", None),
        ("13800138000/13900139000", None),
        ("13800138000 13900139000", None),
        ("ask at the counter", None),
        ("12", None),
        ("0", None),
        ("00000000000", None),
        ("无", None),
        ("n/a", None),
        ("  ", None),
        ("", None),
        (None, None),
    ],
)
def test_a_phone_number_has_one_form(given: str | None, mark: str | None) -> None:
    assert HOW.phone(given) == mark


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("138 0013 8000", "+8613800138000"),
        (" 62123456", "62123456"),
        ("400-800-1234", "400-800-1234"),
        ("无", "无"),
        (" ", None),
    ],
)
def test_what_recognises_nobody_is_shown_as_it_was_typed(given: str, shown: str | None) -> None:
    assert HOW.shown_phone(given) == shown


@pytest.mark.trial("A35")
@pytest.mark.parametrize(
    ("given", "mark"),
    [
        ("9123 4567", "+85291234567"),
        ("0086 13800138000", "+8613800138000"),
        ("001 86 13800138000", "+8613800138000"),
        ("13800138000", None),
    ],
)
def test_a_number_is_at_home_where_its_team_is(given: str, mark: str | None) -> None:
    assert HONG_KONG.phone(given) == mark


@pytest.mark.parametrize(
    ("given", "mark"),
    [
        (" Wang@Example.com", "wang@example.com"),
        ("none@none.com", None),
        ("wang@", None),
        ("@example.com", None),
        ("wang", None),
        (None, None),
    ],
)
def test_an_address_is_one_only_with_both_its_sides(given: str | None, mark: str | None) -> None:
    assert HOW.email(given) == mark


def test_a_name_is_compared_without_its_spelling() -> None:
    assert HOW.name("Ms.  SUN") == HOW.name("ms sun")
    assert HOW.name("王 小明") == HOW.name("王小明")
    assert HOW.name("无") == HOW.name(None) == ""
    assert HOW.name("王小明") != HOW.name("王小朋")
