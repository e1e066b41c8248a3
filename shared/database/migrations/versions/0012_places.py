"""Places held for somebody, quotas of organisations, and offerings that need the organiser's yes."""

import sqlalchemy as sa
from alembic import op

from shared.schema.base import Instant

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Say of each offering how its places are given, and of each registration how it came to its place."""
    for name in ("needs_approval", "has_quotas", "promotes_groups"):
        op.add_column("offerings", sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("offerings", sa.Column("promotes_until", Instant(), nullable=True))
    op.create_table(
        "offering_quotas",
        sa.Column("offering_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.CheckConstraint("places >= 0", name=op.f("ck_offering_quotas_places_not_negative")),
        sa.ForeignKeyConstraint(["offering_id"], ["offerings.id"], name=op.f("fk_offering_quotas_offering_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_offering_quotas_organisation_id")
        ),
        sa.PrimaryKeyConstraint("offering_id", "organisation_id", name=op.f("pk_offering_quotas")),
    )
    op.create_index("ix_offering_quotas_organisation_id", "offering_quotas", ["organisation_id"])
    _holds()
    _registrations()


def _holds() -> None:
    op.create_table(
        "holds",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("offering_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.CheckConstraint("places > 0", name=op.f("ck_holds_some_places")),
        sa.ForeignKeyConstraint(["offering_id"], ["offerings.id"], name=op.f("fk_holds_offering_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_holds_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holds")),
    )
    op.create_index("ix_holds_offering_id", "holds", ["offering_id"])
    # written out: SQLite takes a check only within the column that is added, and both databases read this
    op.execute(
        "ALTER TABLE seats ADD COLUMN held INTEGER DEFAULT 0 NOT NULL"
        " CONSTRAINT ck_seats_held_not_negative CHECK (held >= 0)"
    )


def _registrations() -> None:
    op.add_column(
        "registrations", sa.Column("awaits_approval", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("registrations", sa.Column("told_reason", sa.String(length=500), nullable=True))
    # inline, since SQLite adds no constraint to a table that is there; made anew, it would drop what refers to it
    op.add_column(
        "registrations",
        sa.Column(
            "hold_id", sa.Uuid(), sa.ForeignKey("holds.id", name=op.f("fk_registrations_hold_id")), nullable=True
        ),
        inline_references=True,
    )
    _index_where("ix_registrations_awaiting_approval", "offering_id", "awaits_approval")
    _index_where("ix_registrations_hold_id", "hold_id", "hold_id IS NOT NULL")


def _index_where(name: str, column: str, condition: str) -> None:
    holds = sa.text(condition)
    op.create_index(name, "registrations", [column], sqlite_where=holds, postgresql_where=holds)
