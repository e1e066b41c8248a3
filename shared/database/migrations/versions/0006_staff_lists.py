"""Staff lists, colleagues who take over a place, and single sessions that somebody doesn't come to."""

import sqlalchemy as sa
from alembic import op

from shared.schema.base import Instant

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for what an organisation does with its people's places."""
    # inline, since SQLite adds no constraint to a table that is there; made anew, it would drop what refers to it
    op.add_column(
        "registrations",
        sa.Column(
            "substitutes_id",
            sa.Uuid(),
            sa.ForeignKey("registrations.id", name=op.f("fk_registrations_substitutes_id")),
            nullable=True,
        ),
        inline_references=True,
    )
    op.create_table(
        "session_withdrawals",
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name=op.f("fk_session_withdrawals_registration_id")
        ),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_session_withdrawals_session_id")),
        sa.PrimaryKeyConstraint("registration_id", "session_id", name=op.f("pk_session_withdrawals")),
    )
    op.create_index("ix_session_withdrawals_session_id", "session_withdrawals", ["session_id"])
    op.create_table(
        "staff_lists",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("offering_ids", sa.JSON(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("batches", sa.JSON(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_staff_lists_organisation_id")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_staff_lists_series_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_lists")),
    )
    op.create_index("ix_staff_lists_created_at", "staff_lists", ["created_at"])
