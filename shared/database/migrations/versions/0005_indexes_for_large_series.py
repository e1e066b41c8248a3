"""Indexes that keep large series quick."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Find one person's mails about a session, and one page of a long list, without reading all the others."""
    op.create_index("ix_messages_session_id_recipient_email", "messages", ["session_id", "recipient_email"])
    op.create_index("ix_messages_series_id_id", "messages", ["series_id", "id"])
    op.create_index("ix_registrations_offering_id_id", "registrations", ["offering_id", "id"])
    op.drop_index("ix_messages_session_id", table_name="messages")
    op.drop_index("ix_messages_series_id", table_name="messages")
