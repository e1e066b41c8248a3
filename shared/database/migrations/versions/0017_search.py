"""What is searched: one document for each series and session, and over them each database's own full-text index."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_COLUMNS = "title_words, text_words"


def upgrade() -> None:
    """Empty: the catalogue fills it when the clock rings, and with every change from now on."""
    op.create_table(
        "search_documents",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title_words", sa.Text(), nullable=False),
        sa.Column("text_words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=op.f("fk_search_documents_series_id")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name=op.f("fk_search_documents_session_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_documents")),
        sa.UniqueConstraint("session_id", name=op.f("uq_search_documents_session_id")),
    )
    op.create_index("ix_search_documents_series_id", "search_documents", ["series_id"])
    of_series = sa.text("session_id IS NULL")
    op.create_index(
        "uq_search_documents_of_series",
        "search_documents",
        ["series_id"],
        unique=True,
        sqlite_where=of_series,
        postgresql_where=of_series,
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE INDEX search_index ON search_documents"
            " USING gin (array_to_tsvector(array_remove(string_to_array(title_words || ' ' || text_words, ' '), '')))"
        )
    else:
        _fts5()


def _fts5() -> None:
    """An index without a copy of the words, kept by triggers (SQLite FTS5, section 4.4.3)."""
    op.execute(
        f"CREATE VIRTUAL TABLE search_index USING fts5({_COLUMNS}, content='search_documents', content_rowid='id',"
        " detail='column', tokenize='unicode61 remove_diacritics 0')"
    )
    added = f"INSERT INTO search_index (rowid, {_COLUMNS}) VALUES (new.id, new.title_words, new.text_words);"  # noqa: S608 - names of our own
    gone = (
        f"INSERT INTO search_index (search_index, rowid, {_COLUMNS})"  # noqa: S608 - names of our own
        " VALUES ('delete', old.id, old.title_words, old.text_words);"
    )
    for event, does in (("INSERT", added), ("DELETE", gone), ("UPDATE", gone + added)):
        op.execute(f"CREATE TRIGGER search_index_{event.lower()} AFTER {event} ON search_documents BEGIN {does} END")
