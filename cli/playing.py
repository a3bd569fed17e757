"""Stories."""

import asyncio
from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer()


@app.command("play")
def play_stories(
    stories: Annotated[
        list[Path] | None, typer.Argument(help="Story files; without any, the shipped ones.")
    ] = None,
    *,
    real: Annotated[bool, typer.Option("--real", help="On the real dev server: slower.")] = False,
) -> None:
    """Play whole cases, weeks of them in seconds, and compare what everybody sees.

    A story that is told in several languages is played once in each.
    """
    import stories as room
    from stories.play import play
    from stories.read import languages_of

    shipped = sorted((Path(room.__file__).parent / "shipped").glob("*.yaml"))
    engine: Any = "real" if real else "fast"
    results = [
        asyncio.run(play(path, language=language, engine=engine))
        for path in stories or shipped
        for language in languages_of(path)
    ]
    if not all(result.ok for result in results):
        raise typer.Exit(1)
