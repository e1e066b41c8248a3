"""Presenters' profiles: what one person shows of themselves wherever they present."""

import sqlalchemy as sa
from alembic import op

from shared.schema.base import Instant

revision = "0032"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room; nobody has told anything yet."""
    op.create_table(
        "presenter_profiles",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("intro_fi", sa.String(length=600), nullable=False),
        sa.Column("intro_sv", sa.String(length=600), nullable=False),
        sa.Column("intro_en", sa.String(length=600), nullable=False),
        sa.Column("link", sa.String(length=1000), nullable=True),
        sa.Column("photo", sa.String(length=16), nullable=True),
        sa.Column("is_own", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presenter_profiles")),
        sa.UniqueConstraint("email", name=op.f("uq_presenter_profiles_email")),
    )
    op.create_table(
        "presenter_photos",
        sa.Column("profile_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["profile_id"], ["presenter_profiles.id"], name=op.f("fk_presenter_photos_profile_id")),
        sa.PrimaryKeyConstraint("profile_id", name=op.f("pk_presenter_photos")),
    )
