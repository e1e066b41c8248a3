"""Asking registration to let waiting people in when there are more places, and saying who got one."""

from uuid import UUID

import structlog
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import Connection

from shared.database.connection import after_commit
from shared.errors import Refusal
from shared.web.current import service

log = structlog.get_logger(__name__)


def promote_after_commit(db: Connection, offering_id: UUID, actor: str) -> list[str]:
    """Ask once the change is committed. When registration doesn't answer, the clock sees to it later.

    The list holds, after the commit, the ids of those who moved up.
    """
    registration = service().ask("registration")
    moved: list[str] = []

    def ask() -> None:
        try:
            moved.extend(registration.post(f"/api/v1/offerings/{offering_id}/promote", None, actor)["promoted"])
        except Refusal as refusal:
            log.warning("promotion_left_to_the_clock", offering_id=str(offering_id), code=refusal.code)

    after_commit(db, ask)
    return moved


def saved(moved: list[str]) -> str:
    """That it is saved, and how many got a place by that."""
    if not moved:
        return _("Saved.")
    return ngettext(
        "Saved. One person who waited got a place.", "Saved. %(num)s people who waited got a place.", len(moved)
    )
