"""What a presenter who declines writes to the organiser."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody has written any yet."""
    op.add_column("presenters", sa.Column("reply_note", sa.String(500), nullable=False, server_default=""))
