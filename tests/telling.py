"""Stories for tests, written into a folder."""

import textwrap
from io import StringIO
from pathlib import Path

from rich.console import Console

from domain.plan.terms import Language
from stories.engine import EngineName
from stories.play import Result, play

HEAD = """
name: A story
starts: 2026-03-02 09:00
people: {li.min: {}}
steps:
"""
OPENED = """
  - by: li.min
    open: {customer: {name: Ms Sun}, title: It rattles, channel: phone}
"""
CONFIRMED = f"""{OPENED}
  - by: li.min
    contact: {{channel: phone, direction: inbound}}
  - by: li.min
    triage:
      priority: P2
      traits: [needs_time_to_verify]
      yields: {{product: washer, occurred: yesterday, impact: person}}
  - by: li.min
    confirm:
      complexity: medium
      channel: phone
      told_at: now
      first_feedback_at: tomorrow 10:30
      answer: agreed
"""


def write(folder: Path, steps: str, head: str = HEAD) -> Path:
    """A story with these steps; its file begins with the head's first key on line 1."""
    path = folder / "told.yaml"
    path.write_text(head.lstrip("\n") + textwrap.dedent(steps).strip("\n") + "\n", encoding="utf-8")
    return path


def line_of(path: Path, text: str) -> int:
    """The first line that has this text."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


async def played(
    path: Path, engine: EngineName = "fast", language: Language | None = None
) -> tuple[Result, str]:
    """How a story went, and what was printed."""
    out = StringIO()
    result = await play(path, language=language, engine=engine, out=Console(file=out, width=200))
    return result, out.getvalue()
