"""The search after an upgrade: what an older version has kept is found, too."""

from db.search.again import make_again
from db.session import Database
from settings import Settings


async def make_findable(settings: Settings) -> None:
    """Give keys to what the search doesn't know yet; with nothing to do it is done at once."""
    database = Database(settings.database_url.get_secret_value(), settings.vault())
    try:
        await make_again(database)
    finally:
        await database.close()
