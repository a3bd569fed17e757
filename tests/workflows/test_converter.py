"""Payloads on their way to Temporal: packed where that pays, sealed, and as they were when they come back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from temporalio.api.common.v1 import Payload

from databases import VAULT
from vault import SealBroken
from workflows.converter import CONTEXT, ENCODING, PACKED_FROM, SealingCodec

CODEC = SealingCodec(VAULT)


def a_payload(data: bytes) -> Payload:
    return Payload(metadata={"encoding": b"json/plain"}, data=data)


async def through(payload: Payload) -> tuple[Payload, Payload]:
    """Sealed, and opened again."""
    (sealed,) = await CODEC.encode([payload])
    (opened,) = await CODEC.decode([sealed])
    return sealed, opened


@given(st.binary(max_size=4 * PACKED_FROM))
async def test_a_payload_comes_back_as_it_was(data: bytes) -> None:
    sealed, opened = await through(a_payload(data))
    assert opened == a_payload(data)
    assert sealed.metadata["encoding"] == ENCODING


async def test_what_is_large_is_packed_before_it_is_sealed() -> None:
    words = b'{"kind":"contact_logged","by":"li.min"}' * 100
    sealed, _ = await through(a_payload(words))
    assert sealed.metadata["packed"] == b"zlib"
    assert len(sealed.data) < len(words) / 5


async def test_what_is_small_is_only_sealed() -> None:
    sealed, _ = await through(a_payload(b"words"))
    assert "packed" not in sealed.metadata


async def test_what_was_sealed_before_anything_was_packed_still_opens() -> None:
    large = a_payload(b"x" * 10 * PACKED_FROM)
    before = Payload(
        metadata={"encoding": ENCODING}, data=VAULT.seal(large.SerializeToString(), CONTEXT)
    )
    assert await CODEC.decode([before]) == [large]


@pytest.mark.parametrize("size", [1, 10 * PACKED_FROM])
async def test_nobody_can_say_otherwise_whether_it_is_packed(size: int) -> None:
    sealed, _ = await through(a_payload(b"x" * size))
    if not sealed.metadata.pop("packed", None):
        sealed.metadata["packed"] = b"zlib"
    with pytest.raises(SealBroken):
        await CODEC.decode([sealed])
