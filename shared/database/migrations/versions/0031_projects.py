"""Projects: period, budget by partner, work packages, indicators with targets, and the series that belong to them."""

import sqlalchemy as sa
from alembic import op

from shared.schema.base import Instant

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room; no series belongs to a project yet."""
    op.create_table(
        "projects",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("summary", sa.String(length=500), nullable=False),
        sa.Column("organiser_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("budget_cents", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_projects_ends_after_start")),
        sa.CheckConstraint("budget_cents >= 0", name=op.f("ck_projects_budget_not_negative")),
        sa.ForeignKeyConstraint(["organiser_id"], ["organisations.id"], name=op.f("fk_projects_organiser_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_projects")),
    )
    op.create_index(op.f("ix_projects_organiser_id"), "projects", ["organiser_id"])
    _partners()
    _parts()
    _series()


def _partners() -> None:
    op.create_table(
        "project_partners",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("budget_cents", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "role IN ('lead', 'part-implementer', 'partner', 'funder')", name=op.f("ck_project_partners_role")
        ),
        sa.CheckConstraint("budget_cents >= 0", name=op.f("ck_project_partners_budget_not_negative")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_project_partners_project_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_project_partners_organisation_id")
        ),
        sa.PrimaryKeyConstraint("project_id", "organisation_id", name=op.f("pk_project_partners")),
    )
    op.create_index(op.f("ix_project_partners_organisation_id"), "project_partners", ["organisation_id"])


def _parts() -> None:
    op.create_table(
        "work_packages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_work_packages_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_packages")),
        sa.UniqueConstraint("project_id", "name", name=op.f("uq_work_packages_project_id_name")),
    )
    op.create_table(
        "project_indicators",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.CheckConstraint("target >= 0", name=op.f("ck_project_indicators_target_not_negative")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_project_indicators_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_indicators")),
        sa.UniqueConstraint("project_id", "name", name=op.f("uq_project_indicators_project_id_name")),
    )


def _series() -> None:
    op.create_table(
        "project_series",
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("work_package_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_project_series_series_id")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_project_series_project_id")),
        sa.ForeignKeyConstraint(
            ["work_package_id"], ["work_packages.id"], name=op.f("fk_project_series_work_package_id")
        ),
        sa.PrimaryKeyConstraint("series_id", name=op.f("pk_project_series")),
    )
    op.create_index(op.f("ix_project_series_project_id"), "project_series", ["project_id"])
