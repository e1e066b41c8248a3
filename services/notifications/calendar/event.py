"""A session as a calendar entry, and the people an invitation names."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from urllib.parse import urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo

PartStat = Literal["NEEDS-ACTION", "ACCEPTED", "DECLINED", "TENTATIVE", "DELEGATED"]
Role = Literal["CHAIR", "REQ-PARTICIPANT", "OPT-PARTICIPANT", "NON-PARTICIPANT"]

_UID = re.compile(r"[A-Za-z0-9._@-]{1,255}")
_OURS = re.compile(r"session-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@.+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Organizer:
    """Who invites (RFC 5545 3.8.4.3): the mail's From, and where answers go."""

    email: str
    name: str


@dataclass(frozen=True, slots=True)
class Attendee:
    """Who is invited (RFC 5545 3.8.4.1), with the answer known so far."""

    email: str
    name: str
    role: Role = "REQ-PARTICIPANT"
    partstat: PartStat = "NEEDS-ACTION"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEvent:
    """One session as every invitation, attachment and feed writes it.

    `sequence` is the session's revision and rises with every change of time, place, way to join or status
    (RFC 5546 2.1.4). `timezone` is an IANA name. `url` is the session's page, `join_url` the meeting itself.
    Raises ValueError when the entry would be none that a calendar could hold.
    """

    uid: str
    sequence: int
    summary: str
    description: str
    starts_at: datetime
    ends_at: datetime
    timezone: str
    location: str
    url: str
    join_url: str | None
    status: Literal["confirmed", "cancelled"]
    created_at: datetime
    changed_at: datetime

    def __post_init__(self) -> None:
        """Refuse what a calendar would show wrongly: see the class."""
        moments = (self.starts_at, self.ends_at, self.created_at, self.changed_at)
        if any(moment.utcoffset() is None for moment in moments):
            raise ValueError("A session's instants must say their offset from UTC.")
        if self.ends_at <= self.starts_at:
            raise ValueError("A session must end after it starts.")
        if not 0 <= self.sequence < 2**31:
            raise ValueError("A session's sequence must be a whole number from 0, below 2^31.")
        if not _UID.fullmatch(self.uid):
            raise ValueError("A session's UID may hold letters, digits and . _ @ - only, up to 255.")
        ZoneInfo(self.timezone)


def uid_for(session_id: UUID, catalogue_url: str) -> str:
    """The session's UID, the same for life: `session-<uuid>@<host>` (RFC 7986 5.3)."""
    host = urlsplit(catalogue_url).hostname
    if not host:
        raise ValueError(f"The catalogue's address names no host: {catalogue_url}")
    return f"session-{session_id}@{host.strip('[]').replace(':', '-')}"


def session_of(uid: str, catalogue_url: str) -> UUID | None:
    """The session that ``uid_for`` made this UID of; None for anybody else's."""
    match = _OURS.fullmatch(uid.strip())
    session_id = UUID(match[1]) if match else None
    return session_id if session_id and uid_for(session_id, catalogue_url).lower() == uid.strip().lower() else None
