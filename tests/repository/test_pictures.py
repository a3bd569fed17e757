"""Every picture a page shows is taken by the script, and every picture taken is shown."""

import re
from pathlib import Path

from pictures.__main__ import FOLDER, PICTURES

ROOT = Path(__file__).parents[2]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


def test_the_pages_show_what_the_script_takes_and_nothing_else() -> None:
    shown = {
        name
        for page in PAGES
        for name in re.findall(r"!\[[^\]]+\]\([^)]*pictures/(\w+)\.png\)", page.read_text("utf-8"))
    }
    taken = {picture.name for picture in PICTURES}
    assert shown == taken == {path.stem for path in FOLDER.glob("*.png")}
