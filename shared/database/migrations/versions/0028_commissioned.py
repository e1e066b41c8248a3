"""Series that are for their customers' staff alone."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """All series begin open to everybody."""
    for name in ("for_customers", "is_listed_anyway"):
        op.add_column("series", sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False))
