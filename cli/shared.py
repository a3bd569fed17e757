"""What several commands need."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

import typer

if TYPE_CHECKING:
    from db.session import Database
    from settings import Settings

Result = TypeVar("Result")


def read_settings(**flags: object) -> "Settings":
    from settings import SettingsError, load_settings

    with in_plain_words(SettingsError):
        return load_settings(**flags)


@contextmanager
def in_plain_words(*errors: type[Exception]) -> Iterator[None]:
    """Errors whose text is made for people are printed without a traceback."""
    try:
        yield
    except errors as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None


@contextmanager
def database_in_plain_words(settings: "Settings") -> Iterator[None]:
    """That no database answers is said in a sentence, with the place where it is looked for."""
    from urllib.parse import urlsplit

    from db.session import DatabaseDown
    from settings import PREFIX

    try:
        yield
    except DatabaseDown as error:
        url = urlsplit(settings.database_url.get_secret_value())
        place = f"{url.hostname}:{url.port or 5432}{url.path}" if url.hostname else url.path
        typer.echo(f"{error}\nit is looked for at {place} ({PREFIX}DATABASE_URL)", err=True)
        raise typer.Exit(1) from None


def with_database(work: Callable[["Database"], Awaitable[Result]]) -> Result:
    """Do something with the database, and close it. Ends the command where none answers."""
    settings = read_settings()
    from db.session import Database

    async def run() -> Result:
        database = Database(settings.database_url.get_secret_value(), settings.vault())
        try:
            return await work(database)
        finally:
            await database.close()

    with database_in_plain_words(settings):
        return asyncio.run(run())
