"""The keys of an embedded installation: made once, kept in its data directory."""

import base64
import os
import secrets
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from settings import PREFIX, Place


def fresh_keys(today: date) -> dict[str, str]:
    """New keys as settings, ready for `.env`; the id of the encryption key is today's date."""
    return {
        f"{PREFIX}ENCRYPTION_KEYS": f"{today:k%Y%m%d}:{_key()}",
        f"{PREFIX}BLIND_INDEX_KEY": _key(),
    }


def ensure_secrets(place: Place, today: date) -> bool:
    """Make the installation's keys unless it has them; True when they were made.

    Data encrypted with lost keys can't be read again, so an existing file is never touched.
    """
    if place.secrets_file.exists():
        return False
    lines = [
        "# Made by `followthrough up`. Without these keys the data beside them can't be read.",
        *(f"{name}={value}" for name, value in fresh_keys(today).items()),
    ]
    write_private(place.secrets_file, lines)
    return True


def write_private(path: Path, lines: Iterable[str]) -> None:
    """Write a file only its owner can read; from its first byte, and whole or not at all."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(path.suffix + ".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write("\n".join(lines) + "\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()
