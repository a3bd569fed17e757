"""The product as real processes, every connection between them through a proxy that can be made bad."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from chaos.proxy import Proxy
from embedded.supervise import Backoff, Say
from rig import installation as rig
from rig.installation import DatabaseKind, Installation


@dataclass
class ProxiedInstallation(Installation):
    """Everything up. `database` and `client` go past the proxies: they are for looking, not for work."""

    proxies: dict[str, Proxy] = field(default_factory=dict)
    disk: Path | None = None
    """Where all data lie on a small disk of their own, if they do."""


@asynccontextmanager
async def running(
    folder: Path,
    kind: DatabaseKind,
    say: Say,
    *,
    copies: int | None = None,
    disk: Path | None = None,
) -> AsyncIterator[ProxiedInstallation]:
    """Start everything; it is gone again afterwards, but for what lies in the folder.

    One worker and one API on SQLite, two of each on PostgreSQL, unless `copies` says otherwise.
    """
    copies = copies or (2 if kind == "postgresql" else 1)
    proxies: dict[str, Proxy] = {}

    async def by_proxy(name: str, target: int) -> int:
        proxy = Proxy(name, target)
        await proxy.start()
        proxies[name] = proxy
        return proxy.port

    # patience grows to four seconds only: pieces die young here, and the load must go on
    backoff = Backoff(longest=timedelta(seconds=4))
    try:
        async with rig.running(
            folder, kind, say, copies=copies, lead=by_proxy, backoff=backoff, disk=disk
        ) as installation:
            yield ProxiedInstallation(**vars(installation), proxies=proxies, disk=disk)
    finally:
        for proxy in proxies.values():
            await proxy.stop()
