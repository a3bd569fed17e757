"""The one data converter, used by client, worker, replayer and command line from the first day.

Histories carry ids, short subjects and reasons; all of it is sealed (REQ I2), summaries, details
and failure messages too. What is large is packed first: sealed, nothing could make it small again.
Search attributes can't be sealed and so carry no personal data.
"""

import asyncio
import dataclasses
import zlib
from collections.abc import Callable, Iterable, Sequence
from functools import cache

from temporalio.api.common.v1 import Payload
from temporalio.contrib.pydantic import PydanticPayloadConverter, pydantic_data_converter
from temporalio.converter import DataConverter, DefaultFailureConverter, PayloadCodec

from vault import Vault

ENCODING = b"binary/followthrough-sealed"
CONTEXT = b"temporal"
PACKED_CONTEXT = b"temporal, packed"
"""Sealed in: whether it has to be unpacked can't be changed on the way."""
PACKED = b"zlib"
PACKED_FROM = 512
"""Bytes. Below that hardly anything is won."""
LEVEL = 1
"""Of zlib: the higher ones win a twentieth and take longer."""
LARGE = 64 * 1024
"""From this size on sealing is left to a thread, so that the event loop goes on."""


class SealedFailures(DefaultFailureConverter):
    """Failures with their message and stack trace inside the sealed part."""

    def __init__(self) -> None:
        super().__init__(encode_common_attributes=True)


class SealingCodec(PayloadCodec):
    """Seals each payload whole, with its metadata; opens what is sealed and leaves the rest alone."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        return await _each(self._seal, payloads)

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        return await _each(self._open, payloads)

    def _seal(self, payload: Payload) -> Payload:
        clear = payload.SerializeToString()
        metadata = {"encoding": ENCODING, "key": self._vault.newest_key.encode()}
        if len(clear) < PACKED_FROM:
            return Payload(metadata=metadata, data=self._vault.seal(clear, CONTEXT))
        sealed = self._vault.seal(zlib.compress(clear, LEVEL), PACKED_CONTEXT)
        return Payload(metadata=metadata | {"packed": PACKED}, data=sealed)

    def _open(self, payload: Payload) -> Payload:
        if payload.metadata.get("encoding") != ENCODING:
            return payload
        if "packed" not in payload.metadata:
            return Payload.FromString(self._vault.open(payload.data, CONTEXT))
        packed = self._vault.open(payload.data, PACKED_CONTEXT)
        return Payload.FromString(zlib.decompress(packed))


async def _each(change: Callable[[Payload], Payload], payloads: Iterable[Payload]) -> list[Payload]:
    return [
        await asyncio.to_thread(change, p) if p.ByteSize() > LARGE else change(p) for p in payloads
    ]


@cache
def _made_once() -> PydanticPayloadConverter:
    return PydanticPayloadConverter()


class OneConverter(PydanticPayloadConverter):
    """The one converter of a process.

    The SDK makes one for each workflow and for each of its turns, and a new one knows no type: what
    it takes to read each is then built again.
    """

    def __new__(cls) -> PydanticPayloadConverter:  # type: ignore[misc]
        return _made_once()


def make_data_converter(vault: Vault) -> DataConverter:
    """Pydantic's JSON, sealed by the vault."""
    return dataclasses.replace(
        pydantic_data_converter,
        payload_converter_class=OneConverter,
        payload_codec=SealingCodec(vault),
        failure_converter_class=SealedFailures,
    )
