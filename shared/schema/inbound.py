"""What comes back by mail, written by the notifications service."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from shared.schema.base import EMAIL_LENGTH, NAME_LENGTH, TOKEN_LENGTH, new_id
from shared.schema.notifications import NotificationsTable

#: reply and counter are a calendar's answers (RFC 5546 sections 3.2.3 and 3.2.7); a letter is written by a person
INBOUND_KINDS = ("reply", "counter", "bounce", "automatic", "letter", "other")
#: ``accepted``: the session is held then; ``overtaken``: it has another time, or a newer proposal took its place
PROPOSALS = ("open", "declined", "accepted", "overtaken")


class Inbound(NotificationsTable):
    """A mail that came back, and what was made of it."""

    __tablename__ = "inbound"
    __table_args__ = (
        Index("ix_inbound_series_id_id", "series_id", "id"),
        Index(
            "ix_inbound_open_proposals",
            "session_id",
            sqlite_where=text("proposal = 'open'"),
            postgresql_where=text("proposal = 'open'"),
        ),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    received_at: Mapped[datetime] = mapped_column(index=True)
    #: SHA-256 of the mail: the same one twice is one
    digest: Mapped[str] = mapped_column(String(TOKEN_LENGTH), unique=True)
    #: one of INBOUND_KINDS
    kind: Mapped[str] = mapped_column(String(12), default="reply", server_default="reply", index=True)
    #: applied, forwarded, stale, foreign, noted or not_a_reply
    outcome: Mapped[str] = mapped_column(String(20))
    #: why it changed nothing: a word that the page and the API explain, or a sentence about the mail
    reason: Mapped[str | None] = mapped_column(String(300))
    session_id: Mapped[UUID | None]
    #: whose mail it is; empty when it doesn't say
    sender: Mapped[str] = mapped_column(String(EMAIL_LENGTH), index=True)
    #: whose answer it is, where another mailed it for them (RFC 5545 section 3.2.18)
    attendee: Mapped[str | None] = mapped_column(String(EMAIL_LENGTH), index=True)
    #: PARTSTAT in lower case, null when there is none (RFC 5545 section 3.2.12)
    answer: Mapped[str | None] = mapped_column(String(20))
    #: what the person wrote beside the answer
    comment: Mapped[str | None] = mapped_column(String(2000))
    #: our mail that it answers or that came back
    message_id: Mapped[UUID | None] = mapped_column(index=True)
    series_id: Mapped[UUID | None]
    #: what a person wrote who answered by an ordinary mail
    subject: Mapped[str | None] = mapped_column(String(NAME_LENGTH))
    text: Mapped[str | None] = mapped_column(Text)
    #: another time that was proposed (METHOD:COUNTER), and what became of it: one of PROPOSALS
    proposed_starts_at: Mapped[datetime | None]
    proposed_ends_at: Mapped[datetime | None]
    proposal: Mapped[str | None] = mapped_column(String(10))
