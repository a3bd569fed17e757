"""The folder of an installation: there, and ours to write in."""

import os
import tempfile
from pathlib import Path

from embedded.errors import FolderUnfit
from settings import PREFIX


def require_writable(folder: Path) -> None:
    """Make the folder unless it is there, and see that it and the files in it can be written to. Raises
    FolderUnfit."""
    at = folder
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
        for at in sorted(folder.glob("*")):
            if at.is_file() and not os.access(at, os.W_OK):
                raise PermissionError(0, "it may only be read")
    except OSError as error:
        raise FolderUnfit(
            f"the data folder can't be used: {at} can't be written to ({error.strerror or error})."
            f" Make it yours, or choose another folder with `--data-dir` or {PREFIX}DATA_DIR."
        ) from error
