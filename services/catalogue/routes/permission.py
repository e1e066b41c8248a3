"""What an asker may see and manage of the catalogue. Drafts don't exist for anybody but their organisers."""

import re
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, Row

from services.catalogue.queries import belonging, paths
from shared.errors import NotThere
from shared.web.viewer import known_viewer, viewer

_SLUG = re.compile(r"[a-z0-9-]{1,80}")


def organises(organiser_id: UUID) -> bool:
    """Whether the asker manages what this organisation runs."""
    asker = viewer()
    return asker is not None and asker.may_organise(organiser_id)


def visible_series(db: Connection, slug: str) -> Row[Any]:
    """The series at a slug, if the asker may see it: id, slug, state, organiser_id, timezone. Raises NotThere."""
    found = belonging.series_at(db, slug) if _SLUG.fullmatch(slug) else None
    return _if_visible(found, _("There is no such series."))


def visible_session(db: Connection, session_id: UUID) -> Row[Any]:
    """The series of a session, if the asker may see it. Raises NotThere."""
    return _if_visible(belonging.series_of_session(db, session_id), _("There is no such session."))


def visible_offering(db: Connection, offering_id: UUID) -> Row[Any]:
    """The series of an offering, if the asker may see it. Raises NotThere."""
    return _if_visible(belonging.series_of_offering(db, offering_id), _("There is no such way to register."))


def path_to_see(db: Connection, slug: str) -> Row[Any]:
    """The path at a slug, if the asker may see it. Raises NotThere."""
    path = paths.path(db, slug) if _SLUG.fullmatch(slug) else None
    if path is None or not (path.state == "published" or organises(path.organiser_id)):
        raise NotThere("no_path", _("There is no such path. It may have been taken off the list."))
    return path


def path_to_manage(db: Connection, slug: str) -> Row[Any]:
    """The same for who wants to change it. Raises NotThere, NotAllowed."""
    return _managed(path_to_see(db, slug))


def series_to_manage(db: Connection, slug: str) -> Row[Any]:
    """The same for who wants to change it. Raises NotAllowed when they see it but don't manage it."""
    return _managed(visible_series(db, slug))


def session_to_manage(db: Connection, session_id: UUID) -> Row[Any]:
    """The series of a session, for who wants to change the session. Raises NotThere, NotAllowed."""
    return _managed(visible_session(db, session_id))


def offering_to_manage(db: Connection, offering_id: UUID) -> Row[Any]:
    """The series of an offering, for who wants to change the offering. Raises NotThere, NotAllowed."""
    return _managed(visible_offering(db, offering_id))


def _if_visible(series: Row[Any] | None, sentence: str) -> Row[Any]:
    if series is None or not (belonging.is_public(series) or organises(series.organiser_id)):
        raise NotThere("not_there", sentence)
    return series


def _managed(series: Row[Any]) -> Row[Any]:
    known_viewer().require_organiser(series.organiser_id)
    return series
