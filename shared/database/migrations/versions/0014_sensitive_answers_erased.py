"""Which offerings are done with: their sensitive answers are erased, and nobody needs to look for them again."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for the mark; until it is made, an offering is looked at once more."""
    op.add_column("seats", sa.Column("answers_erased_at_version", sa.Integer(), nullable=True))
