"""Documents hold more words: what a series and a session is called in all languages."""

from alembic import op

revision = "0047"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Have all made anew, when the clock rings."""
    op.execute("DELETE FROM search_documents")
