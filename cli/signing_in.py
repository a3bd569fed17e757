"""How people get into the workbench: their passwords, links that let in once, and being signed out."""

import sys
from typing import Annotated

import typer

from cli.shared import in_plain_words, read_settings, with_database

Handle = Annotated[str, typer.Argument(help="Whose.")]

app = typer.Typer()


@app.command("password")
def set_password(handle: Handle) -> None:
    """Set somebody's password; wherever they are signed in, they are signed out.

    It is asked for twice, unseen. Where no terminal is, it is the first line that comes in.
    """
    from datetime import UTC, datetime

    from api.passwords import why_not
    from db import passwords, people
    from db.people import UnknownPerson

    with in_plain_words(UnknownPerson):
        with_database(lambda database: people.require(database, handle))
        password = _asked_for()
        if reason := why_not(password, handle):
            typer.echo(f"not a password that can be taken. {reason.en}", err=True)
            raise typer.Exit(1)
        now = datetime.now(UTC)
        with_database(lambda database: passwords.put(database, handle, password, now=now))
    typer.echo(f"{handle} signs in with the new password from now on")


@app.command("link")
def make_link(handle: Handle) -> None:
    """Print a link that lets somebody in once, to set a password; only the newest holds."""
    from datetime import UTC, datetime

    from db import links
    from db.people import UnknownPerson
    from embedded.alone import public_url

    settings, now = read_settings(), datetime.now(UTC)
    with in_plain_words(UnknownPerson):
        made = with_database(lambda database: links.make(database, handle, now=now))
    until = made.ends_at.astimezone()
    typer.echo(f"lets {handle} in once, until {until:%Y-%m-%d %H:%M %Z}:", err=True)
    typer.echo(links.address(public_url(settings), made))


@app.command("sign-out")
def sign_out(handle: Handle) -> None:
    """Sign somebody out of every browser. Their password and keys stay."""
    from db import sessions
    from db.people import UnknownPerson

    with in_plain_words(UnknownPerson):
        ended = with_database(lambda database: sessions.end_all(database, handle))
    sessions_ended = f"{ended} session{'' if ended == 1 else 's'} ended"
    typer.echo(f"{handle} is signed out everywhere: {sessions_ended}")


def _asked_for() -> str:
    """A password as it is typed."""
    if sys.stdin.isatty():
        typed: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
        return typed
    try:
        line = sys.stdin.buffer.readline().decode()
    except UnicodeDecodeError as error:
        raise typer.BadParameter("the password on standard input has to be UTF-8") from error
    return line.removesuffix("\n").removesuffix("\r")
