"""Without the indexes that no question asks for: each costs every registration a write."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Drop them; the acts that still name a contact are found by their offering when it is time to forget them."""
    for column in ("at", "series_id", "session_id"):
        op.drop_index(f"ix_journal_{column}", table_name="journal")
    for column in ("offering_id", "organisation_id"):
        op.drop_index(f"ix_batches_{column}", table_name="batches")
    named = sa.text("contact_email IS NOT NULL")
    op.create_index("ix_batches_named", "batches", ["offering_id"], sqlite_where=named, postgresql_where=named)
