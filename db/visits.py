"""Rows of visits and failed repairs, and what is asked of them."""

from typing import Any

from sqlalchemy import func, select

from db.models import FailedRepairRow
from db.session import Database
from db.upsert import Values
from domain.repairs import RepairFailed
from domain.visits.records import Visit


def row_of(number: str, visit: Visit) -> Values:
    """The row of a visit that was just arranged."""
    left_out = {"report", "failed_before"}
    return {"number": number, **visit.model_dump(exclude=left_out), "report_due_at": None}


def failed_row(number: str, event: RepairFailed) -> Values:
    """The row of a repair that failed."""
    fields: dict[str, Any] = event.model_dump(include={"serial_number", "fault", "at"})
    return {"number": number, "id": event.visit, **fields}


async def count_failed_repairs(
    database: Database, serial_number: str, fault: str, *, except_in: str
) -> int:
    """How many repairs of a machine's fault have failed in other cases. None are known of a machine
    without a serial number."""
    if not serial_number:
        return 0
    query = (
        select(func.count())
        .select_from(FailedRepairRow)
        .where(
            FailedRepairRow.serial_number == serial_number,
            FailedRepairRow.fault == fault,
            FailedRepairRow.number != except_in,
        )
    )
    async with database.read() as session:
        return await session.scalar(query) or 0
