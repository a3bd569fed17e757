"""What workflow code imports of this room is light and has no side effect."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOR_WORKFLOWS = (
    "book",
    "times",
    "voice",
    "summaries",
    "details",
    "refusals",
    "notices",
    "derivations",
)
HEAVY = ("liquid", "yaml", "babel", "sqlalchemy", "temporalio")


def test_nothing_heavy_comes_along_into_a_workflow() -> None:
    rooms = ", ".join(f"messages.{name}" for name in FOR_WORKFLOWS)
    code = f"import sys, {rooms}; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
