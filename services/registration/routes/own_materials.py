"""The addresses at which somebody with a place gets the materials of their sessions."""

from typing import Any
from uuid import UUID

from services.registration.queries.materials import shown
from shared import clock
from shared.secrets import MATERIALS
from shared.web.current import reading, service, service_url

#: a session's title, and its materials with where each is
OfSession = tuple[str, list[tuple[Any, str]]]


def of_registration(registration: Any) -> list[OfSession]:
    """Session after session. The catalogue gives a file out as long as this registration holds its place."""
    with reading() as db:
        rows: list[Any] = list(shown(db, registration.id, clock.now()))
    token = service().secrets.token(MATERIALS, registration.id, registration.link_version)
    found: dict[UUID, OfSession] = {}
    for row in rows:
        address = row.url or service_url("catalogue", f"/materials/{row.id}/{token}/file")
        found.setdefault(row.session_id, (row.session_title, []))[1].append((row, address))
    return list(found.values())
