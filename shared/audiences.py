"""Who is meant by an organiser's words: told in SQL alike to the service that counts and to the one that mails."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from shared.schema.accounts import Account, Membership
from shared.schema.catalogue import Offering, OfferingSession, Presenter, Series, Session
from shared.schema.mail_choices import Unsubscription
from shared.schema.registration import Person, Registration, SessionWithdrawal

STANDING = ("confirmed", "waitlisted")
People = Select[UUID, str, str, str]


@dataclass(frozen=True, slots=True)
class Audience:
    """Participants, presenters or contacts of a series; ``kind`` and ``among`` as ``announcements`` keeps them."""

    series_id: UUID
    kind: str
    among: str = "all"
    #: those of one offering of it alone
    offering_id: UUID | None = None
    #: those of one session of it alone, until it is cancelled
    session_id: UUID | None = None


def addressees(audience: Audience, now: datetime) -> People:
    """A SELECT of ``subject_id``, ``email``, ``name``, ``language``: each person once, in however much they take part.

    ``subject_id`` is a registration's, a presenter's or an account's. Of several of one person the oldest counts.
    """
    find = {"participants": _participants, "presenters": _presenters, "contacts": _contacts}[audience.kind]
    return find(audience, now)


def people_of(registrations: Select[UUID]) -> People:
    """The same of registrations that were chosen one by one."""
    return _people().where(Registration.id.in_(registrations), Registration.state.in_(STANDING))


def wants_mail(email: ColumnElement[str] | InstrumentedAttribute[str], series_id: UUID) -> ColumnElement[bool]:
    """SQL that is true unless this address has unsubscribed from the series' mail that isn't strictly needed."""
    return ~exists().where(Unsubscription.email == email, Unsubscription.scope == f"series:{series_id}")


def _people() -> People:
    return (
        select(
            Registration.id.label("subject_id"),
            Person.email_key.label("email"),
            Person.name.label("name"),
            Person.language.label("language"),
        )
        .join(Person, Person.id == Registration.person_id)
        .where(Person.erased_at.is_(None))
    )


def _participants(audience: Audience, _now: datetime) -> People:
    states = STANDING if audience.among == "all" else (audience.among,)
    older = aliased(Registration)
    stands_for_it = exists().where(
        older.person_id == Registration.person_id,
        older.id < Registration.id,
        *_is_meant(older, audience),
        older.state.in_(states),
    )
    return _people().where(*_is_meant(Registration, audience), Registration.state.in_(states), ~stands_for_it)


def _presenters(audience: Audience, now: datetime) -> People:
    """In the language of the series: nobody asked them for theirs."""
    meant = select(Session.id).where(Session.series_id == audience.series_id, Session.state == "scheduled")
    if audience.among == "ahead":
        meant = meant.where(Session.ends_at > now)
    if audience.offering_id is not None:
        covered = select(OfferingSession.session_id).where(OfferingSession.offering_id == audience.offering_id)
        meant = meant.where(Session.id.in_(covered))
    if audience.session_id is not None:
        meant = meant.where(Session.id == audience.session_id)
    other = aliased(Presenter)
    stands_for_it = exists().where(other.email == Presenter.email, other.id < Presenter.id, other.session_id.in_(meant))
    return (
        select(
            Presenter.id.label("subject_id"),
            Presenter.email.label("email"),
            Presenter.name.label("name"),
            Series.language.label("language"),
        )
        .join(Series, Series.id == audience.series_id)
        .where(Presenter.session_id.in_(meant), ~stands_for_it)
    )


def _contacts(audience: Audience, _now: datetime) -> People:
    """Of every organisation for which somebody has a place or waits, whoever registered them."""
    registered = select(Registration.organisation_id).where(
        *_is_meant(Registration, audience),
        Registration.organisation_id.is_not(None),
        Registration.state.in_(STANDING),
    )
    theirs = select(Membership.account_id).where(
        Membership.role == "contact", Membership.organisation_id.in_(registered)
    )
    return (
        select(
            Account.id.label("subject_id"),
            Account.email.label("email"),
            Account.name.label("name"),
            func.coalesce(Account.language, Series.language).label("language"),
        )
        .join(Series, Series.id == audience.series_id)
        .where(Account.id.in_(theirs))
    )


def _is_meant(registration: type[Registration], audience: Audience) -> list[ColumnElement[bool]]:
    """SQL conditions: the registration is for something of what is meant, and its person hasn't left that out."""
    offerings = select(Offering.id).where(Offering.series_id == audience.series_id)
    if audience.offering_id is not None:
        offerings = offerings.where(Offering.id == audience.offering_id)
    if audience.session_id is None:
        return [registration.offering_id.in_(offerings)]
    covering = (
        select(OfferingSession.offering_id)
        .join(Session, Session.id == OfferingSession.session_id)
        .where(Session.id == audience.session_id, Session.state == "scheduled")
    )
    stays_away = exists().where(
        SessionWithdrawal.registration_id == registration.id, SessionWithdrawal.session_id == audience.session_id
    )
    return [registration.offering_id.in_(offerings.where(Offering.id.in_(covering))), ~stays_away]
