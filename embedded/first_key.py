"""The first ways in: a key made once, and kept where only its owner can read it, and a link for a browser."""

from datetime import UTC, datetime
from pathlib import Path

from db import links, passwords
from db.access import FIRST_PERSON, ensure_first_key
from db.people import UnknownPerson
from db.session import Database
from embedded.secrets import write_private
from policies.load import DEFAULT, load
from settings import Settings

FIRST_KEY_FILE = "first-key"


async def keep_first_key(settings: Settings) -> None:
    """Make the first key, unless any key was ever made, and keep it in its file."""
    now = datetime.now(UTC)
    policy = load(settings.default_policy or DEFAULT, today=now.date())
    name, team = next(iter(policy.teams.items()))
    database = Database(settings.database_url.get_secret_value(), settings.vault())
    try:
        key = await ensure_first_key(
            database, team.ladder, team=name, posts=team.posts.items(), now=now
        )
    finally:
        await database.close()
    if key is not None:
        write_private(first_key_file(settings), [key])


async def first_link(settings: Settings) -> str | None:
    """The address of a new link that lets the first person in, as long as nobody has a password. It takes the place of
    the one made before."""
    database = Database(settings.database_url.get_secret_value(), settings.vault())
    try:
        if await passwords.is_set(database):
            return None
        made = await links.make(database, FIRST_PERSON, now=datetime.now(UTC))
    except UnknownPerson:
        return None  # who has left, and nobody came in by a browser yet
    finally:
        await database.close()
    return links.address(settings.public_url, made)


def first_key_file(settings: Settings) -> Path:
    """Where the first key is kept."""
    return settings.data_dir / FIRST_KEY_FILE
