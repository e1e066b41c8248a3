"""Questions of offerings, and when each was answered."""

import sqlalchemy as sa
from alembic import op

from shared.schema.base import Instant

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for what organisers ask, and for the moment of an answer, which proves a consent."""
    op.create_table(
        "questions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("offering_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("help", sa.String(length=500), nullable=False),
        sa.Column("kind", sa.String(length=7), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("shown_to_contact", sa.Boolean(), nullable=False),
        sa.Column("is_sensitive", sa.Boolean(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("removed_at", Instant(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('text', 'choice', 'many', 'number', 'yes-no', 'consent')", name=op.f("ck_questions_kind")
        ),
        sa.CheckConstraint("NOT (is_sensitive AND shown_to_contact)", name=op.f("ck_questions_sensitive_is_not_shown")),
        sa.ForeignKeyConstraint(["offering_id"], ["offerings.id"], name=op.f("fk_questions_offering_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        sa.UniqueConstraint("offering_id", "key", name=op.f("uq_questions_offering_id_key")),
    )
    op.create_index("ix_questions_offering_id_position", "questions", ["offering_id", "position"])
    op.add_column("answers", sa.Column("answered_at", Instant(), nullable=True))
