"""Tables by which all senders together keep to what a receiving mail server puts up with."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from shared.schema.base import EMAIL_LENGTH
from shared.schema.notifications import NotificationsTable


class DomainTurns(NotificationsTable):
    """When the next mail may go to one domain. Only kept where mails a minute are limited, and while it matters."""

    __tablename__ = "domain_turns"
    domain: Mapped[str] = mapped_column(String(EMAIL_LENGTH), primary_key=True)
    #: the first moment that no mail has been given
    next_at: Mapped[datetime]
    #: the last for which one has been sent back into the queue
    put_off_until: Mapped[datetime]


class SenderShare(NotificationsTable):
    """How many mails one sender may have on their way to each domain. Only kept where that is limited."""

    __tablename__ = "sender_shares"
    holder: Mapped[UUID] = mapped_column(primary_key=True)
    at_once: Mapped[int]
    leased_until: Mapped[datetime]
