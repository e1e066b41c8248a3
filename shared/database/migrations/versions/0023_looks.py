"""The look of an organisation: a colour and a logo of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room; no organisation has any yet."""
    op.add_column("organisations", sa.Column("colour", sa.String(length=7), nullable=True))
    op.add_column("organisations", sa.Column("logo", sa.String(length=16), nullable=True))
    op.create_table(
        "organisation_logos",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_organisation_logos_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_organisation_logos")),
    )
