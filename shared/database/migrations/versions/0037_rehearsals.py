"""A rehearsal of its presenters before a session."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room; no session has any yet."""
    op.execute(
        "ALTER TABLE sessions ADD COLUMN rehearsal_before INTEGER"
        " CONSTRAINT ck_sessions_rehearsal_before CHECK (rehearsal_before BETWEEN 1 AND 20160)"
    )
    op.execute(
        "ALTER TABLE sessions ADD COLUMN rehearsal_minutes INTEGER DEFAULT '15' NOT NULL"
        " CONSTRAINT ck_sessions_rehearsal_minutes CHECK (rehearsal_minutes BETWEEN 1 AND 480)"
    )
    op.add_column("sessions", sa.Column("rehearsal_revision", sa.Integer(), server_default="0", nullable=False))
