"""Private columns: text and JSON sealed for the one place they stand in.

A place is the table, the column and the row's key. A value copied into another row or column does
not open there, so nobody with write access to the database can swap two people's words.
"""

import json
from typing import Any

from domain.plain import storable
from vault import Vault


def _context(place: tuple[str | int, ...]) -> bytes:
    return json.dumps(place, ensure_ascii=False).encode()


def seal(vault: Vault, clear: str, *place: str | int) -> bytes:
    """Seal a text for its place. Half a surrogate pair is no text and becomes U+FFFD; a NUL may stay."""
    try:
        encoded = clear.encode()
    except UnicodeEncodeError:
        encoded = storable(clear).encode()
    return vault.seal(encoded, _context(place))


def unseal(vault: Vault, sealed: bytes, *place: str | int) -> str:
    """The text sealed for this place. Raises VaultError."""
    return vault.open(sealed, _context(place)).decode()


def seal_if(vault: Vault, clear: str | None, *place: str | int) -> bytes | None:
    """Seal a text that may be absent; its absence is no secret."""
    return None if clear is None else seal(vault, clear, *place)


def unseal_if(vault: Vault, sealed: bytes | None, *place: str | int) -> str | None:
    """The counterpart of `seal_if`."""
    return None if sealed is None else unseal(vault, sealed, *place)


def seal_json(vault: Vault, value: object, *place: str | int) -> bytes:
    """Seal plain JSON data for its place."""
    return seal(vault, json.dumps(value, ensure_ascii=False, separators=(",", ":")), *place)


def unseal_json(vault: Vault, sealed: bytes, *place: str | int) -> Any:
    """The JSON data sealed for this place. Raises VaultError."""
    return json.loads(unseal(vault, sealed, *place))
