"""Who is reminded by which rule: of a session everybody or its participants, of a deadline organisations' contacts."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, Select, exists, or_, select, true, union_all
from sqlalchemy.orm import aliased

from services.notifications.queries.desired import Scope, desired
from services.notifications.queries.left_out import COMES
from services.notifications.queries.unsubscribed import wants, wants_digest
from services.notifications.rules.reminders import COMING, Meeting, Rule, moment
from shared.commissioned import may_register
from shared.rules.partners import CUSTOMER
from shared.schema.accounts import Account, Membership
from shared.schema.catalogue import Offering, OfferingQuota, OfferingSession, Presenter, Series, SeriesPartner
from shared.schema.notifications import Message
from shared.schema.organisations import Organisation
from shared.schema.registration import Person, Registration, SessionWithdrawal

#: roles in which an organisation sends its people; a funder only pays
SENDING_ROLES = ("lead", "part-implementer", "partner", CUSTOMER)


def people(rule: Rule, meeting: Meeting, now: datetime, but: Collection[UUID] = ()) -> Select[Any]:
    """One row per address: email, name, language, subject_id, offering_id.

    Of those who registered, or were put on it, before the rule's moment, and want such mail; without the people of the
    offerings ``but``.
    """
    found = _everybody(meeting, now) if rule.says == COMING else _participants(meeting)
    rows = found.c
    is_for = true() if rule.offering_id is None else rows.offering_id == rule.offering_id
    if but:
        is_for &= rows.offering_id.is_(None) | rows.offering_id.not_in(but)
    in_time = rows.registered_at.is_(None) | (rows.registered_at < moment(rule, meeting))
    return select(found).where(is_for, in_time, wants(rows.email, meeting.series_id))


def _everybody(meeting: Meeting, now: datetime) -> Any:
    wanted = desired(Scope([meeting.id], now))
    return (
        select(
            wanted.c.email,
            wanted.c.name,
            wanted.c.language,
            wanted.c.subject_id,
            wanted.c.offering_id,
            Registration.created_at.label("registered_at"),
        )
        .outerjoin(Registration, (Registration.id == wanted.c.subject_id) & (wanted.c.rank != 0))
        .subquery("reminded")
    )


def _participants(meeting: Meeting) -> Any:
    """Those who had a place and did not stay away; ``desired`` knows only what is still to come."""
    return (
        select(
            Person.email_key.label("email"),
            Person.name,
            Person.language,
            Registration.id.label("subject_id"),
            Registration.offering_id,
            Registration.created_at.label("registered_at"),
        )
        .select_from(OfferingSession)
        .join(Registration, Registration.offering_id == OfferingSession.offering_id)
        .join(Person, Person.id == Registration.person_id)
        .where(
            OfferingSession.session_id == meeting.id,
            Registration.state == "confirmed",
            Person.erased_at.is_(None),
            COMES,
        )
        .subquery("reminded")
    )


def still_concerned(db: Connection, messages: Sequence[Row[Any]]) -> dict[UUID, bool]:
    """Of messages about sessions: those whose reader still presents there, or has a place and has not left it out."""
    of_messages = Message.id.in_([message.id for message in messages])
    participants = (
        select(Message.id)
        .join(Registration, Registration.id == Message.subject_id)
        .where(
            of_messages,
            Registration.state == "confirmed",
            ~exists().where(
                SessionWithdrawal.registration_id == Registration.id, SessionWithdrawal.session_id == Message.session_id
            ),
        )
    )
    presenters = select(Message.id).join(Presenter, Presenter.id == Message.subject_id).where(of_messages)
    return dict.fromkeys(db.scalars(union_all(participants, presenters)), True)


def contacts(offering_id: UUID) -> Select[Any]:
    """Accounts that speak for an organisation that has to do with the offering's series and has nobody in it yet.

    One row per account and organisation: ``Account``, ``Organisation``, ``Offering`` and ``Series`` to select from.
    """
    return (
        select(Account.id)
        .select_from(Offering)
        .join(Series, Series.id == Offering.series_id)
        .join(Organisation, Organisation.merged_into_id.is_(None))
        .join(Membership, (Membership.organisation_id == Organisation.id) & (Membership.role == "contact"))
        .join(Account, Account.id == Membership.account_id)
        .where(
            Offering.id == offering_id,
            or_(_is_partner(), _has_quota(), _came_before()),
            may_register(Organisation.id),
            ~has_registered(Organisation.id, Series.id),
            wants(Account.email, Series.id),
            wants_digest(Account.email),
        )
    )


def has_registered(organisation_id: Any, series_id: Any) -> ColumnElement[bool]:
    """SQL: whether an organisation has anybody in a series, with a place or waiting."""
    offering = aliased(Offering)
    return exists().where(
        Registration.organisation_id == organisation_id,
        Registration.state.in_(("confirmed", "waitlisted")),
        offering.id == Registration.offering_id,
        offering.series_id == series_id,
    )


def _is_partner() -> ColumnElement[bool]:
    return exists().where(
        SeriesPartner.series_id == Series.id,
        SeriesPartner.organisation_id == Organisation.id,
        SeriesPartner.role.in_(SENDING_ROLES),
    )


def _has_quota() -> ColumnElement[bool]:
    offering = aliased(Offering)
    return exists().where(
        OfferingQuota.organisation_id == Organisation.id,
        offering.id == OfferingQuota.offering_id,
        offering.series_id == Series.id,
    )


def _came_before() -> ColumnElement[bool]:
    offering, series = aliased(Offering), aliased(Series)
    return exists().where(
        Registration.organisation_id == Organisation.id,
        offering.id == Registration.offering_id,
        series.id == offering.series_id,
        series.organiser_id == Series.organiser_id,
    )
