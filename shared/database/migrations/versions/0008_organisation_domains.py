"""Mail domains by which an organisation's people are recognised."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for the domains, and find an organisation's people also when others registered beside them."""
    op.create_table(
        "organisation_domains",
        sa.Column("domain", sa.String(length=253), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_organisation_domains_organisation_id")
        ),
        sa.PrimaryKeyConstraint("domain", name=op.f("pk_organisation_domains")),
    )
    op.create_index("ix_organisation_domains_organisation_id", "organisation_domains", ["organisation_id"])
    is_known = sa.text("organisation_id IS NOT NULL")
    op.create_index(
        "ix_registrations_organisation_id",
        "registrations",
        ["organisation_id"],
        sqlite_where=is_known,
        postgresql_where=is_known,
    )
