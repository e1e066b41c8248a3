"""The series that an organiser's page or call is about."""

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Connection, Row

from services.notifications.queries import reminder_rules
from shared.errors import NotThere
from shared.web.viewer import known_viewer


def organised(db: Connection, slug: str) -> Row[*tuple[Any, ...]]:
    """One that the asker organises: id, slug, title, language, timezone, state. Raises NotThere or NotAllowed."""
    found = reminder_rules.series(db, slug)
    if found is None:
        raise NotThere("no_series", _("There is no such series."))
    known_viewer().require_organiser(found.organiser_id)
    return found
