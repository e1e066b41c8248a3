"""The sessions of published series over a time, for a calendar."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, func, select

from services.catalogue.queries.public_filters import Narrowing
from services.catalogue.queries.public_search import session_has_asked
from services.catalogue.queries.schedule import Entry
from services.catalogue.queries.series_order import PUBLISHED
from shared.schema.catalogue import Series, Session

#: a page with more can't be read
MOST = 1000


@dataclass(frozen=True)
class Sought:
    """What a visitor wants to see in a calendar."""

    narrow: Narrowing
    #: all of them in the session or in its series, in whatever form; empty: whatever it says
    words: str = ""

    def fits(self, db: Connection) -> ColumnElement[bool]:
        """Fits sessions beside their series."""
        fits = and_(PUBLISHED, self.narrow.session)
        return and_(fits, session_has_asked(db, self.words)) if self.words else fits


def sessions(db: Connection, sought: Sought, starts_at: datetime, ends_at: datetime) -> list[Entry]:
    """What is held then and fits, cancelled sessions among it, in the order of time: one statement."""
    rows = db.execute(
        select(
            Session.id,
            Session.title,
            Session.starts_at,
            Session.ends_at,
            Session.timezone,
            Session.state,
            Series.title.label("series_title"),
            Series.language,
        )
        .join(Series, Series.id == Session.series_id)
        .where(Session.starts_at < ends_at, Session.ends_at > starts_at, sought.fits(db))
        .order_by(Session.starts_at, Session.id)
        .limit(MOST)
    )
    return [Entry(row, ()) for row in rows]


def next_after(db: Connection, sought: Sought, moment: datetime) -> datetime | None:
    """When the first session starts that fits and starts then or later."""
    starts = select(func.min(Session.starts_at)).join(Series, Series.id == Session.series_id)
    return db.scalar(starts.where(Session.starts_at >= moment, sought.fits(db)))
