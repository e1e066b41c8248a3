"""A draft that is published at a time; the history of a series, found without a look at everybody's registrations."""

import sqlalchemy as sa
from alembic import op

from shared.schema.base import Instant

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room; no draft has such a time yet."""
    of_organisers = sa.text("substr(kind, 1, 12) <> 'registration'")
    op.create_index(
        "ix_journal_history",
        "journal",
        ["series_id", "id"],
        sqlite_where=of_organisers,
        postgresql_where=of_organisers,
    )
    op.add_column("series", sa.Column("publish_at", Instant(), nullable=True))
