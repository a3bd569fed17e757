"""A disk can be filled to the last byte, and is free again afterwards."""

import errno
import os
from pathlib import Path

import pytest

from chaos.disk import filled, small_disk


def test_nothing_can_be_written_on_a_full_disk(tmp_path: Path) -> None:
    with small_disk(tmp_path, 4) as small:
        if not small:
            pytest.skip("no disk can be mounted here")
        with filled(tmp_path), pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
            (tmp_path / "more").write_bytes(b"x" * 5000)
        (tmp_path / "more").write_bytes(b"x" * 5000)
