"""All commands together, and the end of the process."""

import sys

import typer

from cli import assisting, operating, people, playing, policy, running, signing_in

app = typer.Typer(
    help="Followthrough: each complex after-sales case is one durable workflow.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # a traceback is for developers, who read the plain one
)
for group in (running, operating, playing, assisting):
    app.add_typer(group.app)
app.add_typer(policy.app, name="policy")
people.person_app.add_typer(signing_in.app)
app.add_typer(people.person_app, name="person")
app.add_typer(people.key_app, name="key")


def main() -> None:
    """The entry point of the process."""
    try:
        app()
    except SystemExit as end:
        _leave(end)


def _leave(end: SystemExit) -> None:
    """End the process; where Temporal's client was loaded, without tearing Python down.

    Its threads release the GIL late: under load, one of ten such processes of Python 3.11 aborted
    while finalising ("PyGILState_Release: thread state must be current"), its work long done.
    """
    if "temporalio.client" not in sys.modules or not isinstance(end.code, int | None):
        raise end
    import logging
    import os

    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(end.code or 0)
