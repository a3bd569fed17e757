"""The first ways in that `up` makes."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from db import links, passwords, people
from db.access import FIRST_PERSON, authenticate
from db.migrate import upgrade
from db.session import Database
from embedded.first_key import first_key_file, first_link, keep_first_key
from embedded.secrets import ensure_secrets
from settings import Place, Settings, load_settings

pytestmark = pytest.mark.anyio


@pytest.fixture
async def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.chdir(tmp_path)
    ensure_secrets(Place(data_dir=tmp_path), date(2026, 3, 2))
    made = load_settings(data_dir=tmp_path, public_url="https://desk.example/")
    await upgrade(made.database_url.get_secret_value())
    await keep_first_key(made)
    return made


@pytest.fixture
async def database(settings: Settings) -> AsyncIterator[Database]:
    opened = Database(settings.database_url.get_secret_value(), settings.vault())
    yield opened
    await opened.close()


def token_in(address: str | None) -> str:
    assert address
    assert address.startswith("https://desk.example/sign-in/link/")
    return address.rsplit("/", 1)[1]


async def test_the_first_key_and_the_first_link_let_the_same_person_in(
    settings: Settings, database: Database
) -> None:
    context = await authenticate(database, first_key_file(settings).read_text().strip())
    link = await links.find(database, token_in(await first_link(settings)), now=datetime.now(UTC))
    assert context
    assert link
    assert context.who.handle == link.person.handle == FIRST_PERSON


async def test_there_is_a_new_link_with_each_start_until_somebody_has_a_password(
    settings: Settings, database: Database
) -> None:
    first, second = token_in(await first_link(settings)), token_in(await first_link(settings))
    now = datetime.now(UTC)
    assert await links.find(database, first, now=now) is None
    assert await links.use(database, second, browser="", now=now)
    assert await first_link(settings), "whoever came in has no password yet"
    await passwords.put(database, FIRST_PERSON, "a cat looks at the rain", now=now)
    assert await first_link(settings) is None


async def test_there_is_no_link_for_a_first_person_who_has_left(
    settings: Settings, database: Database
) -> None:
    await people.deactivate(database, FIRST_PERSON)
    assert await first_link(settings) is None
