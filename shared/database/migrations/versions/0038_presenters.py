"""Answers that presenters see, and which organisation began a presenter's profile."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody was told so far that presenters see an answer, so none is shown."""
    # written out: SQLite takes a check only within the column that is added, and both databases read this
    op.execute(
        "ALTER TABLE questions ADD COLUMN shown_to_presenters BOOLEAN DEFAULT false NOT NULL"
        " CONSTRAINT ck_questions_sensitive_is_not_presented CHECK (NOT (is_sensitive AND shown_to_presenters))"
    )
    organisation = sa.ForeignKey("organisations.id", name=op.f("fk_presenter_profiles_begun_by_id"))
    column = sa.Column("begun_by_id", sa.Uuid(), organisation, nullable=True)
    op.add_column("presenter_profiles", column, inline_references=True)
