"""What an asker may see and manage of the catalogue. Drafts exist for their organisers and partners only."""

import re
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import Connection, Row

from services.catalogue.queries import belonging, paths, projects
from services.catalogue.queries.projects import Whole
from shared.errors import NotThere
from shared.rules.partners import Right
from shared.web import rights
from shared.web.viewer import known_viewer, viewer

_SLUG = re.compile(r"[a-z0-9-]{1,80}")


def organises(organiser_id: UUID) -> bool:
    """Whether the asker manages what this organisation runs."""
    asker = viewer()
    return asker is not None and asker.may_organise(organiser_id)


def visible_series(db: Connection, slug: str) -> Row[Any]:
    """The series at a slug, if the asker may see it: id, slug, state, organiser_id, timezone. Raises NotThere."""
    found = belonging.series_at(db, slug) if _SLUG.fullmatch(slug) else None
    return _if_visible(db, found, _("There is no such series."))


def visible_session(db: Connection, session_id: UUID) -> Row[Any]:
    """The series of a session, if the asker may see it. Raises NotThere."""
    return _if_visible(db, belonging.series_of_session(db, session_id), _("There is no such session."))


def visible_offering(db: Connection, offering_id: UUID) -> Row[Any]:
    """The series of an offering, if the asker may see it. Raises NotThere."""
    return _if_visible(db, belonging.series_of_offering(db, offering_id), _("There is no such way to register."))


def path_to_see(db: Connection, slug: str) -> Row[Any]:
    """The path at a slug, if the asker may see it. Raises NotThere."""
    path = paths.path(db, slug) if _SLUG.fullmatch(slug) else None
    if path is None or not (path.state == "published" or organises(path.organiser_id)):
        raise NotThere("no_path", _("There is no such path. It may have been taken off the list."))
    return path


def path_to_manage(db: Connection, slug: str) -> Row[Any]:
    """The same for who wants to change it. Raises NotThere, NotAllowed."""
    path = path_to_see(db, slug)
    known_viewer().require_organiser(path.organiser_id)
    return path


def series_to_manage(db: Connection, slug: str) -> Row[Any]:
    """The same for who wants to change it. Raises NotAllowed when they see it but don't manage it."""
    return _held(db, visible_series(db, slug), Right.MANAGE)


def route_to_manage(db: Connection, slug: str) -> Row[Any]:
    """The same for who wants to change its sessions. Raises NotThere, NotAllowed."""
    return _held(db, visible_series(db, slug), Right.SESSIONS)


def series_to_follow(db: Connection, slug: str) -> tuple[Row[Any], frozenset[Right]]:
    """The same for its organisers and partners, with what the asker may do there. Raises NotThere, NotAllowed."""
    series = visible_series(db, slug)
    held = rights.rights(db, known_viewer(), series.id, series.organiser_id)
    rights.require(held, Right.NUMBERS)
    return series, held


def session_to_manage(db: Connection, session_id: UUID) -> Row[Any]:
    """The series of a session, for who wants to change the session. Raises NotThere, NotAllowed."""
    return _held(db, visible_session(db, session_id), Right.SESSIONS)


def offering_to_manage(db: Connection, offering_id: UUID) -> Row[Any]:
    """The series of an offering, for who wants to change the offering. Raises NotThere, NotAllowed."""
    return _held(db, visible_offering(db, offering_id), Right.MANAGE)


def project_to_see(db: Connection, project_id: UUID) -> Whole:
    """A project that the asker's organisations lead or are in. Raises NotThere."""
    found, asker = projects.project(db, project_id), known_viewer()
    inside = {one.organisation_id for one in found.partners} if found else set()
    if found is None or not (asker.may_organise(found.organiser_id) or inside & (asker.organises or frozenset())):
        raise NotThere("no_project", _("There is no such project."))
    return found


def project_to_manage(db: Connection, project_id: UUID) -> Whole:
    """The same for who wants to change it. Raises NotThere, NotAllowed."""
    found = project_to_see(db, project_id)
    known_viewer().require_organiser(found.organiser_id)
    return found


def _if_visible(db: Connection, series: Row[Any] | None, sentence: str) -> Row[Any]:
    if series is None or not (belonging.is_public(series) or rights.may(db, viewer(), Right.NUMBERS, series)):
        raise NotThere("not_there", sentence)
    return series


def _held(db: Connection, series: Row[Any], right: Right) -> Row[Any]:
    rights.require(rights.rights(db, known_viewer(), series.id, series.organiser_id), right)
    return series
