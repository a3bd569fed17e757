"""What every test may rely on."""

import gc
import sys

import pytest
from hypothesis import settings
from hypothesis.internal.conjecture import providers

# Hypothesis also draws constants that it finds in whatever of ours is loaded: the same test would draw other histories beside
# other tests, and a fault that one run finds no second one would. What is drawn hangs on the test alone.
setattr(providers, "_get_local_constants", lambda: providers._local_constants)  # noqa: B010
settings.register_profile(
    "ours", deadline=None
)  # how long an example takes says how busy a machine is
settings.load_profile("ours")
pytest.register_assert_rewrite("laws")  # what a law asserts is shown with its values

LONGEST = (
    "domain/test_laws.py::TestHistories::runTest",
    "workflows/test_races.py::test_320_messages_that_race_40_closes_are_each_heard_once",
    "stories/test_play.py::test_a_shipped_story_goes_as_told[nobody-lifts-a-hand (zh-CN)-fast]",
)
"""Half a minute or more each: begun first, so that nobody waits for one alone at the end of a run."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest come first, all others in their order."""
    items.sort(key=lambda item: not item.nodeid.endswith(LONGEST))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What tests have counted and want to be told, though they passed (`record_property`)."""
    for report in terminalreporter.getreports("passed"):
        for name, counted in report.user_properties:
            terminalreporter.write_line(f"{name}: {counted}")


def pytest_collection_finish() -> None:
    """What has been imported stays: the collector need not walk through it again and again.

    Without this a full collection late in the run takes seconds on a busy machine. Where it happens to
    start in a workflow's turn, the SDK takes the turn for stuck.
    """
    _let_faulty_sentences_be_seen()
    _compare_passwords_cheaply()
    gc.collect()
    gc.freeze()


def _let_faulty_sentences_be_seen() -> None:
    """In production a notice whose words fail goes out without them (`activities.messages`); in a test it doesn't, so that
    the fault shows."""
    if messages := sys.modules.get("activities.messages"):

        def without_words(action: object, **_: object) -> None:
            pytest.fail(f"a notice without words: {action}")

        vars(messages)["bare_notice"] = without_words


def _compare_passwords_cheaply() -> None:
    """But for the tests that ask for the shipped cost (`hashing`)."""
    if passwords := sys.modules.get("db.passwords"):
        from hashing import cheap

        vars(passwords)["hasher"] = cheap


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Temporal's client runs on asyncio alone."""
    return "asyncio"
