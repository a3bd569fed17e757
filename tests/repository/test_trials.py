"""Each trial is held by a test or a story: what was found by using the product hard stays found.

A test says so with `@pytest.mark.trial("A1")`, a story with `trials: [A1]`. The table is written by
`python tests/repository/test_trials.py`.
"""

import re
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "tests/trials.md"
MARKED = re.compile(
    r"^@pytest\.mark\.trial\(([^)]*)\)\n(?:(?!(?:async )?def ).*\n)*(?:async )?def (\w+)",
    re.MULTILINE,
)
TOLD = re.compile(r"^trials: \[([^]]*)\]", re.MULTILINE)
NAME = re.compile(r"[AR]\d+")


def held() -> dict[str, list[str]]:
    """Trial → the tests and stories that hold it."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for names, test in MARKED.findall(path.read_text(encoding="utf-8")):
            for name in NAME.findall(names):
                found[name].append(f"`{path.relative_to(ROOT)}::{test}`")
    for path in sorted((ROOT / "stories/shipped").glob("*.yaml")):
        for names in TOLD.findall(path.read_text(encoding="utf-8")):
            for name in NAME.findall(names):
                found[name].append(f"`{path.relative_to(ROOT)}`")
    return dict(sorted(found.items(), key=lambda one: (one[0][0], int(one[0][1:]))))


def table() -> str:
    """What tests/trials.md says."""
    rows = [f"| {name} | {'<br>'.join(tests)} |" for name, tests in held().items()]
    head = [
        "# Trials",
        "",
        "Small inputs with their right value, found by using the product hard (A) and by reading it (R), and what holds each.",
        "Written by `python tests/repository/test_trials.py`.",
        "",
        "| trial | held by |",
        "|---|---|",
    ]
    return "\n".join([*head, *rows, ""])


def test_the_table_of_trials_is_that_of_the_tests() -> None:
    assert TABLE.read_text(encoding="utf-8") == table()


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
