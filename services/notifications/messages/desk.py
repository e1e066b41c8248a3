"""What whoever writes a mail has before them: the message, the database, the installation."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parseaddr
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Connection, Row

from services.notifications.calendar.event import Organizer
from services.notifications.messages.letter import NothingToSay
from services.notifications.queries import left_out, registration_facts, session_facts
from services.notifications.queries.registration_facts import RegistrationFacts
from services.notifications.queries.session_facts import SeriesFacts, SessionFacts
from services.notifications.rules import problems
from shared.settings import Settings

Found = TypeVar("Found")
LookUp = Callable[[Connection, UUID], Any]


@dataclass(frozen=True)
class Desk:
    """One message to write. The things it is about are looked up; without them there is nothing to say."""

    db: Connection
    message: Row[Any]
    settings: Settings
    now: datetime
    #: what has been looked up for this row of messages already: most are about the same few things
    known: dict[tuple[LookUp, UUID], Any] = field(default_factory=dict)

    def session(self) -> SessionFacts:
        """The session the message is about."""
        found: SessionFacts | None = self._once(session_facts.session, self.message.session_id)
        return _needed(found)

    def series(self) -> SeriesFacts:
        """The series the message is about."""
        found: SeriesFacts | None = self._once(session_facts.series, self.message.series_id)
        return _needed(found)

    def sessions_of(self, offering_id: UUID) -> list[SessionFacts]:
        """Every session that an offering covers, in the order of time."""
        return list(self._once(session_facts.of_offering, offering_id))

    def own_sessions_of(self, offering_id: UUID) -> list[SessionFacts]:
        """The same without those that the reader, whose registration the message is about, stays away from."""
        away = self.left_out_of(offering_id, self.message.subject_id)
        return [one for one in self.sessions_of(offering_id) if one.id not in away]

    def left_out_of(self, offering_id: UUID, registration_id: UUID) -> Collection[UUID]:
        """The sessions that the person of a registration stays away from."""
        left: Collection[UUID] = self._once(left_out.of_offering, offering_id).get(registration_id, ())
        return left

    def presenters(self, session_id: UUID) -> list[str]:
        """The presenters of a session as a mail lists them."""
        return list(self._once(session_facts.presenters, session_id))

    def registration(self) -> RegistrationFacts:
        """The registration the message is about."""
        return _needed(registration_facts.registration(self.db, self.message.subject_id))

    def organizer(self, series: SeriesFacts) -> Organizer:
        """Who invites: the installation's address in the organising organisation's name, so that answers reach us."""
        return Organizer(mail_address(self.settings), series.organiser)

    def url(self, service: str, path: str) -> str:
        """A public address."""
        return self.settings.public_url(service) + path

    def session_url(self, session_id: UUID) -> str:
        """The session's page."""
        return self.url("catalogue", f"/sessions/{session_id}")

    def series_url(self, series: SeriesFacts) -> str:
        """The series' page."""
        return self.url("catalogue", f"/series/{series.slug}")

    def _once(self, look_up: LookUp, identifier: UUID) -> Any:
        key = (look_up, identifier)
        if key not in self.known:
            self.known[key] = look_up(self.db, identifier)
        return self.known[key]


def _needed(found: Found | None) -> Found:
    if found is None:
        raise NothingToSay(problems.GONE)
    return found


def mail_address(settings: Settings) -> str:
    """The bare address that all our mail comes from."""
    return parseaddr(settings.mail_from)[1]


def mail_name(settings: Settings) -> str:
    """The name beside it, for mail that no organisation stands behind."""
    return parseaddr(settings.mail_from)[0] or "Kierros"
