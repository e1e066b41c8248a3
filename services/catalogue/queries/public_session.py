"""What the public page of a session shows."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from services.catalogue.queries.profiles import IS_THEIRS, SHOWN_NAME, STAMP, TOLD
from services.catalogue.queries.public_series import IS_SHOWN, ORGANISER
from services.catalogue.queries.rows import AnyRow
from shared.schema.catalogue import OfferingSession, Presenter, Series, Session
from shared.schema.organisations import Organisation
from shared.schema.profiles import PresenterProfile
from shared.schema.registration import Seats

#: made once: it is asked on every request, and building it takes longer than running it
_profiles = (
    select(STAMP).join(Presenter, IS_THEIRS).where(Presenter.session_id == bindparam("session_id")).scalar_subquery()
)
_STATE = (
    select(
        Series.version,
        Organisation.name,
        Organisation.colour,
        Organisation.logo,
        Seats.taken,
        Seats.waiting,
        _profiles,
    )
    .select_from(Session)
    .join(Series, Series.id == Session.series_id)
    .join(Organisation, Organisation.id == Series.organiser_id)
    .outerjoin(OfferingSession, OfferingSession.session_id == Session.id)
    .outerjoin(Seats, Seats.offering_id == OfferingSession.offering_id)
    .where(Session.id == bindparam("session_id"), IS_SHOWN)
    .order_by(OfferingSession.offering_id)
)


def state_of(db: Connection, session_id: UUID) -> str | None:
    """What the page goes by: changes with the series, anything in it, its organiser's name and look, places taken,
    and what its presenters tell of themselves."""
    rows = db.execute(_STATE, {"session_id": session_id}).all()
    return repr([tuple(row) for row in rows]) if rows else None


def session(db: Connection, session_id: UUID) -> AnyRow | None:
    """The session with what is told of its series and organiser, whatever the series' state."""
    return db.execute(
        select(
            Session.__table__,
            Series.slug,
            Series.title.label("series_title"),
            Series.language,
            Series.kind,
            Series.credits,
            Series.state.label("series_state"),
            Series.published_at,
            Series.organiser_id,
            Series.for_customers,
            Series.is_listed_anyway,
            *ORGANISER,
        )
        .join(Series, Series.id == Session.series_id)
        .join(Organisation, Organisation.id == Series.organiser_id)
        .where(Session.id == session_id)
    ).one_or_none()


def presenters(db: Connection, session_id: UUID) -> Sequence[AnyRow]:
    """Who presents: name, title, role and what they tell of themselves, in the order they were added."""
    return db.execute(
        select(SHOWN_NAME.label("name"), Presenter.title, Presenter.role, *TOLD)
        .outerjoin(PresenterProfile, IS_THEIRS)
        .where(Presenter.session_id == session_id)
        .order_by(Presenter.id)
    ).all()


def neighbours(db: Connection, series_id: UUID) -> Sequence[AnyRow]:
    """Every stop of the same route, in the order of time: id, title, starts_at, ends_at, timezone, state."""
    return db.execute(
        select(Session.id, Session.title, Session.starts_at, Session.ends_at, Session.timezone, Session.state)
        .where(Session.series_id == series_id)
        .order_by(Session.starts_at, Session.id)
    ).all()
