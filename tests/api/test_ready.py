"""What readyz says when something that still answers can't do its work."""

from pathlib import Path

import pytest
from sqlalchemy import text

from chaos.disk import NO_DISK, small_disk
from db import signs
from products import RunningProduct, running_product

SMALL = 70
"""Megabytes."""


@pytest.mark.trial("A48")
async def test_a_full_disk_is_told_before_and_when_nothing_can_be_written(tmp_path: Path) -> None:
    with small_disk(tmp_path, SMALL) as small:
        if not small:
            pytest.skip(NO_DISK)
        await fill(tmp_path)


async def fill(disk: Path) -> None:
    async with running_product(disk) as product:
        assert (await product.http.get("/readyz")).json()["checks"]["database"] == "ok"
        filler = disk / "filler"
        filler.write_bytes(b"x" * ((SMALL << 20) - signs.LEAST_ROOM))
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
