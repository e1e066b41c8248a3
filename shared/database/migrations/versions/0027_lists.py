"""When a series is over, and presenters by address: lists need not look at all sessions, nor at all presenters."""

import sqlalchemy as sa
from alembic import op

from shared.schema.base import Instant

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """As every change keeps it from then on; a series of which nothing was held was over when that was decided."""
    op.add_column("series", sa.Column("over_at", Instant(), nullable=True))
    op.execute(
        "UPDATE series SET over_at = COALESCE("
        "(SELECT MAX(ends_at) FROM sessions WHERE series_id = series.id AND state = 'scheduled'), changed_at) "
        "WHERE EXISTS (SELECT 1 FROM sessions WHERE series_id = series.id)"
    )
    op.create_index("ix_series_state_over_at", "series", ["state", "over_at"])
    op.create_index("ix_presenters_email", "presenters", ["email"])
