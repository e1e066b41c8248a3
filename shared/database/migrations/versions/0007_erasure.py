"""How long personal data is kept, and people who are erased."""

import sqlalchemy as sa
from alembic import op

from shared.schema.base import Instant

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Give each series its time, and people the moment when theirs came."""
    # written out: SQLite takes a check only within the column that is added, and both databases read this
    op.execute(
        "ALTER TABLE series ADD COLUMN retention_months INTEGER DEFAULT 24 NOT NULL"
        " CONSTRAINT ck_series_retention_months CHECK (retention_months BETWEEN 1 AND 120)"
    )
    op.add_column("people", sa.Column("erasure_asked_at", Instant(), nullable=True))
    op.add_column("people", sa.Column("erased_at", Instant(), nullable=True))
    _index_where_known("people", "erasure_asked_at")
    _index_where_known("people", "erased_at")
    _index_where_known("batches", "contact_email")


def _index_where_known(table: str, column: str) -> None:
    known = sa.text(f"{column} IS NOT NULL")
    op.create_index(f"ix_{table}_{column}", table, [column], sqlite_where=known, postgresql_where=known)
