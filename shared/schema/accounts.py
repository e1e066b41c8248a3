"""Tables of sign-in, written by the catalogue service: who may manage what."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shared.schema.base import EMAIL_LENGTH, NAME_LENGTH, TOKEN_LENGTH, choice, new_id, one_of
from shared.schema.catalogue import CatalogueTable

MEMBER_ROLES = ("organiser", "contact")
ROLES = ("administrator", *MEMBER_ROLES)


class Account(CatalogueTable):
    """A person who may sign in."""

    __tablename__ = "accounts"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    #: normalised
    email: Mapped[str] = mapped_column(String(EMAIL_LENGTH), unique=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH), default="")
    language: Mapped[str | None] = mapped_column(String(2))
    is_administrator: Mapped[bool] = mapped_column(default=False)
    #: rises when the person signs out everywhere: older cookies then end
    session_epoch: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]


class Membership(CatalogueTable):
    """What an account may do in an organisation."""

    __tablename__ = "memberships"
    __table_args__ = (
        UniqueConstraint("account_id", "organisation_id", "role"),
        CheckConstraint(one_of("role", *MEMBER_ROLES), name="role"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    role: Mapped[str] = mapped_column(choice(*MEMBER_ROLES))


class SignInRequest(CatalogueTable):
    """One asking for a sign-in link; sign-in is throttled by these. Unknown addresses leave a row without an account.

    The link is derived from the id and the installation's key (``shared.secrets``), so it is stored nowhere.
    """

    __tablename__ = "sign_in_requests"
    __table_args__ = (
        Index("ix_sign_in_requests_client_hash_requested_at", "client_hash", "requested_at"),
        Index("ix_sign_in_requests_email_hash_requested_at", "email_hash", "requested_at"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    #: hash of the cookie of the browser that asked; null for a link printed by the command line
    browser_hash: Mapped[str | None] = mapped_column(String(TOKEN_LENGTH))
    #: keyed hashes, only compared, never shown
    email_hash: Mapped[str] = mapped_column(String(TOKEN_LENGTH))
    client_hash: Mapped[str] = mapped_column(String(TOKEN_LENGTH))
    #: where to go after sign-in, a path of ours
    next_url: Mapped[str | None] = mapped_column(String(500))
    requested_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class ApiKey(CatalogueTable):
    """A key for programs. Only its hash is kept: the key is shown once."""

    __tablename__ = "api_keys"
    __table_args__ = (CheckConstraint(one_of("role", *ROLES), name="role"),)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    role: Mapped[str] = mapped_column(choice(*ROLES))
    #: null: the role holds in every organisation
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    key_hash: Mapped[str] = mapped_column(String(TOKEN_LENGTH), unique=True)
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
