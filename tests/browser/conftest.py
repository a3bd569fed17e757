"""A demo with cases in every state, and a Chromium in front of it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from typing import Any

import pytest
from playwright.sync_api import Browser

from demos import Demo, Open, demonstration
from screens import Screen, chromium, screen


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    with demonstration(tmp_path_factory.mktemp("demo")) as running:
        yield running


@pytest.fixture(scope="session")
def session(demo: Demo) -> Callable[[str], str]:
    """A session for each person: making a link takes a second or two."""
    return cache(demo.session)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Not for the whole run: while Playwright plays, no test of another folder could run a loop of its own."""
    with chromium() as found:
        yield found


@pytest.fixture
def window(demo: Demo, browser: Browser, session: Callable[[str], str]) -> Iterator[Open]:
    with ExitStack() as open_windows:

        def opened(who: str = "", **how: Any) -> Screen:
            token = session(who) if who else ""
            return open_windows.enter_context(screen(browser, demo.url, session=token, **how))

        yield opened
