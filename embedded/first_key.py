"""The first way in: a key made once, and kept where only its owner can read it."""

from datetime import UTC, datetime
from pathlib import Path

from db.access import ensure_first_key
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
        key = await ensure_first_key(database, team.ladder, team=name, now=now)
    finally:
        await database.close()
    if key is not None:
        write_private(first_key_file(settings), [key])


def first_key_file(settings: Settings) -> Path:
    """Where the first key is kept."""
    return settings.data_dir / FIRST_KEY_FILE
