"""What the customer will notice waits for a yes, and a call that comes twice is one command.

A confirmation is a token over one person, one tool and exactly these arguments. Nothing is kept: the token carries until when it
holds, signed with a key made of the person's API key, and the command's idempotency key is made of the token, so that one
confirmation is one command however often it is used.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Literal

HOLDS = timedelta(minutes=10)
"""Long enough to read a draft aloud, too short to be found in a transcript the next day."""
LONGEST = 200
"""Characters of what may be a token."""


class NotConfirmed(Exception):
    """`why`: "expired", or "other": not a token of ours for this person, tool and arguments."""

    def __init__(self, why: Literal["expired", "other"]) -> None:
        super().__init__(why)
        self.why = why


def canonical(arguments: Mapping[str, Any]) -> str:
    """The same text for the same arguments; one that is null is the same as none."""
    given = {name: value for name, value in arguments.items() if value is not None}
    return json.dumps(given, sort_keys=True, separators=(",", ":"))


class Confirmations:
    """Those of one key. `now` is this process's clock."""

    def __init__(self, api_key: str, now: Callable[[], datetime]) -> None:
        purpose = b"followthrough: confirmations of an assistant"
        self._secret = hmac.digest(api_key.encode(), purpose, "sha256")
        self._now = now

    def token(self, person: str, tool: str, arguments: Mapping[str, Any]) -> str:
        """What has to come back with the same call."""
        until = int((self._now() + HOLDS).timestamp())
        head = f"{until:x}.{secrets.token_hex(6)}"
        return f"{head}.{self._signed(head, person, tool, arguments)}"

    def key(self, token: str, person: str, tool: str, arguments: Mapping[str, Any]) -> str:
        """The idempotency key of the command that was confirmed. Raises NotConfirmed."""
        head, _, signature = token.strip().rpartition(".")
        whole = self._signed(head, person, tool, arguments)
        if not hmac.compare_digest(whole.encode(), signature.encode(errors="replace")):
            raise NotConfirmed("other")
        if self._now().timestamp() > int(head.partition(".")[0], 16):
            raise NotConfirmed("expired")
        return f"mcp-{hashlib.sha256(token.strip().encode()).hexdigest()[:40]}"

    def _signed(self, head: str, person: str, tool: str, arguments: Mapping[str, Any]) -> str:
        what = json.dumps([head, person, tool, canonical(arguments)])
        return hmac.new(self._secret, what.encode(), "sha256").hexdigest()[:40]


class Repeats:
    """Idempotency keys of commands that need no yes: the same call within ten minutes is a repeat, after that it is said anew.
    One that was refused may be tried again."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._known: dict[str, tuple[str, datetime]] = {}

    def key(self, person: str, tool: str, arguments: Mapping[str, Any]) -> str:
        """The key under which this call goes."""
        now = self._now()
        self._known = {call: it for call, it in self._known.items() if now - it[1] < HOLDS}
        call = self._call(person, tool, arguments)
        if call not in self._known:
            self._known[call] = (f"mcp-{secrets.token_hex(20)}", now)
        return self._known[call][0]

    def forget(self, person: str, tool: str, arguments: Mapping[str, Any]) -> None:
        """It was refused: the next one is another try."""
        self._known.pop(self._call(person, tool, arguments), None)

    def _call(self, person: str, tool: str, arguments: Mapping[str, Any]) -> str:
        return json.dumps([person, tool, canonical(arguments)])
