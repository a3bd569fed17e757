"""The company's rules."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.shared import in_plain_words

if TYPE_CHECKING:
    from domain.policy import Policy

app = typer.Typer(help="The company's rules.", no_args_is_help=True)

Folder = Annotated[
    Path | None,
    typer.Argument(
        help="Folder of a policy; without it, the shipped one.", exists=True, file_okay=False
    ),
]


@app.command("check")
def check_policy(folder: Folder = None) -> None:
    """Read a policy and name every mistake in it."""
    policy = _policy(folder)
    typer.echo(f"{folder or 'the shipped policy'}: {len(policy.sops)} SOPs, no mistakes")


@app.command("draw")
def draw_sop(
    folder: Folder = None,
    sop: Annotated[
        str | None, typer.Option(help="Name of the SOP; the policy's first without.")
    ] = None,
    language: Annotated[str, typer.Option(help="zh-CN or en.")] = "zh-CN",
) -> None:
    """Print an SOP as a Mermaid diagram."""
    from typing import get_args

    from domain.plan.terms import Language
    from policies.draw import draw

    policy = _policy(folder)
    sop = sop or next(iter(policy.sops))
    if sop not in policy.sops:
        raise typer.BadParameter(f"there is no SOP {sop!r}; known are {', '.join(policy.sops)}")
    if language not in get_args(Language):
        raise typer.BadParameter(f"{language!r} is none of {', '.join(get_args(Language))}")
    known: Any = language
    typer.echo(draw(policy.sops[sop], known))


def _policy(folder: Path | None) -> "Policy":
    from datetime import UTC, datetime

    from policies.load import DEFAULT, load
    from policies.mistakes import PolicyError

    with in_plain_words(PolicyError):
        return load(folder or DEFAULT, today=datetime.now(UTC).date())
