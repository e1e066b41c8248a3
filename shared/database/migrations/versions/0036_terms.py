"""Themes and target groups that series are found by: an installation's own terms, in three languages."""

import sqlalchemy as sa
from alembic import op

from shared.schema.base import Instant

revision = "0036"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room; no series has any yet."""
    op.create_table(
        "terms",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("name_fi", sa.String(length=80), nullable=False),
        sa.Column("name_sv", sa.String(length=80), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.CheckConstraint("kind IN ('topic', 'audience')", name=op.f("ck_terms_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_terms")),
        sa.UniqueConstraint("kind", "key", name=op.f("uq_terms_kind_key")),
        sa.UniqueConstraint("kind", "name_fi", name=op.f("uq_terms_kind_name_fi")),
    )
    op.create_table(
        "series_terms",
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column("term_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_series_terms_series_id")),
        sa.ForeignKeyConstraint(["term_id"], ["terms.id"], name=op.f("fk_series_terms_term_id")),
        sa.PrimaryKeyConstraint("series_id", "term_id", name=op.f("pk_series_terms")),
    )
    op.create_index(op.f("ix_series_terms_term_id"), "series_terms", ["term_id"])
