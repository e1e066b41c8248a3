"""Who registered people, by the name that organisers know."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from shared.schema.accounts import Account, ApiKey

_ACCOUNTS = select(Account.id, Account.name, Account.email).where(Account.id.in_(bindparam("ids", expanding=True)))
_KEYS = select(ApiKey.id, ApiKey.name).where(ApiKey.id.in_(bindparam("ids", expanding=True)))


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
