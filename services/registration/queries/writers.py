"""Who registered people or wrote to them: by the name that organisers know, and whether they still may."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Connection, bindparam, exists, or_, select

from shared.schema.accounts import Account, ApiKey, Membership

_ACCOUNTS = select(Account.id, Account.name, Account.email).where(Account.id.in_(bindparam("ids", expanding=True)))
_KEYS = select(ApiKey.id, ApiKey.name).where(ApiKey.id.in_(bindparam("ids", expanding=True)))
_is_organiser = exists().where(
    Membership.account_id == Account.id,
    Membership.role == "organiser",
    Membership.organisation_id == bindparam("organiser"),
)
_ORGANISES = select(exists().where(Account.id == bindparam("writer"), or_(Account.is_administrator, _is_organiser)))
_IS_ORGANISERS = select(
    exists().where(Account.email == bindparam("email"), or_(Account.is_administrator, _is_organiser))
)
_its_organiser = (ApiKey.role == "organiser") & (
    ApiKey.organisation_id.is_(None) | (ApiKey.organisation_id == bindparam("organiser"))
)
_KEY_ORGANISES = select(
    exists().where(
        ApiKey.id == bindparam("writer"),
        ApiKey.revoked_at.is_(None),
        or_(ApiKey.role == "administrator", _its_organiser),
    )
)


def names_of(db: Connection, actors: Iterable[str]) -> dict[str, str]:
    """The names of ``account:<id>`` and ``key:<id>``, by actor; others are left out."""
    wanted = {actor: actor.partition(":") for actor in actors}
    accounts = [UUID(said) for kind, _colon, said in wanted.values() if kind == "account"]
    keys = [UUID(said) for kind, _colon, said in wanted.values() if kind == "key"]
    found: dict[str, str] = {}
    if accounts:
        found |= {f"account:{row.id}": row.name or row.email for row in db.execute(_ACCOUNTS, {"ids": accounts})}
    if keys:
        found |= {f"key:{row.id}": row.name for row in db.execute(_KEYS, {"ids": keys})}
    return found


def may_organise(db: Connection, actor: str, organiser_id: UUID) -> bool:
    """Whether ``account:<id>`` or ``key:<id>`` manages what this organisation runs, now and not when they began."""
    kind, _colon, said = actor.partition(":")
    statement = {"account": _ORGANISES, "key": _KEY_ORGANISES}.get(kind)
    return statement is not None and bool(db.scalar(statement, {"writer": UUID(said), "organiser": organiser_id}))


def is_organisers(db: Connection, email: str, organiser_id: UUID) -> bool:
    """Whether a normalised address is of an account that manages what this organisation runs."""
    return bool(db.scalar(_IS_ORGANISERS, {"email": email, "organiser": organiser_id}))
