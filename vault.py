"""Sealing private things: a ring of keys, AES-GCM, and blind indexes.

Used by the database room for private columns and by the payload codec for Temporal histories. It
knows neither: bytes go in, bytes come out.

    VaultError
    ├─ KeyUnknown      sealed with a key that is not on the ring
    └─ SealBroken      not ours, cut short, altered, or moved to a place it was not sealed for

A sealed value is `1 | length of the key id | key id | nonce (12 bytes) | ciphertext with its tag`.
The first key of the ring seals, all of them open: to rotate, put a new key in front and take the
old one away once nothing sealed with it is left.
"""

import hashlib
import hmac
import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_LENGTH = 32  # AES-256
NONCE_LENGTH = (
    12  # what GCM is made for; random ones are safe for 2**32 seals per key (NIST SP 800-38D)
)
FORMAT = 1


class VaultError(Exception):
    """A sealed value could not be opened."""


class KeyUnknown(VaultError):
    """The key that sealed this value is not on the ring."""

    def __init__(self, key_id: str) -> None:
        super().__init__(
            f"sealed with key {key_id!r}, which is not on the key ring; put it back behind the "
            "newest key"
        )
        self.key_id = key_id


class SealBroken(VaultError):
    """The value is not one of ours, or it was altered or moved to another place."""


class Vault:
    """A key ring that seals and opens bytes, and blinds values so that they can be looked up.

    `keys` are pairs of a short id and 32 random bytes, the newest first. `index_key` (32 random
    bytes) makes the blind indexes; they do not rotate with the ring, a new one means re-indexing.
    """

    def __init__(self, keys: Sequence[tuple[str, bytes]], index_key: bytes) -> None:
        if not keys:
            raise ValueError("the key ring is empty")
        for key_id, key in keys:
            if not 1 <= len(key_id.encode()) <= 255:
                raise ValueError(f"key id {key_id!r} must have 1 to 255 bytes")
            if len(key) != KEY_LENGTH:
                raise ValueError(f"key {key_id!r} has {len(key)} bytes, {KEY_LENGTH} are needed")
        if len(index_key) != KEY_LENGTH:
            raise ValueError(f"the index key has {len(index_key)} bytes, {KEY_LENGTH} are needed")
        self._ring = {key_id: AESGCM(key) for key_id, key in keys}
        if len(self._ring) != len(keys):
            raise ValueError("two keys of the ring have the same id")
        self._newest = keys[0][0]
        self._index_key = index_key

    @property
    def newest_key(self) -> str:
        """The id of the key that seals."""
        return self._newest

    def seal(self, clear: bytes, context: bytes = b"") -> bytes:
        """Encrypt with the newest key. Only the same `context` (the value's place) opens it again."""
        name = self._newest.encode()
        head = bytes((FORMAT, len(name))) + name
        nonce = os.urandom(NONCE_LENGTH)
        return head + nonce + self._ring[self._newest].encrypt(nonce, clear, head + context)

    def open(self, sealed: bytes, context: bytes = b"") -> bytes:
        """Decrypt what `seal` gave for the same context. Raises KeyUnknown or SealBroken."""
        key_id = self.key_of(sealed)
        start = 2 + sealed[1]
        body = start + NONCE_LENGTH
        key = self._ring.get(key_id)
        if key is None:
            raise KeyUnknown(key_id)
        try:
            return key.decrypt(sealed[start:body], sealed[body:], sealed[:start] + context)
        except (InvalidTag, ValueError) as error:
            raise SealBroken("altered, or sealed for another place") from error

    def key_of(self, sealed: bytes) -> str:
        """The id of the key a value was sealed with, to find what a rotation has left to do."""
        if len(sealed) < 2 or sealed[0] != FORMAT or len(sealed) < 2 + sealed[1] + NONCE_LENGTH:
            raise SealBroken("not a sealed value, or cut short")
        try:
            return sealed[2 : 2 + sealed[1]].decode()
        except UnicodeDecodeError as error:
            raise SealBroken("not a sealed value") from error

    def blind(self, value: str) -> str:
        """A keyed fingerprint (64 hex digits): equal for equal values, and says nothing else."""
        return hmac.new(self._index_key, value.encode(), hashlib.sha256).hexdigest()
