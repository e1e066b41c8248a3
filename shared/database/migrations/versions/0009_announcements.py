"""What organisers write to participants; and marks that save looking for people to erase again and again."""

import sqlalchemy as sa
from alembic import op

from shared.schema.base import Instant

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room, and have everybody erased so far looked at once more."""
    op.create_table(
        "announcements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("offering_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reply_to", sa.String(length=254), nullable=True),
        sa.Column("is_test", sa.Boolean(), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["offering_id"], ["offerings.id"], name=op.f("fk_announcements_offering_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcements")),
    )
    op.create_index("ix_announcements_offering_id", "announcements", ["offering_id"])
    op.create_table(
        "announcement_recipients",
        sa.Column("announcement_id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["announcements.id"],
            name=op.f("fk_announcement_recipients_announcement_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name=op.f("fk_announcement_recipients_registration_id")
        ),
        sa.PrimaryKeyConstraint("announcement_id", "registration_id", name=op.f("pk_announcement_recipients")),
    )
    op.create_table(
        "people_to_forget",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_people_to_forget")),
    )
    op.execute(
        "INSERT INTO people_to_forget (person_id, since) SELECT id, erased_at FROM people WHERE erased_at IS NOT NULL"
    )
    op.add_column("seats", sa.Column("erased_up_to", sa.Uuid(), nullable=True))
