"""What readyz says when something that still answers can't do its work."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from db import signs
from products import RunningProduct, running_product

SMALL = 70_000_000


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own that can be filled; only root can make one."""
    size = ["-o", f"size={SMALL}"]
    made = subprocess.run(
        ["mount", "-t", "tmpfs", *size, "tmpfs", str(tmp_path)], capture_output=True, check=False
    )
    if made.returncode:
        pytest.skip("no disk can be made here")
    yield tmp_path
    subprocess.run(["umount", "--lazy", str(tmp_path)], check=True)


@pytest.mark.trial("A48")
async def test_a_full_disk_is_told_before_and_when_nothing_can_be_written(small_disk: Path) -> None:
    async with running_product(small_disk) as product:
        assert (await product.http.get("/readyz")).json()["checks"]["database"] == "ok"
        filler = small_disk / "filler"
        with filler.open("wb") as file:
            file.write(b"x" * (SMALL - signs.LEAST_ROOM))
        answer = await product.http.get("/readyz")
        assert answer.status_code == 503
        said = answer.json()["checks"]["database"]
        assert said.startswith("the disk of the database is full: ")
        assert "MB are left" in said
        filler.unlink()
        assert (await product.http.get("/readyz")).json()["checks"]["database"] == "ok"


@pytest.mark.trial("A48")
async def test_a_database_that_answers_and_takes_nothing_is_not_ready(
    product: RunningProduct,
) -> None:
    async with product.database.write() as session:
        await session.execute(text("PRAGMA query_only = ON"))  # stays with the pooled connection
    product.database._wrote_at = float("-inf")
    answer = await product.http.get("/readyz")
    assert answer.status_code == 503
    assert "readonly" in answer.json()["checks"]["database"]
