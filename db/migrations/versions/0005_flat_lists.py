"""Keep the lists of cases flat, however many there are."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

WIDER = ("owner", "team")
"""Their index lacked the number, the last column of the order, so that another was chosen."""
BY_OPENING = ("owner", "stage", "tier", "sla_state")
AGENDA = ["owner", "status", "latest_by"]


def upgrade() -> None:
    op.drop_index("ix_promises_owner_status_latest_by", table_name="promises")
    op.create_index(
        "ix_promises_owner_status_latest_by_number_id", "promises", [*AGENDA, "number", "id"]
    )
    for column in WIDER:
        op.drop_index(f"ix_cases_{column}_phase_next_promise_due", table_name="cases")
        op.create_index(
            f"ix_cases_{column}_phase_next_promise_due_number",
            "cases",
            [column, "phase", "next_promise_due", "number"],
        )
    for column in BY_OPENING:
        op.create_index(
            f"ix_cases_{column}_opened_at_number", "cases", [column, "opened_at", "number"]
        )


def downgrade() -> None:
    for column in BY_OPENING:
        op.drop_index(f"ix_cases_{column}_opened_at_number", table_name="cases")
    for column in WIDER:
        op.drop_index(f"ix_cases_{column}_phase_next_promise_due_number", table_name="cases")
        op.create_index(
            f"ix_cases_{column}_phase_next_promise_due",
            "cases",
            [column, "phase", "next_promise_due"],
        )
    op.drop_index("ix_promises_owner_status_latest_by_number_id", table_name="promises")
    op.create_index("ix_promises_owner_status_latest_by", "promises", AGENDA)
