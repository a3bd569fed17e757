"""The worker as a process sees it: what it serves beside its work."""

from base64 import b64encode

import httpx2
from prometheus_client import CollectorRegistry, Counter

from rig.ports import free_ports
from settings import Settings
from worker import _metrics_served

KEY = b64encode(b"k" * 32).decode()


def settings(**more: object) -> Settings:
    given: dict[str, object] = {"encryption_keys": f"k:{KEY}", "blind_index_key": KEY, **more}
    return Settings.model_validate(given)


def test_counters_are_served_on_the_port_that_is_set_and_no_longer_than_the_work() -> None:
    [port], registry = free_ports(1), CollectorRegistry()
    Counter("cases_mended", "…", registry=registry).inc(3)
    address = f"http://127.0.0.1:{port}/metrics"
    for _ in range(2):  # the port is free again
        with _metrics_served(settings(metrics_port=port), registry):
            metrics = httpx2.get(address, trust_env=False).text
        assert "cases_mended_total 3.0" in metrics


def test_without_a_port_nothing_is_served() -> None:
    given = settings()
    assert given.metrics_port is None
    with _metrics_served(given, CollectorRegistry()):
        pass
