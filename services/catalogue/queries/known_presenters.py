"""Presenters whom one's organisations know from other series, by their names."""

from collections.abc import Collection

from sqlalchemy import Connection, func, literal, or_, select

from services.catalogue.queries.bookings import Organises
from services.catalogue.queries.rows import AnyRow
from services.catalogue.queries.workspace_home import mine
from shared.rules.partners import Right
from shared.schema.catalogue import Presenter, Series, Session


def called(db: Connection, organises: Organises, names: Collection[str]) -> list[AnyRow]:
    """Whoever has one of these whole names and presents in a series whose sessions one may change: name, email, title,
    and the role that one begins with. SQLite knows capitals of ASCII alone, so names count as they are written too."""
    if not names:
        return []
    is_called = or_(Presenter.name.in_(names), func.lower(Presenter.name).in_([name.lower() for name in names]))
    rows = db.execute(
        select(Presenter.name, Presenter.email, Presenter.title, literal("speaker").label("role"))
        .join(Session, Session.id == Presenter.session_id)
        .join(Series, Series.id == Session.series_id)
        .where(is_called, mine(organises, right=Right.SESSIONS))
        .order_by(Presenter.id)
    )
    return list({row.email: row for row in rows}.values())
