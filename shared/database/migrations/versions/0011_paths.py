"""Learning paths, what an offering requires, and for whom that is waived."""

import sqlalchemy as sa
from alembic import op

from shared.schema.base import Instant

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for them."""
    op.add_column("offerings", sa.Column("has_requirements", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "offering_requirements",
        sa.Column("offering_id", sa.Uuid(), nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["offering_id"], ["offerings.id"], name=op.f("fk_offering_requirements_offering_id")),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_offering_requirements_series_id")),
        sa.PrimaryKeyConstraint("offering_id", "series_id", name=op.f("pk_offering_requirements")),
    )
    op.create_index("ix_offering_requirements_series_id", "offering_requirements", ["series_id"])
    op.create_table(
        "requirement_waivers",
        sa.Column("offering_id", sa.Uuid(), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["offering_id"], ["offerings.id"], name=op.f("fk_requirement_waivers_offering_id")),
        sa.PrimaryKeyConstraint("offering_id", "email_key", name=op.f("pk_requirement_waivers")),
    )
    op.create_index("ix_requirement_waivers_email_key", "requirement_waivers", ["email_key"])
    _paths()


def _paths() -> None:
    op.create_table(
        "paths",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.String(length=500), nullable=False),
        sa.Column("description", sa.String(length=20_000), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("state", sa.String(length=9), nullable=False),
        sa.Column("organiser_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.CheckConstraint("state IN ('draft', 'published')", name=op.f("ck_paths_state")),
        sa.ForeignKeyConstraint(["organiser_id"], ["organisations.id"], name=op.f("fk_paths_organiser_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paths")),
        sa.UniqueConstraint("slug", name=op.f("uq_paths_slug")),
    )
    op.create_index("ix_paths_organiser_id", "paths", ["organiser_id"])
    op.create_table(
        "path_stages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("path_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("rule", sa.String(length=4), nullable=False),
        sa.Column("credits_from", sa.Numeric(precision=5, scale=1), nullable=True),
        sa.Column("credits_to", sa.Numeric(precision=5, scale=1), nullable=True),
        sa.CheckConstraint("rule IN ('all', 'one', 'some')", name=op.f("ck_path_stages_rule")),
        sa.CheckConstraint("credits_from >= 0", name=op.f("ck_path_stages_credits_not_negative")),
        sa.CheckConstraint("credits_to >= credits_from", name=op.f("ck_path_stages_credits_in_order")),
        sa.ForeignKeyConstraint(["path_id"], ["paths.id"], name=op.f("fk_path_stages_path_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_path_stages")),
        sa.UniqueConstraint("path_id", "position", name=op.f("uq_path_stages_path_id_position")),
    )
    op.create_table(
        "path_stage_series",
        sa.Column("stage_id", sa.Uuid(), nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_path_stage_series_series_id")),
        sa.ForeignKeyConstraint(["stage_id"], ["path_stages.id"], name=op.f("fk_path_stage_series_stage_id")),
        sa.PrimaryKeyConstraint("stage_id", "series_id", name=op.f("pk_path_stage_series")),
    )
    op.create_index("ix_path_stage_series_series_id", "path_stage_series", ["series_id"])
