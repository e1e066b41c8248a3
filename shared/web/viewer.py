"""Who asks: a signed-in person, a program with a key, one of our services, or nobody known."""

import time
from dataclasses import dataclass
from uuid import UUID

from flask import g, request, session
from flask_babel import gettext as _
from sqlalchemy import Connection, bindparam, select

from shared.errors import NotAllowed
from shared.http_clients import token as service_token
from shared.schema.accounts import Account, ApiKey, Membership
from shared.secrets import plain_hash
from shared.web.current import reading, service

API_KEY_PREFIX = "kierros_"
#: how long a key that has been ended may still open registration and notifications
REMEMBERED_SECONDS = 2.0
MOST_REMEMBERED = 1000

#: made once: building a statement takes longer than running it
_KEY = select(ApiKey.id, ApiKey.name, ApiKey.role, ApiKey.organisation_id).where(
    ApiKey.key_hash == bindparam("key_hash"), ApiKey.revoked_at.is_(None)
)


@dataclass(frozen=True)
class Viewer:
    """What is known of the asker. ``organises`` and ``speaks_for`` hold organisations' ids; None is every one."""

    #: as the journal writes it: ``account:<id>``, ``key:<id>``, or for whom a service acts
    actor: str
    account_id: UUID | None = None
    name: str = ""
    email: str = ""
    is_administrator: bool = False
    organises: frozenset[UUID] | None = frozenset()
    speaks_for: frozenset[UUID] | None = frozenset()
    #: which of our services it is, when it is one
    service: str | None = None

    @property
    def organiser_of(self) -> bool:
        """Whether they organise anything at all."""
        return self.is_administrator or self.organises is None or bool(self.organises)

    @property
    def is_contact(self) -> bool:
        """Whether they may register others: as a contact, organiser or administrator."""
        return self.organiser_of or self.speaks_for is None or bool(self.speaks_for)

    def may_organise(self, organisation_id: UUID) -> bool:
        """Whether they manage what this organisation runs."""
        return self.is_administrator or self.organises is None or organisation_id in self.organises

    def require_organiser(self, organisation_id: UUID) -> None:
        """Raise NotAllowed unless they manage what this organisation runs."""
        if not self.may_organise(organisation_id):
            raise NotAllowed(
                "not_organiser", _("This belongs to another organisation. Ask one of its organisers for access.")
            )


def viewer() -> Viewer | None:
    """The asker of the running request, looked up once; None when nobody known."""
    if "viewer" not in g:
        g.viewer = _look_up()
    found: Viewer | None = g.viewer
    return found


def known_viewer() -> Viewer:
    """The asker, on routes whose access rule lets only known ones in."""
    found = viewer()
    if found is None:
        raise NotAllowed("sign_in_first", _("Sign in first."))
    return found


def _look_up() -> Viewer | None:
    """Programs show a key; cookies count on pages only, so that no foreign page can call the API in somebody's name."""
    if "Authorization" in request.headers:
        return _by_bearer()
    return None if request.path.startswith("/api/") else _by_cookie()


def _by_bearer() -> Viewer | None:
    scheme, _space, secret = request.headers["Authorization"].partition(" ")
    if scheme.lower() != "bearer":
        return None
    if secret.startswith(service_token.PREFIX):
        said = service_token.read(service().secrets, service().name, secret)
        return Viewer(actor=said.actor, service=said.sender) if said else None
    return _by_key(secret)


def _by_key(secret: str) -> Viewer | None:
    """The holder of a key, remembered for a moment; not by the catalogue, in which keys are ended."""
    own = service()
    digest = plain_hash(secret)
    known: Viewer | None
    known, until = own.key_holders.get(digest, (None, 0.0))
    if known is not None and time.monotonic() < until:
        return known
    with reading() as db:
        found = by_api_key(db, secret)
    if found is not None and own.name != "catalogue":
        if len(own.key_holders) >= MOST_REMEMBERED:
            own.key_holders.clear()
        own.key_holders[digest] = (found, time.monotonic() + REMEMBERED_SECONDS)
    return found


def by_api_key(db: Connection, secret: str) -> Viewer | None:
    """The program that holds this key, or None."""
    if not secret.startswith(API_KEY_PREFIX):
        return None
    key = db.execute(_KEY, {"key_hash": plain_hash(secret)}).one_or_none()
    if key is None:
        return None
    scope = frozenset({key.organisation_id}) if key.organisation_id else None
    return Viewer(
        actor=f"key:{key.id}",
        name=key.name,
        is_administrator=key.role == "administrator",
        organises=scope if key.role == "organiser" else frozenset(),
        speaks_for=scope if key.role == "contact" else frozenset(),
    )


def _by_cookie() -> Viewer | None:
    said = session.get("account")
    if not said:
        return None
    with reading() as db:
        return by_account(db, UUID(said), session.get("epoch", -1))


def by_account(db: Connection, account_id: UUID, epoch: int) -> Viewer | None:
    """The signed-in person, or None when the account is gone or has signed out everywhere."""
    account = db.execute(
        select(Account.id, Account.name, Account.email, Account.is_administrator).where(
            Account.id == account_id, Account.session_epoch == epoch
        )
    ).one_or_none()
    if account is None:
        return None
    roles = db.execute(
        select(Membership.organisation_id, Membership.role).where(Membership.account_id == account_id)
    ).all()
    return Viewer(
        actor=f"account:{account.id}",
        account_id=account.id,
        name=account.name or account.email,
        email=account.email,
        is_administrator=account.is_administrator,
        organises=frozenset(row.organisation_id for row in roles if row.role == "organiser"),
        speaks_for=frozenset(row.organisation_id for row in roles if row.role == "contact"),
    )
