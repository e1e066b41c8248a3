"""Remembered answers, so that a repeated request changes nothing: one table per service, all alike."""

from datetime import datetime

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from shared.schema.base import TOKEN_LENGTH, Base


class RememberedAnswer(Base):
    """The answer that a request with an Idempotency-Key got; written in the transaction of its change."""

    __abstract__ = True
    #: hash of who asked, the call and the key they gave
    key_hash: Mapped[str] = mapped_column(String(TOKEN_LENGTH), primary_key=True)
    #: hash of the body: the same key with another body is refused
    body_hash: Mapped[str] = mapped_column(String(TOKEN_LENGTH))
    status: Mapped[int]
    answer: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime] = mapped_column(index=True)


class CatalogueAnswer(RememberedAnswer):
    """Answers of the catalogue."""

    __tablename__ = "catalogue_answers"
    owner = "catalogue"


class RegistrationAnswer(RememberedAnswer):
    """Answers of the registration service."""

    __tablename__ = "registration_answers"
    owner = "registration"


class NotificationsAnswer(RememberedAnswer):
    """Answers of the notifications service."""

    __tablename__ = "notifications_answers"
    owner = "notifications"


ANSWERS: dict[str, type[RememberedAnswer]] = {
    "catalogue": CatalogueAnswer,
    "registration": RegistrationAnswer,
    "notifications": NotificationsAnswer,
}
