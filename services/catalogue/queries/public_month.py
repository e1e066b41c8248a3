"""The sessions of published series over a time, for a calendar."""

from datetime import datetime

from sqlalchemy import Connection, select

from services.catalogue.queries.public_filters import Narrowing
from services.catalogue.queries.schedule import Entry
from shared.schema.catalogue import Series, Session

#: a page with more can't be read
MOST = 1000


def sessions(db: Connection, narrow: Narrowing, starts_at: datetime, ends_at: datetime) -> list[Entry]:
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
        .where(Series.state == "published", Session.starts_at < ends_at, Session.ends_at > starts_at, narrow.session)
        .order_by(Session.starts_at, Session.id)
        .limit(MOST)
    )
    return [Entry(row, ()) for row in rows]
