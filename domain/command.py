"""What every command has in common. Imperative; each may be refused.

Every command carries who asks (`actor`), the idempotency key of the request with the digest of
its body, and `received_at`, the moment our API heard it. Commands of the shell itself (`tick`,
`finish_action`) have no key.
"""

from datetime import datetime, timedelta
from functools import cache

from domain.frozen import Frozen, changed
from domain.plan.terms import Line

SYSTEM = "system"
A_LITTLE_AHEAD = timedelta(minutes=2)
"""How far the clock of whoever reports something may be ahead of ours; what is no further ahead happened now."""
REPORTED = ("occurred_at", "told_at", "arrived_at", "confirmed_at", "agreed_at")
"""What commands report as past."""


class Actor(Frozen):
    """Who asks: a handle and the highest place on the line this person holds."""

    handle: str
    line: Line = "agent"


class Command(Frozen):
    actor: Actor
    received_at: datetime
    key: str = ""
    digest: str = ""

    @classmethod
    def durable_name(cls) -> str:
        """The name of every command of this class."""
        return str(cls.model_fields["kind"].default)

    @property
    def name(self) -> str:
        """The durable name: that of the update or signal, and of the policy's `on`."""
        return str(getattr(self, "kind"))  # noqa: B009 - every subclass declares its own literal


def as_heard(command: Command, now: datetime) -> Command:
    """The command with nothing reported that is yet to come, as far as that is a matter of clocks alone: what was
    reported to happen a little ahead of us, or just when our API heard of it, happens now."""
    late = {
        name: now
        for name in _reported(type(command))
        if (at := getattr(command, name))
        and at > now
        and (at <= now + A_LITTLE_AHEAD or at == command.received_at)
    }
    return changed(command, late) if late else command


@cache
def _reported(kind: type[Command]) -> tuple[str, ...]:
    """What commands of this class report as past."""
    return tuple(name for name in REPORTED if name in kind.model_fields)
