"""Rows as they are now, held until the transaction ends, so that two organisers' changes come one after the other.

Whatever changes inside a series holds the series first: its versions then rise in order, and nobody waits in a ring.
An organisation is held before any series, as who merges organisations holds them.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, Row, Select, select

from shared.database import locks
from shared.errors import Conflict, NotThere
from shared.schema.catalogue import Offering, Presenter, Series, Session
from shared.schema.organisations import Organisation


def hold_organisation(db: Connection, organisation_id: UUID) -> Row[Any]:
    """The organisation's row; nobody merges it meanwhile. Raises NotThere, and Conflict when it was merged already."""
    locks.hold(db, "organisation", organisation_id)
    row = db.execute(select(Organisation).where(Organisation.id == organisation_id)).one_or_none()
    if row is None:
        raise NotThere("no_organisation", _("There is no such organisation."))
    require_unmerged(row.name, row.merged_into_id)
    return row


def require_unmerged(name: str, merged_into_id: UUID | None, field: str | None = None) -> None:
    """Raise Conflict when an organisation was merged: it is history, and nothing is written to it any more."""
    if merged_into_id is not None:
        sentence = _("%(name)s has been merged into another organisation already.", name=name)
        raise Conflict("merged_already", sentence, field)


def hold_series(db: Connection, series_id: UUID) -> Row[Any]:
    """The series' row. Raises NotThere."""
    row = db.execute(select(Series).where(Series.id == series_id).with_for_update()).one_or_none()
    if row is None:
        raise NotThere("no_series", _("There is no such series."))
    return row


def hold_many_series(db: Connection, which: Select[UUID]) -> Sequence[UUID]:
    """The ids of these series, one held after the other in the order of ids."""
    return db.scalars(select(Series.id).where(Series.id.in_(which)).order_by(Series.id).with_for_update()).all()


def hold_places(db: Connection, series_id: UUID) -> None:
    """Wait for whoever is registering for the series, which is held already; others wait until the transaction ends."""
    of_series = select(Offering.id).where(Offering.series_id == series_id)
    for offering_id in sorted(db.scalars(of_series)):
        locks.hold(db, "offering", offering_id)


def hold_session(db: Connection, session_id: UUID) -> Row[Any]:
    """The session's row; its series is held too. Raises NotThere."""
    series_id = db.scalar(select(Session.series_id).where(Session.id == session_id))
    if series_id is None:
        raise NotThere("no_session", _("There is no such session."))
    hold_series(db, series_id)
    return db.execute(select(Session).where(Session.id == session_id)).one()


def hold_offering(db: Connection, offering_id: UUID) -> Row[Any]:
    """The offering's row; its series is held too. Raises NotThere."""
    series_id = db.scalar(select(Offering.series_id).where(Offering.id == offering_id))
    if series_id is None:
        raise NotThere("no_offering", _("There is no such way to register."))
    hold_series(db, series_id)
    return db.execute(select(Offering).where(Offering.id == offering_id)).one()


def hold_presenter(db: Connection, presenter_id: UUID) -> tuple[Row[Any], Row[Any]]:
    """The presenter's row and the session's; the series is held too. Raises NotThere."""
    session_id = db.scalar(select(Presenter.session_id).where(Presenter.id == presenter_id))
    if session_id is None:
        raise NotThere("no_presenter", _("There is no such presenter."))
    session = hold_session(db, session_id)
    presenter = db.execute(select(Presenter).where(Presenter.id == presenter_id)).one_or_none()
    if presenter is None:
        raise NotThere("no_presenter", _("There is no such presenter."))
    return presenter, session
