"""Programmes: what a session is, preliminary assignments and who has done them, small groups."""

import sqlalchemy as sa
from alembic import op

from shared.schema.base import Instant

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room; every session that is there is a meeting."""
    # written out: SQLite takes a check only within the column that is added, and both databases read this
    op.execute(
        "ALTER TABLE sessions ADD COLUMN kind VARCHAR(9) DEFAULT 'meeting' NOT NULL"
        " CONSTRAINT ck_sessions_kind CHECK (kind IN ('meeting', 'webinar', 'study-day', 'workshop'))"
    )
    _assignments()
    _small_groups()


def _assignments() -> None:
    op.create_table(
        "assignments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column("offering_id", sa.Uuid(), nullable=True),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("days_before", sa.Integer(), nullable=True),
        sa.Column("due_at", Instant(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("instructions", sa.String(length=20_000), nullable=False),
        sa.Column("remind_days", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("removed_at", Instant(), nullable=True),
        sa.CheckConstraint(
            "(session_id IS NULL) = (due_at IS NOT NULL)", name=op.f("ck_assignments_session_or_instant")
        ),
        sa.CheckConstraint(
            "(session_id IS NULL) = (days_before IS NULL)", name=op.f("ck_assignments_days_before_session")
        ),
        sa.CheckConstraint("days_before BETWEEN 0 AND 90", name=op.f("ck_assignments_days_before")),
        sa.CheckConstraint("remind_days BETWEEN 1 AND 30", name=op.f("ck_assignments_remind_days")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_assignments_series_id")),
        sa.ForeignKeyConstraint(["offering_id"], ["offerings.id"], name=op.f("fk_assignments_offering_id")),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_assignments_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignments")),
    )
    for column in ("series_id", "offering_id", "session_id", "due_at"):
        op.create_index(op.f(f"ix_assignments_{column}"), "assignments", [column])
    op.create_table(
        "assignments_done",
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("done_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignments.id"], name=op.f("fk_assignments_done_assignment_id")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name=op.f("fk_assignments_done_registration_id")
        ),
        sa.PrimaryKeyConstraint("assignment_id", "registration_id", name=op.f("pk_assignments_done")),
    )
    op.create_index(op.f("ix_assignments_done_registration_id"), "assignments_done", ["registration_id"])


def _small_groups() -> None:
    op.create_table(
        "small_groups",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("offering_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=1000), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["offering_id"], ["offerings.id"], name=op.f("fk_small_groups_offering_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_small_groups")),
    )
    op.create_index(op.f("ix_small_groups_offering_id"), "small_groups", ["offering_id"])
    op.create_table(
        "small_group_members",
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registrations.id"], name=op.f("fk_small_group_members_registration_id")
        ),
        sa.ForeignKeyConstraint(["group_id"], ["small_groups.id"], name=op.f("fk_small_group_members_group_id")),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_small_group_members")),
    )
    op.create_index(op.f("ix_small_group_members_group_id"), "small_group_members", ["group_id"])
