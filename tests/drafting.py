"""The default policy in a folder of its own, to be spoilt."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from domain.policy import Policy
from policies.load import DEFAULT, load
from policies.mistakes import PolicyError

TODAY = date(2026, 1, 5)


class Drafted:
    """The default policy in a folder of its own, to be spoilt."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(DEFAULT, folder)

    def replace(self, file: str, old: str, new: str) -> None:
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {file}; the test is out of date"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def load(self) -> Policy:
        return load(self.folder, today=TODAY)

    def mistakes(self) -> list[str]:
        with pytest.raises(PolicyError) as caught:
            self.load()
        return [str(mistake) for mistake in caught.value.mistakes]
