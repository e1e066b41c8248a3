"""An offering that is reserved for the staff of one of the series' customers."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """All begin open to everybody whom the series is for."""
    # inline, since SQLite adds no constraint to a table that is there; made anew, it would drop what refers to it
    op.add_column(
        "offerings",
        sa.Column(
            "customer_id",
            sa.Uuid(),
            sa.ForeignKey("organisations.id", name=op.f("fk_offerings_customer_id")),
            nullable=True,
        ),
        inline_references=True,
    )
