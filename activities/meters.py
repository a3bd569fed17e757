"""What is counted of the reconciliation, for Prometheus. Every worker counts what it did itself: add them
up over workers, and take the newest of the times."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from messages.findings import Reconciled

SECONDS = (0.1, 0.3, 1, 3, 10, 30, 60, 120, 300)
"""An installation in order takes well under a second; a second look adds half a minute."""


class ReconcileMeters:
    """The meters, in the registry of whoever puts the worker together."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._found = Counter(
            "followthrough_reconcile_found",
            "Findings that need a person, once for each reconciliation that sees them.",
            ["kind"],
            registry=registry,
        )
        self._mended = Counter(
            "followthrough_reconcile_mended",
            "Cases put right by the reconciliation.",
            ["kind"],
            registry=registry,
        )
        self._last = Gauge(
            "followthrough_reconcile_last_timestamp_seconds",
            "When this worker last finished a reconciliation.",
            registry=registry,
        )
        self._seconds = Histogram(
            "followthrough_reconcile_duration_seconds",
            "How long a reconciliation took.",
            buckets=SECONDS,
            registry=registry,
        )

    def take(self, result: Reconciled) -> None:
        """Count one reconciliation."""
        for finding in result.findings:
            counter = self._mended if finding.mended else self._found
            counter.labels(finding.kind).inc()
        self._last.set(result.looked_at.timestamp() + result.seconds)
        self._seconds.observe(result.seconds)
