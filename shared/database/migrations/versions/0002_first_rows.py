"""The rows that every installation begins with."""

import sqlalchemy as sa
from alembic import op

from shared.schema.base import new_id

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_DAY_MINUTES = 24 * 60


def upgrade() -> None:
    """Remind everybody the day before each session; begin reading the journal at its beginning."""
    rules = sa.table("reminder_rules", sa.column("id", sa.Uuid()), sa.column("anchor"), sa.column("offset_minutes"))
    op.bulk_insert(rules, [{"id": new_id(), "anchor": "session-start", "offset_minutes": -_DAY_MINUTES}])
    mark = sa.table("journal_mark", sa.column("name"), sa.column("journal_id"))
    op.bulk_insert(mark, [{"name": "journal", "journal_id": 0}])
