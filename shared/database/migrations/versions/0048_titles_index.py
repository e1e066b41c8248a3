"""PostgreSQL finds words in titles by an index, having read all titles for that; and what is new is in the indexes at
once.

A GIN index puts new entries aside, and each search reads all of these one after another until somebody sorts them in
("GIN Fast Update", PostgreSQL 66.4.4.1). Here documents are written by the clock, and searched by people who wait.
"""

from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """On SQLite the full-text index knows what is in a title."""
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(
        "CREATE INDEX search_index_titles ON search_documents"
        " USING gin (array_to_tsvector(array_remove(string_to_array(title_words, ' '), ''))) WITH (fastupdate = off)"
    )
    op.execute("ALTER INDEX search_index SET (fastupdate = off)")
    op.execute("SELECT gin_clean_pending_list('search_index')")
