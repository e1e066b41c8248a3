"""Materials as files too, each with what it is for, who sees it and from when."""

import sqlalchemy as sa
from alembic import op

from shared.schema.base import Instant

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """SQLite can't drop NOT NULL from a column: the table, to which nothing refers, is made anew."""
    op.create_table(
        "new_materials",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("url", sa.String(length=1000), nullable=False),
        sa.Column("visible_from", Instant(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
    )
    kept = "id, session_id, title, url, visible_from, created_at"
    op.execute(f"INSERT INTO new_materials ({kept}) SELECT {kept} FROM materials")  # noqa: S608 - names of our own
    op.drop_table("materials")
    _create_materials()
    op.execute(
        f"INSERT INTO materials ({kept}, kind, audience, since, captions, shared_at, added_by)"  # noqa: S608
        f" SELECT {kept}, 'after', 'participants', CASE WHEN visible_from IS NULL THEN 'now' ELSE 'moment' END,"
        " 'missing', created_at, '' FROM new_materials"
    )
    op.drop_table("new_materials")
    op.create_table(
        "material_pieces",
        sa.Column("material_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["material_id"], ["materials.id"], name=op.f("fk_material_pieces_material_id")),
        sa.PrimaryKeyConstraint("material_id", "number", name=op.f("pk_material_pieces")),
    )


def _create_materials() -> None:
    op.create_table(
        "materials",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=9), nullable=False),
        sa.Column("audience", sa.String(length=12), nullable=False),
        sa.Column("since", sa.String(length=6), nullable=False),
        sa.Column("visible_from", Instant(), nullable=True),
        sa.Column("shared_at", Instant(), nullable=True),
        sa.Column("captions", sa.String(length=7), nullable=False),
        sa.Column("url", sa.String(length=1000), nullable=True),
        sa.Column("file_name", sa.String(length=200), nullable=True),
        sa.Column("file_type", sa.String(length=4), nullable=True),
        sa.Column("size_bytes", sa.Integer(), nullable=True),
        sa.Column("added_by", sa.String(length=80), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.CheckConstraint("kind IN ('before', 'after', 'recording')", name=op.f("ck_materials_kind")),
        sa.CheckConstraint(
            "audience IN ('everybody', 'participants', 'organisers')", name=op.f("ck_materials_audience")
        ),
        sa.CheckConstraint("since IN ('now', 'start', 'end', 'moment')", name=op.f("ck_materials_since")),
        sa.CheckConstraint("captions IN ('missing', 'there', 'exempt')", name=op.f("ck_materials_captions")),
        sa.CheckConstraint("(since = 'moment') = (visible_from IS NOT NULL)", name=op.f("ck_materials_moment")),
        sa.CheckConstraint("(url IS NULL) = (file_name IS NOT NULL)", name=op.f("ck_materials_link_or_file")),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_materials_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_materials")),
    )
    op.create_index(op.f("ix_materials_session_id"), "materials", ["session_id"])
    uncaptioned = sa.text(
        "kind = 'recording' AND captions = 'missing' AND audience <> 'organisers' AND url IS NOT NULL"
    )
    op.create_index(
        "ix_materials_uncaptioned",
        "materials",
        ["session_id"],
        sqlite_where=uncaptioned,
        postgresql_where=uncaptioned,
    )
