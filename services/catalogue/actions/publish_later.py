"""A draft that is published at a time: planned, changed and taken back until then, and done once when it has come."""

from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, select

from services.catalogue.actions.series import publish_series
from services.catalogue.actions.versions import change_series
from services.catalogue.queries.held import hold_series
from services.catalogue.rules import schedule
from shared import clock, journal
from shared.errors import Conflict, Refusal
from shared.schema.catalogue import Series

#: in one call
MOST = 100


def plan(db: Connection, actor: str, series_id: UUID, at: datetime | None) -> None:
    """Publish it then; None takes that back. Raises Conflict when it is no draft, Refusal when the time is past."""
    series = hold_series(db, series_id)
    if series.publish_at == at:
        return
    if at is not None and (series.state != "draft" or series.is_template):
        raise Conflict("not_a_draft", _("Only a draft can be published at a time."), "publish_at")
    if at is not None and at <= clock.now():
        raise Refusal("past", _("This time is already past."), "publish_at")
    if at is not None and at >= schedule.LATEST:
        raise Refusal("out_of_range", _("The year must be between 2000 and 2099."), "publish_at")
    change_series(db, series_id, publish_at=at)
    detail = {"at": at.isoformat()} if at else {}
    kind = "series.publishing_planned" if at else "series.publishing_withdrawn"
    journal.append(db, kind, actor, journal.Subject(series_id=series_id, detail=detail))


def due(db: Connection) -> list[UUID]:
    """Those whose time has come, the longest due first."""
    wanted = select(Series.id).where(Series.state == "draft", Series.publish_at <= clock.now())
    return list(db.scalars(wanted.order_by(Series.publish_at, Series.id).limit(MOST)))


def publish_due(db: Connection, actor: str, series_id: UUID) -> bool:
    """Publish one; False when another clock was quicker, or it was changed or taken back meanwhile."""
    series = hold_series(db, series_id)
    if series.state != "draft" or series.publish_at is None or series.publish_at > clock.now():
        return False
    publish_series(db, actor, series_id)
    return True
