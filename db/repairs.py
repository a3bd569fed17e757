"""Rows of repairs that failed, which are counted across cases (REQ B2)."""

from datetime import datetime

from sqlalchemy import Index, func, select
from sqlalchemy.orm import Mapped, mapped_column

from db.listed import Listed, Listing
from db.models.base import Base, Utc
from db.session import Database
from db.upsert import Values
from domain.case.repairs import FailedRepairEntry
from vault import Vault


class FailedRepairRow(Listed, Base):
    """A repair that did not hold; `id` is that of the visit that tried it.

    Serial number and fault are written as they are counted.
    """

    __tablename__ = "failed_repairs"
    __table_args__ = (Index(None, "serial_number", "fault"),)

    serial_number: Mapped[str]
    fault: Mapped[str]
    at: Mapped[datetime] = mapped_column(Utc)
    disproved: Mapped[bool]


async def count_failed(
    database: Database, serial_number: str, fault: str, *, except_in: str
) -> int:
    """How many repairs of a machine's fault have failed in other cases. None are known of a machine
    without a serial number, and none failed that was disproved since."""
    if not serial_number:
        return 0
    query = (
        select(func.count())
        .select_from(FailedRepairRow)
        .where(
            FailedRepairRow.disproved.is_(False),
            FailedRepairRow.serial_number == serial_number,
            FailedRepairRow.fault == fault,
            FailedRepairRow.number != except_in,
        )
    )
    async with database.read() as session:
        return await session.scalar(query) or 0


def _columns(vault: Vault, number: str, entry: FailedRepairEntry) -> Values:
    return {"id": entry.repair.visit, **entry.repair.model_dump(exclude={"visit"})}


LISTINGS = (Listing("failed_repairs", FailedRepairEntry, FailedRepairRow, _columns),)
