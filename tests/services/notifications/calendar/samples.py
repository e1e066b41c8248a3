"""Sessions, people and mails to try things on. All invented."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from services.notifications.calendar.event import Attendee, Organizer, SessionEvent, uid_for
from services.notifications.calendar.invitation import cancel, decline_counter, request
from services.notifications.calendar.mime import MailParts

NOW = datetime(2026, 2, 2, 9, 30, tzinfo=UTC)
ORGANIZER = Organizer("kierros@example.org", "Kierros: Sosiaali- ja terveysala")
AINO = Attendee("aino.makela@example.org", "Mäkelä, Aino")

SESSION = SessionEvent(
    uid=uid_for(UUID("0192f3c4-7a00-7000-8000-000000000001"), "https://kierros.example.org"),
    sequence=0,
    summary="Tutustumiskierros: lastensuojelun ratkaisut; osa 2, Tampere",
    description="Mitä Sospro-akatemia opetti?\nKysymyksiä, vastauksia; ja C:\\Nimi\\ääkköset.",
    starts_at=datetime(2026, 6, 2, 11, 0, tzinfo=UTC),
    ends_at=datetime(2026, 6, 2, 12, 30, tzinfo=UTC),
    timezone="Europe/Helsinki",
    location="",
    url="https://kierros.example.org/sessions/tutustumiskierros-2",
    join_url="https://meet.example.org/j/123?pwd=a,b;c",
    status="confirmed",
    created_at=NOW - timedelta(days=20),
    changed_at=NOW - timedelta(days=1),
)


def session(**changes: Any) -> SessionEvent:
    """The usual session with something else about it."""
    return replace(SESSION, **changes)


def session_at(zone: str, *wall_clock: int, minutes: int = 90) -> SessionEvent:
    """A session that starts at this wall clock in this zone."""
    starts = datetime(*wall_clock, tzinfo=ZoneInfo(zone)).astimezone(UTC)  # type: ignore[misc, arg-type]
    return session(timezone=zone, starts_at=starts, ends_at=starts + timedelta(minutes=minutes))


def mail(calendar: bytes | None, method: Any = "REQUEST", **changes: Any) -> MailParts:
    """A mail to Aino that carries this calendar part."""
    parts = MailParts(
        from_email=ORGANIZER.email,
        from_name=ORGANIZER.name,
        to_email=AINO.email,
        to_name=AINO.name,
        subject="Kutsu: Tutustumiskierros, ti 2.6.2026 klo 14.00",
        date=NOW,
        message_id="<0192f3c4-7a00-7000-8000-0000000000aa@kierros.example.org>",
        text=f"{SESSION.summary}\nti 2.6.2026 klo 14.00\n{SESSION.join_url}\n{SESSION.url}",
        html=f"<h1>{SESSION.summary}</h1>",
        calendar=calendar,
        method=method if calendar is not None else None,
    )
    return replace(parts, **changes)


def invite(event: SessionEvent = SESSION, attendee: Attendee = AINO) -> bytes:
    """The invitation's iCalendar object."""
    return request(event, ORGANIZER, attendee, NOW)


def refusal(event: SessionEvent = SESSION) -> bytes:
    """The no to another time."""
    return decline_counter(event, ORGANIZER, AINO, NOW)


def withdrawal(event: SessionEvent = SESSION) -> bytes:
    """The withdrawal's iCalendar object."""
    return cancel(event, ORGANIZER, AINO, NOW)
