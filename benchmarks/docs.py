"""Puts the tables of runs into docs/performance.md: `python -m benchmarks.docs` after `make bench`."""

import sys
from pathlib import Path

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


def main(runs: Path = RUNS, page: Path = PAGE) -> None:
    """Paste every table there is."""
    text = page.read_text(encoding="utf-8")
    for table in sorted(runs.glob("*.md")):
        text = pasted(text, table.stem, table.read_text(encoding="utf-8"))
    page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
