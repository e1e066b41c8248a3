"""The people of a staff list are kept column by column, not row by row."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_LISTS = sa.table("staff_lists", sa.column("id", sa.Uuid()), sa.column("roster", sa.JSON()))


def upgrade() -> None:
    """Turn the lists that are being looked over now."""
    op.execute("ALTER TABLE staff_lists RENAME COLUMN rows TO roster")
    db = op.get_bind()
    for list_id, rows in db.execute(sa.select(_LISTS)).all():
        roster = {
            "numbers": [row["number"] for row in rows],
            "names": [row["name"] for row in rows],
            "emails": [row["email"] for row in rows],
            "units": [row["unit"] for row in rows],
            "kept": [row["number"] for row in rows if row.get("unit_kept")],
        }
        db.execute(sa.update(_LISTS).where(_LISTS.c.id == list_id).values(roster=roster))
