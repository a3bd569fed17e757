"""The people who work here, and their keys to the API."""

from typing import Annotated, Any

import typer

from cli.shared import in_plain_words, read_settings, with_database

HANDLE = r"[a-z0-9][a-z0-9._-]{0,63}"
"""As the API takes it (api.wire.Handle)."""

LONGEST_NAME = 100
"""Characters of a person's name."""

person_app = typer.Typer(help="The people who work here.", no_args_is_help=True)
key_app = typer.Typer(help="Their keys to the API.", no_args_is_help=True)


@person_app.command("add")
def add_person(
    handle: Annotated[str, typer.Argument(help="How they are called in policies, like li.min.")],
    *,
    name: Annotated[str, typer.Option(help="Their name.")],
    team: Annotated[str, typer.Option(help="Their team in the policy.")],
    line: Annotated[
        str | None,
        typer.Option(
            help="agent, lead, supervisor, executive or department; agent, or as they have it."
        ),
    ] = None,
    role: Annotated[
        list[str] | None,
        typer.Option(
            help="May be repeated; without any they keep theirs, a new one gets the line."
        ),
    ] = None,
    language: Annotated[
        str | None, typer.Option(help="zh-CN or en; zh-CN, or as they have it.")
    ] = None,
) -> None:
    """Add a person, or change the one of that handle."""
    from typing import get_args

    from db import people
    from db.models.people import PersonLine
    from domain.plan.terms import Language

    _require_handle(handle)
    name = _one_line(name)
    known = with_database(lambda database: people.get(database, handle))
    line = line or (known.line if known else "agent")
    language = language or (known.language if known else "zh-CN")
    for given, possible in (
        (line, get_args(PersonLine)),
        (language, get_args(Language)),
        *((one, people.ROLES) for one in role or ()),
    ):
        if given not in possible:
            raise typer.BadParameter(f"{given!r} is none of {', '.join(possible)}")
    if line != "department":
        _require_team(team)
    # whoever moves up or down the line without a word on roles gets those of the new place
    kept = known.roles if known and known.line == line else [line]
    roles: Any = frozenset(role or kept)
    its_line: Any = line
    its_language: Any = language
    person = people.Person(handle, name, its_line, roles, team, its_language)
    with_database(lambda database: people.put(database, person))
    typer.echo(f"{handle}: {line} in {team}, with the roles {', '.join(sorted(roles))}")


@person_app.command("deactivate")
def deactivate_person(
    handle: Annotated[str, typer.Argument(help="Who has left.")],
    *,
    to: Annotated[
        str | None, typer.Option(help="Who takes over their cases, with the promises they gave.")
    ] = None,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Although something is left with them.")
    ] = False,
) -> None:
    """Let nobody in under a handle any more, once nothing is left with that person."""
    from datetime import UTC, datetime

    from temporalio.service import RPCError

    from cli.leaving import (
        CannotHandOver,
        hand_over,
        lines_of,
        said_to_cases,
        tell_cases,
        will_stay,
    )
    from db import people
    from db.leaving import left_with
    from db.people import UnknownPerson
    from workflows.connect import NoServer

    def left(heir: str | None = None) -> list[str]:
        still = with_database(lambda database: left_with(database, handle))
        if heir:
            still = with_database(lambda database: will_stay(database, still, heir))
        return lines_of(still)

    with in_plain_words(UnknownPerson, CannotHandOver, NoServer, RPCError):
        with_database(lambda database: people.require(database, handle))
        if to == handle:
            raise typer.BadParameter("that is the one who has left", param_hint="--to")
        still = left()
        for line in still:
            typer.echo(line)
        settings = read_settings()
        if to:
            with_database(lambda database: people.require(database, to))
        if still and to:
            moved = with_database(
                lambda database: hand_over(settings, database, handle, to, datetime.now(UTC))
            )
            typer.echo(f"{moved} cases handed to {to}")
            still = left(to)
            for line in still:
                typer.echo(f"still left: {line}")
        if still and not anyway:
            way_out = "give them to somebody else first" if to else "say who takes over with --to"
            raise CannotHandOver(
                f"{handle} stays active: what is listed above is still theirs; {way_out}, or deactivate"
                " --anyway (then leads are told every day until nothing is left)"
            )
        with_database(lambda database: people.deactivate(database, handle, heir=to))
        told, later = with_database(
            lambda database: tell_cases(settings, database, datetime.now(UTC))
        )
    typer.echo(
        f"{handle} is not active any more: signed out everywhere, and their keys open nothing"
    )
    for line in said_to_cases(told, later):
        typer.echo(line)


def _one_line(name: str) -> str:
    """A name as it stands in sentences and lists."""
    name = name.strip()
    if not (name.isprintable() and 1 <= len(name) <= LONGEST_NAME):
        raise typer.BadParameter(
            f"a name is one line of 1 to {LONGEST_NAME} characters", param_hint="--name"
        )
    return name


def _require_handle(handle: str) -> None:
    """Handles stand in policies, addresses and lists: one plain spelling. The product's own is nobody's."""
    import re

    from domain.command import SYSTEM

    if handle == SYSTEM:
        raise typer.BadParameter(
            f"{handle!r} is what the product itself is called in records; take another",
            param_hint="HANDLE",
        )
    if not re.fullmatch(HANDLE, handle):
        raise typer.BadParameter(
            f"{handle!r} can't be a handle: small Latin letters, digits, dots, hyphens and underscores, at"
            " most 64, a letter or digit first, such as li.min; the name may be anything",
            param_hint="HANDLE",
        )


def _require_team(team: str) -> None:
    from datetime import UTC, datetime

    from policies.load import DEFAULT, load
    from policies.mistakes import PolicyError

    settings = read_settings()
    with in_plain_words(PolicyError):
        policy = load(settings.default_policy or DEFAULT, today=datetime.now(UTC).date())
    if team not in policy.teams:
        known = ", ".join(policy.teams)
        raise typer.BadParameter(f"the policy has no team {team!r}; it has {known}")


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
    label: Annotated[str, typer.Option(help="Whose or where the key is.")] = "",
    scope: Annotated[
        list[str] | None,
        typer.Option(
            help="What it is for, may be repeated: intake, read, personal (names, numbers, addresses and words in what is"
            " read), work, webhooks. A service's key needs one at least; without any, whatever its person may do."
        ),
    ] = None,
) -> None:
    """Make a key and print it, this once."""
    from datetime import UTC, datetime

    from db import access, people
    from db.people import UnknownPerson

    now = datetime.now(UTC)
    given: Any = frozenset(scope) if scope else None
    for one in scope or ():
        if one not in access.ALL_SCOPES:
            known = ", ".join(access.SCOPES)
            raise typer.BadParameter(f"{one!r} is none of {known}", param_hint="--scope")
    with in_plain_words(UnknownPerson):
        owner = with_database(lambda db: people.require(db, person))
        if given is None and owner.roles <= {"service"}:
            raise typer.BadParameter(
                f"{person} is a service: say what the key is for, such as --scope intake",
                param_hint="--scope",
            )
        made = with_database(
            lambda db: access.create_key(db, person, label=label, now=now, scopes=given)
        )
    typer.echo(f"the key of {person}, shown this once:", err=True)
    typer.echo(made.clear)


@key_app.command("list")
def list_keys() -> None:
    """Print what is known of the keys, the newest first; never the keys themselves."""
    from db import access
    from db.access import SCOPES

    for key in with_database(access.list_keys):
        state = "revoked" if key.revoked_at else "in use"
        scopes = "all" if key.scopes is None else ", ".join(s for s in SCOPES if s in key.scopes)
        typer.echo(f"{key.id}\t{key.person}\t…{key.hint}\t{state}\t{key.label}\t{scopes}")


@key_app.command("revoke")
def revoke_key(key: Annotated[str, typer.Argument(help="The id that `key list` prints.")]) -> None:
    """Shut a key out, at once and for ever."""
    from datetime import UTC, datetime

    from db import access

    now = datetime.now(UTC)
    if not with_database(lambda database: access.revoke_key(database, key, now=now)):
        typer.echo(f"no key {key} is in use; `followthrough key list` shows them all", err=True)
        raise typer.Exit(1)
