"""What every command has in common. Imperative; each may be refused.

Every command carries who asks (`actor`), the idempotency key of the request with the digest of
its body, and `received_at`, the moment our API heard it. Commands of the shell itself (`tick`,
`finish_action`) have no key.
"""

from datetime import datetime

from domain.frozen import Frozen
from domain.plan.terms import Line

SYSTEM = "system"


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
