"""Signing what goes out, in the manner of Standard Webhooks, so that receivers find libraries for it.

Signed is `id.timestamp.body` with HMAC-SHA256; the header lists one signature for each valid secret.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime

PREFIX = "whsec_"
"""Lets secret scanners, and people, recognise a secret that leaked."""

ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"


def make_secret() -> str:
    """A new secret: 256 random bits."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def sign(secret: str, message: str, at: datetime, body: bytes) -> str:
    """One signature: `v1,` and the HMAC in base64."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{message}.{int(at.timestamp())}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()


def signed_headers(keys: Iterable[str], message: str, at: datetime, body: bytes) -> dict[str, str]:
    """Id, time and signatures of a message. `at` is when it is sent, by a true clock."""
    return {
        ID: message,
        TIMESTAMP: str(int(at.timestamp())),
        SIGNATURE: " ".join(sign(key, message, at, body) for key in keys),
    }
