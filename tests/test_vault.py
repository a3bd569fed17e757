"""The key ring: what is sealed opens again, here and only here."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault import KeyUnknown, SealBroken, Vault

OLD, NEW, INDEX = b"o" * 32, b"n" * 32, b"i" * 32


def a_vault(*ids: str) -> Vault:
    keys = {"old": OLD, "new": NEW}
    return Vault([(key_id, keys[key_id]) for key_id in ids or ("new",)], INDEX)


@given(st.binary(max_size=2_000), st.binary(max_size=50))
def test_what_is_sealed_opens_again_in_its_place(clear: bytes, context: bytes) -> None:
    vault = a_vault()
    assert vault.open(vault.seal(clear, context), context) == clear


def test_sealing_twice_gives_different_values() -> None:
    vault = a_vault()
    assert vault.seal(b"the same") != vault.seal(b"the same")


def test_the_clear_text_is_not_in_the_sealed_value() -> None:
    assert b"13800138000" not in a_vault().seal(b"call 13800138000")


def test_a_value_does_not_open_in_another_place() -> None:
    vault = a_vault()
    with pytest.raises(SealBroken):
        vault.open(vault.seal(b"words", b"here"), b"there")


def test_one_altered_bit_anywhere_is_noticed() -> None:
    vault = a_vault()
    sealed = vault.seal(b"words")
    for position in range(len(sealed)):
        altered = bytearray(sealed)
        altered[position] ^= 1
        with pytest.raises((SealBroken, KeyUnknown)):
            vault.open(bytes(altered))


@pytest.mark.parametrize(
    "value", [b"", b"\x01", b"\x01\x03new", b"\x02\x03new" + b"0" * 40, b"\xff" * 60]
)
def test_what_is_not_ours_is_refused(value: bytes) -> None:
    with pytest.raises(SealBroken):
        a_vault().open(value)


def test_after_rotation_old_values_still_open_and_new_ones_use_the_new_key() -> None:
    sealed = a_vault("old").seal(b"words")
    rotated = a_vault("new", "old")
    assert rotated.open(sealed) == b"words"
    assert rotated.key_of(sealed) == "old"
    assert rotated.key_of(rotated.seal(b"words")) == rotated.newest_key == "new"


def test_a_key_taken_off_the_ring_is_named() -> None:
    sealed = a_vault("old").seal(b"words")
    with pytest.raises(KeyUnknown, match="'old'"):
        a_vault("new").open(sealed)


def test_the_wrong_key_under_the_right_id_opens_nothing() -> None:
    sealed = a_vault("new").seal(b"words")
    with pytest.raises(SealBroken):
        Vault([("new", OLD)], INDEX).open(sealed)


def test_blind_values_are_equal_for_equal_values_and_depend_on_the_index_key() -> None:
    vault = a_vault()
    assert vault.blind("phone:1") == a_vault("old").blind("phone:1")
    assert vault.blind("phone:1") != vault.blind("phone:2")
    assert vault.blind("phone:1") != Vault([("new", NEW)], b"j" * 32).blind("phone:1")


@pytest.mark.parametrize(
    ("keys", "index"),
    [
        ([], INDEX),
        ([("short", b"k")], INDEX),
        ([("", NEW)], INDEX),
        ([("x" * 256, NEW)], INDEX),
        ([("same", NEW), ("same", OLD)], INDEX),
        ([("new", NEW)], b"short"),
    ],
)
def test_a_ring_that_could_not_work_is_refused(keys: list[tuple[str, bytes]], index: bytes) -> None:
    with pytest.raises(ValueError, match="key"):
        Vault(keys, index)
