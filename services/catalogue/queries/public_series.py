"""What the public page of a series shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from services.catalogue.queries.profiles import IS_THEIRS, SHOWN_NAME, STAMP
from services.catalogue.queries.rows import AnyRow
from shared.schema.catalogue import Offering, Presenter, Series, SeriesPartner, Session
from shared.schema.organisations import Organisation
from shared.schema.paths import OfferingRequirement, Path, PathStage, PathStageSeries
from shared.schema.profiles import PresenterProfile
from shared.schema.projects import ProjectPartner, ProjectSeries
from shared.schema.registration import Seats

#: whether a series has a page for everybody: published, or put away after it had been
IS_SHOWN = or_(Series.state == "published", and_(Series.state == "archived", Series.published_at.is_not(None)))
#: what pages of a series tell of who runs it
ORGANISER = (
    Organisation.name.label("organiser_name"),
    Organisation.colour.label("organiser_colour"),
    Organisation.logo.label("organiser_logo"),
)

_on_its_paths = (
    select(Path.version)
    .join(PathStage, PathStage.path_id == Path.id)
    .join(PathStageSeries, PathStageSeries.stage_id == PathStage.id)
    .where(PathStageSeries.series_id == Series.id, Path.state == "published")
    .correlate(Series)
)
_beside = aliased(Organisation)
#: what is shown of those who take part beside the organiser: partners, and the funders of its project
_named = func.aggregate_strings(
    _beside.name + "|" + func.coalesce(_beside.logo, "") + "|" + func.coalesce(_beside.website, ""), "\n"
)
_partners_look = (
    select(_named)
    .join(SeriesPartner, SeriesPartner.organisation_id == _beside.id)
    .where(SeriesPartner.series_id == Series.id)
    .correlate(Series)
)
_funders_look = (
    select(_named)
    .join(ProjectPartner, ProjectPartner.organisation_id == _beside.id)
    .join(ProjectSeries, ProjectSeries.project_id == ProjectPartner.project_id)
    .where(ProjectSeries.series_id == Series.id, ProjectPartner.role == "funder")
    .correlate(Series)
)
_presenters_look = (
    select(STAMP)
    .join(Presenter, IS_THEIRS)
    .join(Session, Session.id == Presenter.session_id)
    .where(Session.series_id == Series.id)
    .correlate(Series)
)
_earlier = aliased(Series)
_requires = (
    select(func.sum(_earlier.version))
    .join(OfferingRequirement, OfferingRequirement.series_id == _earlier.id)
    .where(OfferingRequirement.offering_id == Offering.id)
    .correlate(Offering)
)
#: made once: it is asked on every request, and building it takes longer than running it
_STATE = (
    select(
        Series.version,
        Organisation.name,
        Organisation.colour,
        Organisation.logo,
        Organisation.website,
        Seats.taken,
        Seats.waiting,
        _on_its_paths.with_only_columns(func.sum(Path.version), maintain_column_froms=True).scalar_subquery(),
        _on_its_paths.with_only_columns(func.max(Path.changed_at), maintain_column_froms=True).scalar_subquery(),
        _requires.scalar_subquery(),
        _partners_look.scalar_subquery(),
        _funders_look.scalar_subquery(),
        _presenters_look.scalar_subquery(),
    )
    .select_from(Series)
    .join(Organisation, Organisation.id == Series.organiser_id)
    .outerjoin(Offering, Offering.series_id == Series.id)
    .outerjoin(Seats, Seats.offering_id == Offering.id)
    .where(Series.slug == bindparam("slug"), IS_SHOWN)
    .order_by(Offering.id)
)


def state_of(db: Connection, slug: str) -> str | None:
    """What the page goes by: changes with the series, anything in it, names and looks of its organiser and partners,
    every place taken, the paths that it is on and the series that have to be completed before."""
    rows = db.execute(_STATE, {"slug": slug}).all()
    return repr([tuple(row) for row in rows]) if rows else None


def head(db: Connection, slug: str) -> AnyRow | None:
    """The series with its organiser's name, look and website, whatever its state."""
    return db.execute(
        select(Series.__table__, *ORGANISER, Organisation.website)
        .join(Organisation, Organisation.id == Series.organiser_id)
        .where(Series.slug == slug)
    ).one_or_none()


def partners(db: Connection, series_id: UUID) -> Sequence[AnyRow]:
    """The organisations that take part beside the organiser: id, name, website, logo, role."""
    return db.execute(
        select(Organisation.id, Organisation.name, Organisation.website, Organisation.logo, SeriesPartner.role)
        .join(SeriesPartner, SeriesPartner.organisation_id == Organisation.id)
        .where(SeriesPartner.series_id == series_id)
        .order_by(Organisation.name)
    ).all()


@dataclass(frozen=True)
class SessionOnRoute:
    """A session of the series and the names of its presenters."""

    row: AnyRow
    presenters: list[str]

    def __getattr__(self, name: str) -> Any:
        """The session's own columns."""
        return getattr(self.row, name)


def sessions(db: Connection, series_id: UUID) -> list[SessionOnRoute]:
    """The sessions in the order of time with their presenters' names: one statement."""
    rows = db.execute(
        select(
            Session.id,
            Session.title,
            Session.starts_at,
            Session.ends_at,
            Session.timezone,
            Session.mode,
            Session.kind,
            Session.venue,
            Session.state,
            SHOWN_NAME.label("presenter"),
        )
        .outerjoin(Presenter, Presenter.session_id == Session.id)
        .outerjoin(PresenterProfile, IS_THEIRS)
        .where(Session.series_id == series_id)
        .order_by(Session.starts_at, Session.id, Presenter.id)
    )
    found: dict[UUID, SessionOnRoute] = {}
    for row in rows:
        session = found.setdefault(row.id, SessionOnRoute(row, []))
        if row.presenter:
            session.presenters.append(row.presenter)
    return list(found.values())
