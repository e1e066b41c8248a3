"""What whoever writes a mail has before them: the message, the database, the installation."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from functools import cache, cached_property
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Connection, Row

from services.notifications.calendar.event import Organizer
from services.notifications.messages.letter import NothingToSay
from services.notifications.messages.shelf import LookUp, LookUpAll, Shelf
from services.notifications.queries import left_out, own_words, registration_facts, session_facts
from services.notifications.queries.announcement import announcement
from services.notifications.queries.own_words import Words
from services.notifications.queries.registration_facts import RegistrationFacts
from services.notifications.queries.session_facts import SeriesFacts, SessionFacts
from services.notifications.rules import problems
from shared.settings import Settings

Found = TypeVar("Found")


@dataclass(frozen=True)
class Desk:
    """One message to write. The things it is about are looked up; without them there is nothing to say."""

    db: Connection
    message: Row[Any]
    settings: Settings
    now: datetime
    #: shared with the messages that are written in a row with this one
    shelf: Shelf | None = None
    #: whether the mail is only looked at, before anybody gets it
    is_preview: bool = False

    def session(self) -> SessionFacts:
        """The session the message is about."""
        found: SessionFacts | None = self.once(session_facts.session, self.message.session_id)
        return _needed(found)

    def series(self) -> SeriesFacts:
        """The series the message is about."""
        found: SeriesFacts | None = self.once(session_facts.series, self.message.series_id)
        return _needed(found)

    def colour(self) -> str | None:
        """The own colour of whose series the message is about, if it is about one."""
        series_id = self.message.series_id
        about: SeriesFacts | None = self.once(session_facts.series, series_id) if series_id else None
        return about.colour if about else None

    def sessions_of(self, offering_id: UUID) -> list[SessionFacts]:
        """Every session that an offering covers, in the order of time."""
        return list(self.once(session_facts.of_offering, offering_id))

    def own_sessions_of(self, offering_id: UUID) -> list[SessionFacts]:
        """The same without those that the reader, whose registration the message is about, stays away from."""
        away = self.left_out_of(offering_id, self.message.subject_id)
        return [one for one in self.sessions_of(offering_id) if one.id not in away]

    def left_out_of(self, offering_id: UUID, registration_id: UUID) -> Collection[UUID]:
        """The sessions that the person of a registration stays away from."""
        left: Collection[UUID] = self.once(left_out.of_offering, offering_id).get(registration_id, ())
        return left

    def presenters(self, session_id: UUID) -> list[str]:
        """The presenters of a session as a mail lists them."""
        return list(self.once(session_facts.presenters, session_id))

    def registration(self) -> RegistrationFacts:
        """The registration the message is about."""
        return _needed(self.each(registration_facts.of_messages))

    def own_words(self) -> Mapping[tuple[str, str], Words]:
        """The organiser's own words for mails of the series the message is about, by kind and language."""
        found: Mapping[tuple[str, str], Words] = self.once(own_words.of_series, self.message.series_id)
        return found

    def announcement(self) -> Any:
        """What an organiser wrote, in the act that the message comes from; None once it was erased."""
        return announcement(self.db, self.message.journal_id)

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

    def each(self, look_up: LookUpAll[Found]) -> Found | None:
        """What belongs to this message, looked up together with those of the messages beside it."""
        return self._shelf.each(look_up, self.message)

    def once(self, look_up: LookUp[Found], identifier: UUID) -> Found:
        """One thing, looked up once for all messages that are written in a row."""
        return self._shelf.once(look_up, identifier)

    @cached_property
    def _shelf(self) -> Shelf:
        return self.shelf or Shelf(self.db, [self.message])


def _needed(found: Found | None) -> Found:
    if found is None:
        raise NothingToSay(problems.GONE)
    return found


def mail_address(settings: Settings) -> str:
    """The bare address that all our mail comes from."""
    return _parsed(settings.mail_from)[1]


def mail_name(settings: Settings) -> str:
    """The name beside it, for mail that no organisation stands behind."""
    return _parsed(settings.mail_from)[0] or "Kierros"


@cache
def _parsed(mail_from: str) -> tuple[str, str]:
    return parseaddr(mail_from)
