from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfoNotFoundError

import pytest

from services.notifications.calendar.event import session_of, uid_for
from tests.services.notifications.calendar.samples import SESSION, session

SESSION_ID = UUID("0192f3c4-7a00-7000-8000-000000000001")


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://kierros.example.org", "kierros.example.org"),
        ("https://Kierros.Example.org:8000/catalogue/", "kierros.example.org"),
        ("http://localhost:8000", "localhost"),
        ("http://[::1]:8000", "--1"),
    ],
)
def test_c02_uid_is_the_session_at_the_catalogues_host(address: str, host: str) -> None:
    assert uid_for(SESSION_ID, address) == f"session-{SESSION_ID}@{host}"
    assert session(uid=uid_for(SESSION_ID, address)).uid == f"session-{SESSION_ID}@{host}"


def test_c02_uid_needs_a_host() -> None:
    with pytest.raises(ValueError, match="names no host"):
        uid_for(SESSION_ID, "kierros")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"ends_at": SESSION.starts_at}, "end after it starts"),
        ({"starts_at": datetime(2026, 6, 2, 14, 0)}, "offset from UTC"),  # noqa: DTZ001 - the fault looked for
        ({"sequence": -1}, "whole number"),
        ({"sequence": 2**31}, "whole number"),
        ({"uid": "session 1\r\nX:y"}, "UID"),
        ({"uid": ""}, "UID"),
    ],
)
def test_event_that_no_calendar_could_hold_is_refused(change: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        session(**change)


def test_c05_event_in_an_unknown_zone_is_refused() -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        session(timezone="Europe/Tampere")


@pytest.mark.parametrize(
    ("uid", "is_ours"),
    [
        ("session-0192f3c4-7a00-7000-8000-000000000001@kierros.example.org", True),
        ("SESSION-0192F3C4-7A00-7000-8000-000000000001@KIERROS.example.org ", True),
        ("session-0192f3c4-7a00-7000-8000-000000000001@elsewhere.example.org", False),
        ("session-0192f3c47a0070008000000000000001@kierros.example.org", False),
        ("0192f3c4-7a00-7000-8000-000000000001", False),
        ("", False),
    ],
)
def test_uid_leads_back_to_its_session(uid: str, is_ours: bool) -> None:
    found = session_of(uid, "https://kierros.example.org/catalogue")
    assert (found == UUID("0192f3c4-7a00-7000-8000-000000000001")) is is_ours
