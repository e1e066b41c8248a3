"""What all senders together may do for each domain."""

import sqlalchemy as sa
from alembic import op

from shared.schema.base import Instant

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Empty at first: they are kept only where there are limits."""
    op.create_table(
        "domain_turns",
        sa.Column("domain", sa.String(length=254), nullable=False),
        sa.Column("next_at", Instant(), nullable=False),
        sa.Column("put_off_until", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("domain", name=op.f("pk_domain_turns")),
    )
    op.create_table(
        "sender_shares",
        sa.Column("holder", sa.Uuid(), nullable=False),
        sa.Column("at_once", sa.Integer(), nullable=False),
        sa.Column("leased_until", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("holder", name=op.f("pk_sender_shares")),
    )
