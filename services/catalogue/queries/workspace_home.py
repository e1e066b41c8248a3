"""What an organiser's home shows: their series with every stop, and what needs a person today."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Connection, Select, and_, func, not_, or_, select

from services.catalogue.queries.public_offerings import Choice, choices
from services.catalogue.queries.rows import AnyRow
from shared.rules.partners import Right
from shared.schema.catalogue import Offering, Presenter, Series, Session
from shared.schema.organisations import Organisation
from shared.web.rights import within

MOST_SERIES = 60
#: a series stays on the organiser's home for so long after its last session
LINGERS = timedelta(days=30)


@dataclass(frozen=True)
class OwnSeries:
    """A series that the asker organises or is a partner of, with its sessions and offerings."""

    row: AnyRow
    sessions: list[AnyRow] = field(default_factory=list)
    offers: list[Choice] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        """The series' own columns, and `organiser_name`."""
        return getattr(self.row, name)


def mine(
    organises: Collection[UUID] | BindParameter[UUID] | None, series: Any = Series, right: Right = Right.NUMBERS
) -> ColumnElement[bool]:
    """Fits the series that these organisations run or are partners of, but for templates; None is every one.
    ``series``: the table by another name."""
    return and_(within(organises, right, series), ~series.is_template)


def own_series(db: Connection, organises: Collection[UUID] | None, now: datetime, earlier: bool) -> list[OwnSeries]:
    """The running ones, drafts first and then by their next session; or the earlier ones: three statements."""
    next_at = _next_at(now)
    last_end = select(func.max(Session.ends_at)).where(Session.series_id == Series.id).scalar_subquery()
    is_earlier = or_(
        Series.state == "archived",
        and_(Series.state == "published", last_end.is_not(None), last_end < now - LINGERS),
    )
    rows = db.execute(
        select(Series.id, Series.slug, Series.title, Series.kind, Series.state, Series.language, Series.timezone)
        .add_columns(Series.organiser_id, Organisation.name.label("organiser_name"))
        .join(Organisation, Organisation.id == Series.organiser_id)
        .where(mine(organises), is_earlier if earlier else not_(is_earlier))
        .order_by(Series.state != "draft", next_at.is_(None), next_at, Series.created_at.desc())
        .limit(MOST_SERIES)
    ).all()
    found = {row.id: OwnSeries(row) for row in rows}
    if found:
        for session in db.execute(_sessions(found)):
            found[session.series_id].sessions.append(session)
        for choice in choices(db, Offering.series_id.in_(found), now):
            found[choice.series_id].offers.append(choice)
    return list(found.values())


def _next_at(now: datetime) -> Any:
    return (
        select(func.min(Session.starts_at))
        .where(Session.series_id == Series.id, Session.state == "scheduled", Session.ends_at > now)
        .scalar_subquery()
    )


def _sessions(series_ids: Collection[UUID]) -> Select[*tuple[Any, ...]]:
    presenters = select(func.count()).select_from(Presenter).where(Presenter.session_id == Session.id).scalar_subquery()
    return (
        select(
            Session.id,
            Session.series_id,
            Session.title,
            Session.starts_at,
            Session.ends_at,
            Session.timezone,
            Session.state,
            Session.mode,
            Session.join_url,
            Session.venue,
            presenters.label("presenters"),
        )
        .where(Session.series_id.in_(series_ids))
        .order_by(Session.starts_at, Session.id)
    )
