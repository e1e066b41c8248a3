"""What an organiser writes to people of one session."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Those before are to people of a series, or of an offering."""
    # inline, since SQLite adds no constraint to a table that is there; made anew, it would drop what refers to it
    op.add_column(
        "announcements",
        sa.Column(
            "session_id",
            sa.Uuid(),
            sa.ForeignKey("sessions.id", name=op.f("fk_announcements_session_id")),
            nullable=True,
        ),
        inline_references=True,
    )
    op.create_index(op.f("ix_announcements_session_id"), "announcements", ["session_id"])
