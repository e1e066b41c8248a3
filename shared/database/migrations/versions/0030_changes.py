"""What a change of a series or a session changed, from what to what."""

import sqlalchemy as sa
from alembic import op

from shared.schema.base import Instant

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Empty at first: of earlier changes only the fields' names are known."""
    op.create_table(
        "changes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_changes_series_id_series")),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_changes_session_id_sessions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changes")),
    )
    op.create_index(op.f("ix_changes_series_id"), "changes", ["series_id"])
    op.create_index(op.f("ix_changes_session_id"), "changes", ["session_id"])
    op.create_table(
        "changed_fields",
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["change_id"], ["changes.id"], name=op.f("fk_changed_fields_change_id_changes")),
        sa.PrimaryKeyConstraint("change_id", "field", name=op.f("pk_changed_fields")),
    )
