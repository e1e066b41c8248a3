"""Drafts shown by a secret link, and drafts that are templates."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing is shown yet, and nothing is a template."""
    for name in ("is_shared", "is_template"):
        op.add_column("series", sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("series", sa.Column("shared_version", sa.Integer(), server_default="0", nullable=False))
