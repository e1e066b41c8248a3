"""What a mail that came back answered."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keep the answer and the words beside it, so that an organiser sees also what changed nothing."""
    op.add_column("inbound", sa.Column("answer", sa.String(length=20), nullable=True))
    op.add_column("inbound", sa.Column("comment", sa.String(length=2000), nullable=True))
