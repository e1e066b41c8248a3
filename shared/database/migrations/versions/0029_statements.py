"""The accessibility statement and the privacy notice in an installation's own words."""

import sqlalchemy as sa
from alembic import op

from shared.schema.base import Instant

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room; the standard texts are shown until somebody writes others."""
    op.create_table(
        "statements",
        sa.Column("kind", sa.String(length=13), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("text", sa.String(length=20000), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.CheckConstraint("kind IN ('accessibility', 'privacy')", name=op.f("ck_statements_kind")),
        sa.CheckConstraint("language IN ('fi', 'sv', 'en')", name=op.f("ck_statements_language")),
        sa.PrimaryKeyConstraint("kind", "language", name=op.f("pk_statements")),
    )
