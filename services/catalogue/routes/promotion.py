"""Asking registration to let waiting people in when there are more places."""

from uuid import UUID

import structlog
from sqlalchemy import Connection

from shared.database.connection import after_commit
from shared.errors import Refusal
from shared.web.current import service

log = structlog.get_logger(__name__)


def promote_after_commit(db: Connection, offering_id: UUID, actor: str) -> None:
    """Ask once the change is committed. When registration doesn't answer, the clock sees to it later."""
    registration = service().ask("registration")

    def ask() -> None:
        try:
            registration.post(f"/api/v1/offerings/{offering_id}/promote", None, actor)
        except Refusal as refusal:
            log.warning("promotion_left_to_the_clock", offering_id=str(offering_id), code=refusal.code)

    after_commit(db, ask)
