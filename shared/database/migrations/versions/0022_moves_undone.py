"""Moves of sessions that can be undone until they are told."""

import sqlalchemy as sa
from alembic import op

from shared.schema.base import Instant

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two columns that say until when nobody is told, and what it takes to undo."""
    op.add_column("sessions", sa.Column("told_from", Instant(), nullable=True))
    op.add_column("journal", sa.Column("tell_at", Instant(), nullable=True))
    op.create_table(
        "session_moves",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("told_from", Instant(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("starts_before", Instant(), nullable=False),
        sa.Column("ends_before", Instant(), nullable=False),
        sa.Column("revision_before", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("revision_undone", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_session_moves_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_moves")),
    )
    op.create_index(op.f("ix_session_moves_session_id"), "session_moves", ["session_id"])
    op.create_index(op.f("ix_session_moves_actor"), "session_moves", ["actor"])
