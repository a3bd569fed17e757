"""The two READMEs tell the same things: what is pasted, what is linked, what is started."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]


def code(text: str) -> list[str]:
    """Shell lines without their comments, which are in the reader's language."""
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    lines = [line.split("  #")[0].strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line]


def test_both_paste_the_same() -> None:
    english, chinese = (code(path.read_text(encoding="utf-8")) for path in READMES)
    assert english == chinese


def test_each_leads_to_the_other() -> None:
    english, chinese = (path.read_text(encoding="utf-8") for path in READMES)
    assert "(README.zh-CN.md)" in english
    assert "(README.md)" in chinese


def test_they_speak_of_a_case_as_we_do() -> None:
    chinese = READMES[1].read_text(encoding="utf-8")
    assert "个案" in chinese
    assert "工单" not in chinese
