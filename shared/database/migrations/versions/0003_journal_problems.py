"""Journal lines that could not be turned into messages."""

import sqlalchemy as sa
from alembic import op

from shared.schema.base import Instant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keep how often a line failed and when it is tried again, so that one bad line holds nothing up."""
    op.create_table(
        "journal_problems",
        sa.Column(
            "journal_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", Instant(), nullable=True),
        sa.Column("problem", sa.String(length=500), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("journal_id", name=op.f("pk_journal_problems")),
    )
