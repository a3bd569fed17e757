"""The people who work here, and their keys to the API."""

from typing import Annotated, Any

import typer

from cli.shared import in_plain_words, with_database

person_app = typer.Typer(help="The people who work here.", no_args_is_help=True)
key_app = typer.Typer(help="Their keys to the API.", no_args_is_help=True)


@person_app.command("add")
def add_person(
    handle: Annotated[str, typer.Argument(help="How they are called in policies, like li.min.")],
    *,
    name: Annotated[str, typer.Option(help="Their name.")],
    team: Annotated[str, typer.Option(help="Their team in the policy.")],
    line: Annotated[
        str, typer.Option(help="agent, lead, supervisor, executive or department.")
    ] = "agent",
    role: Annotated[list[str] | None, typer.Option(help="May be repeated; as the line.")] = None,
    language: Annotated[str, typer.Option(help="zh-CN or en.")] = "zh-CN",
) -> None:
    """Add a person, or change the one of that handle."""
    from typing import get_args

    from db.models.people import PersonLine
    from db.people import ROLES, Person, put
    from domain.plan.terms import Language

    for given, known in (
        (line, get_args(PersonLine)),
        (language, get_args(Language)),
        *((one, ROLES) for one in role or ()),
    ):
        if given not in known:
            raise typer.BadParameter(f"{given!r} is none of {', '.join(known)}")
    roles: Any = frozenset(role or [line])
    known_line: Any = line
    known_language: Any = language
    person = Person(handle, name, known_line, roles, team, known_language)
    with_database(lambda database: put(database, person))


@person_app.command("list")
def list_people() -> None:
    """Print everybody who is active."""
    from db import people

    for person in with_database(people.list_people):
        roles = ",".join(sorted(person.roles))
        typer.echo(f"{person.handle}\t{person.name}\t{person.team}\t{person.line}\t{roles}")


@key_app.command("create")
def create_key(
    person: Annotated[str, typer.Argument(help="Handle of the person it lets in.")],
    label: Annotated[str, typer.Option(help="What the key is for.")] = "",
) -> None:
    """Make a key and print it, this once."""
    from datetime import UTC, datetime

    from db import access
    from db.people import UnknownPerson

    now = datetime.now(UTC)
    with in_plain_words(UnknownPerson):
        made = with_database(lambda db: access.create_key(db, person, label=label, now=now))
    typer.echo(made.clear)


@key_app.command("list")
def list_keys() -> None:
    """Print what is known of the keys, the newest first; never the keys themselves."""
    from db import access

    for key in with_database(access.list_keys):
        state = "revoked" if key.revoked_at else "in use"
        typer.echo(f"{key.id}\t{key.person}\t…{key.hint}\t{state}\t{key.label}")


@key_app.command("revoke")
def revoke_key(key: Annotated[str, typer.Argument(help="The id that `key list` prints.")]) -> None:
    """Shut a key out, at once and for ever."""
    from datetime import UTC, datetime

    from db import access

    now = datetime.now(UTC)
    if not with_database(lambda database: access.revoke_key(database, key, now=now)):
        typer.echo(f"no key {key} is in use; `followthrough key list` shows them all", err=True)
        raise typer.Exit(1)
