"""Counting how often one client sends the public form, so that nobody floods it."""

from datetime import UTC, datetime, timedelta
from ipaddress import IPv6Address, ip_address

from sqlalchemy import Connection, bindparam
from sqlalchemy.dialects.postgresql import insert

from shared import clock
from shared.schema.base import new_id
from shared.schema.registration import FormUse
from shared.secrets import Secrets

WINDOW = timedelta(minutes=10)
#: a workplace's people share one address: a meeting room of them may register at once
MOST_USES = 40

_NEW = insert(FormUse).values(
    id=bindparam("new_id"),
    client_hash=bindparam("client"),
    window_starts_at=bindparam("starts"),
    uses=1,
)
_COUNT = _NEW.on_conflict_do_update(
    index_elements=["client_hash", "window_starts_at"], set_={"uses": FormUse.uses + 1}
).returning(FormUse.uses)


def seconds_to_wait(db: Connection, secrets: Secrets, client: str) -> int:
    """Count one use by a client's address; 0, or how long to wait when it was one too many."""
    now = clock.now()
    starts = datetime.fromtimestamp(now.timestamp() // WINDOW.total_seconds() * WINDOW.total_seconds(), UTC)
    said = {"new_id": new_id(), "client": secrets.keyed_hash("form-use", _network(client)), "starts": starts}
    uses = db.execute(_COUNT, said).scalar_one()
    return 0 if uses <= MOST_USES else int((starts + WINDOW - now).total_seconds()) + 1


def _network(client: str) -> str:
    """The address, or its /64: whoever has one IPv6 address has all of those."""
    try:
        address = ip_address(client)
    except ValueError:
        return client
    return str(address.packed[:8]) if isinstance(address, IPv6Address) else client
