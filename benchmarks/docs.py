"""Puts the tables of runs into docs/performance.md: `python -m benchmarks.docs` after `make bench`.

Each part of a run is kept by itself, so that what takes long can be measured apart.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.run import DATABASES, PARTS

PAGE = Path("docs/performance.md")
RUNS = Path(".data/benchmarks")
BEGIN, END = "<!-- table of {} -->", "<!-- end of {} -->"


def pasted(page: str, name: str, table: str) -> str:
    """The page with the table between its marks. Raises ValueError where the page has no such marks."""
    begin, end = BEGIN.format(name), END.format(name)
    before, found, rest = page.partition(begin)
    _, closed, after = rest.partition(end)
    if not (found and closed):
        raise ValueError(f"the page has no place for {name}: {begin} … {end}")
    return f"{before}{begin}\n\n{table.strip()}\n\n{end}{after}"


def joined(runs: Path, database: str) -> str:
    """The tables of all parts measured on a database, in the order of the parts; "" when none was."""
    kept: list[dict[str, Any]] = [
        json.loads(file.read_text(encoding="utf-8"))
        for part in PARTS
        if (file := runs / f"{database}-{part}.json").exists()
    ]
    head: Sequence[str] = [f"{run}." for run in dict.fromkeys(one["run"] for one in kept)]
    return "\n\n".join([*head, *(one["table"].strip() for one in kept)])


def main(runs: Path = RUNS, page: Path = PAGE) -> None:
    """Paste every table there is."""
    text = page.read_text(encoding="utf-8")
    for database in DATABASES:
        if table := joined(runs, database):
            text = pasted(text, database, table)
    page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
