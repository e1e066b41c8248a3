"""Finding the few sessions that have a rehearsal."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What the schedule asks for every time it is shown."""
    rehearsed = sa.text("rehearsal_before IS NOT NULL")
    op.create_index(
        "ix_sessions_rehearsed", "sessions", ["starts_at"], sqlite_where=rehearsed, postgresql_where=rehearsed
    )
