"""Who should have which session in their calendar: its presenters and its confirmed participants."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    String,
    Subquery,
    Uuid,
    cast,
    exists,
    func,
    literal,
    null,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import aliased

from services.notifications.queries.left_out import COMES
from services.notifications.rules import kinds
from shared.schema.catalogue import OfferingSession, Presenter, Series, Session
from shared.schema.notifications import Message
from shared.schema.registration import Person, Registration


@dataclass(frozen=True)
class Scope:
    """Which part of the calendars is looked at: some sessions; of their people all, or those of ``emails`` alone."""

    session_ids: Sequence[UUID]
    now: datetime
    #: normalised addresses, or a one-column SELECT of them
    emails: Sequence[str] | Select[str] | None = None
    #: whose addresses these are, where they are few: a database then goes to their registrations alone
    person_ids: Sequence[UUID] | None = None
    #: those of the sessions that participants don't get into their calendars yet
    far: Sequence[UUID] = ()
    #: also of sessions that are over or cancelled
    at_any_time: bool = False
    #: of participants only those to whom a confirmation was written: an entry comes with it or under it, never before
    told_alone: bool = False

    def holds(self, session_id: SQLColumnExpression[UUID], email: SQLColumnExpression[str]) -> ColumnElement[bool]:
        """SQL that is true for a row about one of these sessions and people."""
        within = session_id.in_(self.session_ids)
        return within if self.emails is None else within & email.in_(self.emails)


def desired(scope: Scope) -> Subquery:
    """One row per session and address: session_id, email, name, language, subject_id, offering_id, rank.

    ``rank`` 0 is a presenter, 1 a participant; somebody who is both counts as a presenter. Sessions that are over or
    cancelled are in nobody's calendar any more, those of a draft not yet.
    """
    everyone = entitled(scope)
    place = func.row_number().over(
        partition_by=(everyone.c.session_id, everyone.c.email),
        order_by=(everyone.c.rank, cast(everyone.c.subject_id, String)),
    )
    ranked = select(everyone, place.label("place")).subquery()
    return select(ranked).where(ranked.c.place == 1).subquery("desired")


def entitled(scope: Scope) -> Subquery:
    """The same without its ranking, which reads every row: somebody with several claims to a session has as many."""
    return union_all(_presenters(scope), _participants(scope)).subquery()


def _presenters(scope: Scope) -> Any:
    return (
        select(
            Presenter.session_id.label("session_id"),
            Presenter.email.label("email"),
            Presenter.name.label("name"),
            Series.language.label("language"),
            Presenter.id.label("subject_id"),
            cast(null(), Uuid()).label("offering_id"),
            literal(0).label("rank"),
        )
        .join(Session, Session.id == Presenter.session_id)
        .join(Series, Series.id == Session.series_id)
        .where(scope.holds(Presenter.session_id, Presenter.email), _is_on(scope), Series.state != "draft")
    )


def _participants(scope: Scope) -> Any:
    return (
        select(
            OfferingSession.session_id.label("session_id"),
            Person.email_key.label("email"),
            Person.name.label("name"),
            Person.language.label("language"),
            Registration.id.label("subject_id"),
            Registration.offering_id.label("offering_id"),
            literal(1).label("rank"),
        )
        .join(Session, Session.id == OfferingSession.session_id)
        .join(Registration, Registration.offering_id == OfferingSession.offering_id)
        .join(Person, Person.id == Registration.person_id)
        .where(
            scope.holds(OfferingSession.session_id, Person.email_key),
            true() if scope.person_ids is None else Registration.person_id.in_(scope.person_ids),
            _is_on(scope),
            Registration.state == "confirmed",
            Person.erased_at.is_(None),
            COMES,
            _not_yet_far(scope.far),
            _is_told() if scope.told_alone else true(),
        )
    )


def _is_told() -> ColumnElement[bool]:
    return exists().where(
        Message.subject_id == Registration.id,
        Message.kind.in_((kinds.REGISTRATION_CONFIRMED, kinds.REGISTRATION_PROMOTED)),
    )


def _not_yet_far(far: Sequence[UUID]) -> ColumnElement[bool]:
    """What is all that somebody registered for doesn't wait: the confirmation itself brings it."""
    if not far:
        return true()
    other = aliased(OfferingSession)
    more = exists().where(
        other.offering_id == OfferingSession.offering_id, other.session_id != OfferingSession.session_id
    )
    return OfferingSession.session_id.not_in(far) | ~more


def _is_on(scope: Scope) -> ColumnElement[bool]:
    return true() if scope.at_any_time else (Session.state == "scheduled") & (Session.ends_at > scope.now)
