"""Series found by their partners; whoever was written down as a second lead works on the series as before."""

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The lead is the organiser alone, so that there is exactly one."""
    op.create_index(op.f("ix_series_partners_organisation_id"), "series_partners", ["organisation_id"])
    op.execute("UPDATE series_partners SET role = 'part-implementer' WHERE role = 'lead'")
