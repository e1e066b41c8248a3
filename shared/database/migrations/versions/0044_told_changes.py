"""What changes of presenters, ways to register, materials, questions and assignments changed, beside the undoable."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Those before are of series and sessions themselves."""
    op.add_column("changes", sa.Column("about", sa.String(length=20), nullable=True))
    op.add_column("changes", sa.Column("subject_id", sa.Uuid(), nullable=True))
