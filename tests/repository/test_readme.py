"""The two READMEs tell the same things: what is pasted, what is linked, what is started."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]


WORDS = re.compile(
    r'"(name|title|language|subject|reason|occurred|where_we_are|what_comes_next|by_when|care)": "[^"]*"'
)
"""What a person would say, each in the language of the page."""


def code(text: str) -> list[str]:
    """Shell lines without their comments, which are in the reader's language."""
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    lines = [line.split("  #")[0].strip() for block in blocks for line in block.splitlines()]
    return [WORDS.sub(r"\1", line) for line in lines if line]


COUNTERPART = {
    "Followthrough · 跟到底": "Followthrough · 跟到底",
    "Start": "开始使用",
    "The workbench": "工作台",
    "One case in ten lines": "十行走完一个个案",
    "I want to change …": "想改点什么",
}


def headings(text: str) -> list[str]:
    return re.findall(
        r"^#+ (.*)$", re.sub(r"```sh\n.*?```", "", text, flags=re.DOTALL), re.MULTILINE
    )


def links(text: str) -> set[str]:
    """Where a page leads; a picture of the workbench is taken in each language."""
    text = text.replace("_zh.png", "_en.png")
    return set(re.findall(r"\]\(([^)]*)\)", text))


def rows(text: str, column: int = 2) -> list[str]:
    """What each row of the tables leads to, or its tests."""
    found = re.findall(r"^\|([^|]*)\|([^|]*)\|([^|]*)\|", text, re.MULTILINE)
    return [row[column - 1] for row in found]


def named_in(cells: list[str]) -> list[list[str]]:
    return [re.findall(r"`([^`]*)`", cell) for cell in cells]


def test_both_paste_the_same() -> None:
    english, chinese = (code(path.read_text(encoding="utf-8")) for path in READMES)
    assert english == chinese


@pytest.mark.trial("A59")
def test_the_chinese_page_is_for_chinese_readers() -> None:
    """One form of address, a case in their language, and every row of the English page."""
    english, chinese = (path.read_text(encoding="utf-8") for path in READMES)
    assert "您" not in re.sub(r"```sh\n.*?```", "", chinese, flags=re.DOTALL)
    assert '"language": "zh-CN"' in chinese
    assert len(rows(chinese)) == len(rows(english))


@pytest.mark.trial("A59")
def test_each_row_leads_to_the_same_tests_and_each_page_links_the_same() -> None:
    """Row by row, and link by link."""
    english, chinese = (path.read_text(encoding="utf-8") for path in READMES)
    assert named_in(rows(chinese, 3)) == named_in(rows(english, 3))
    assert links(chinese) - {"README.md"} == links(english) - {"README.zh-CN.md"}


@pytest.mark.trial("A59")
def test_each_heading_has_its_counterpart() -> None:
    """In the same order; the Chinese page says in addition what the product keeps."""
    english, chinese = (headings(path.read_text(encoding="utf-8")) for path in READMES)
    assert [COUNTERPART[heading] for heading in english] == [
        heading for heading in chinese if heading in COUNTERPART.values()
    ]
    assert set(chinese) - set(COUNTERPART.values()) == {"它守住的几件事"}


def test_each_leads_to_the_other() -> None:
    english, chinese = (path.read_text(encoding="utf-8") for path in READMES)
    assert "(README.zh-CN.md)" in english
    assert "(README.md)" in chinese


def test_they_speak_of_a_case_as_we_do() -> None:
    chinese = READMES[1].read_text(encoding="utf-8")
    assert "个案" in chinese
    assert "工单" not in chinese
