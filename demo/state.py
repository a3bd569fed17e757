"""What a folder knows of the demo in it: nothing, half a seeding, or where its cases are.

seeding   begun and not ended: an interrupted one, whatever it has left is thrown away
seeded    the three weeks are there
"""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from demo.errors import NotADemo
from embedded.first_key import FIRST_KEY_FILE
from embedded.secrets import write_private

STATE_FILE = "demo.json"
MADE = ("followthrough.db*", "temporal.db*", FIRST_KEY_FILE)
"""What a demo leaves beside its state, its logs and the installation's keys."""


class Shown(BaseModel):
    """One case of the demo, found by its number."""

    model_config = ConfigDict(frozen=True)

    number: str
    name: str
    look: str = ""


class State(BaseModel):
    """What `demo.json` holds. `keys` let the demo's people in, so the file is private."""

    model_config = ConfigDict(frozen=True)

    stage: Literal["seeding", "seeded"] = "seeding"
    keys: dict[str, str] = {}
    cases: tuple[Shown, ...] = ()


def load_state(folder: Path) -> State | None:
    """What the folder's demo has come to; None when there is no demo.

    Raises NotADemo when the folder holds something else.
    """
    file = folder / STATE_FILE
    try:
        return State.model_validate_json(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        if _holds_data(folder):
            raise NotADemo(
                f"{folder} holds the data of `followthrough up`, not of a demo, and stays as it is."
                " Give the demo a folder of its own with `--data-dir`."
            ) from None
        return None
    except ValidationError as error:
        raise NotADemo(
            f"{file} can't be read, so nothing is changed in {folder}. If it is a demo's folder,"
            " remove it yourself; else choose another with `--data-dir`."
        ) from error


def save_state(folder: Path, state: State) -> None:
    """Write down what the demo has come to."""
    write_private(folder / STATE_FILE, [state.model_dump_json(indent=2)])


def wipe(folder: Path) -> None:
    """Take away what a demo has left, its state last: a wipe that is interrupted is begun again."""
    for pattern in MADE:
        for file in folder.glob(pattern):
            file.unlink()
    (folder / STATE_FILE).unlink(missing_ok=True)


def _holds_data(folder: Path) -> bool:
    return any(True for pattern in MADE for _ in folder.glob(pattern))
