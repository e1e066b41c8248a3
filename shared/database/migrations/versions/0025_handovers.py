"""Who answers for a series, and its way to another organisation."""

import sqlalchemy as sa
from alembic import op

from shared.schema.base import Instant

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """All series begin without a person who answers for them alone."""
    op.create_table(
        "series_responsibles",
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_series_responsibles_series_id")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_series_responsibles_account_id")),
        sa.PrimaryKeyConstraint("series_id", name=op.f("pk_series_responsibles")),
    )
    op.create_index(op.f("ix_series_responsibles_account_id"), "series_responsibles", ["account_id"])
    op.create_table(
        "series_handovers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("keeps_role", sa.String(length=16), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.CheckConstraint(
            "state IN ('asked', 'accepted', 'declined', 'withdrawn')", name=op.f("ck_series_handovers_state")
        ),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_series_handovers_series_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_series_handovers_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series_handovers")),
    )
    op.create_index(op.f("ix_series_handovers_organisation_id"), "series_handovers", ["organisation_id"])
    is_open = sa.text("state = 'asked'")
    op.create_index(
        "uq_series_handovers_open",
        "series_handovers",
        ["series_id"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
