"""The secret link under which colleagues see a draft: made, renewed, ended. It is derived, stored nowhere."""

from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection

from services.catalogue.actions.versions import change_series
from services.catalogue.queries.held import hold_series
from shared import journal
from shared.errors import Conflict


def make_link(db: Connection, actor: str, series_id: UUID) -> None:
    """Make a link; one that was there before ends. Raises Conflict when the series is no draft."""
    series = hold_series(db, series_id)
    if series.state != "draft":
        raise Conflict("not_a_draft", _("Only a draft has such a link: everybody sees what is published."))
    change_series(db, series_id, is_shared=True, shared_version=series.shared_version + 1)
    journal.append(db, "series.link_made", actor, journal.Subject(series_id=series_id))


def end_link(db: Connection, actor: str, series_id: UUID) -> None:
    """From now on it opens nothing. Once more changes nothing."""
    series = hold_series(db, series_id)
    if not series.is_shared:
        return
    change_series(db, series_id, is_shared=False)
    journal.append(db, "series.link_ended", actor, journal.Subject(series_id=series_id))
