"""Mail that comes back to an office, and what it makes of it. The catalogue is away unless a test says where it is."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from services.notifications.actions.inbound import Outcome, receive
from shared.http_clients.service_client import ServiceClient
from shared.schema.inbound import Inbound
from shared.secrets import Secrets
from tests.support.deliveries import Office
from tests.support.factories import NOON

NOWHERE = "http://127.0.0.1:9"


def come(office: Office, raw: bytes, catalogue: str = NOWHERE) -> Outcome:
    """Take in a mail."""
    client = ServiceClient(Secrets(office.settings.secret_key), "notifications", "catalogue", catalogue)
    return receive(office.own, client, office.settings, raw)


def kept(office: Office) -> list[Row[Any]]:
    """What came back, in the order it came."""
    with office.own.reading() as db:
        return list(db.execute(select(Inbound.__table__).order_by(Inbound.id)))


def answer(session_id: UUID, email: str, partstat: str, **more: Any) -> bytes:
    """An answer to an invitation; ``lines`` stand in its VEVENT, ``headers`` in the mail."""
    method, stamp = more.get("method", "REPLY"), more.get("stamp", NOON)
    said = f";PARTSTAT={partstat}" if partstat else ""
    lines = "".join(f"{line}\n" for line in more.get("lines", ()))
    assert isinstance(stamp, datetime)
    return (
        f"From: Joku <{email}>\nTo: kierros@localhost.example\nSubject: Re\n{more.get('headers', '')}"
        f"Content-Type: text/calendar; method={method}; charset=utf-8\n\n"
        f"BEGIN:VCALENDAR\nMETHOD:{method}\nBEGIN:VEVENT\nUID:session-{session_id}@localhost\n"
        f"SEQUENCE:{more.get('sequence', 0)}\nDTSTAMP:{stamp:%Y%m%dT%H%M%SZ}\nATTENDEE{said}:mailto:{email}\n{lines}"
        "END:VEVENT\nEND:VCALENDAR\n"
    ).encode()
