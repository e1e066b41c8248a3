"""Asking registration to have registrations follow their organisation into the one it was merged into."""

from uuid import UUID

import structlog
from sqlalchemy import Connection

from shared.database.connection import after_commit
from shared.errors import Refusal
from shared.web.current import service

log = structlog.get_logger(__name__)


def follow_after_commit(db: Connection, gone_id: UUID, actor: str) -> None:
    """Ask once the merger is committed. When registration doesn't answer, the clock sees to it later."""
    registration = service().ask("registration")

    def ask() -> None:
        try:
            registration.post(f"/api/v1/organisations/{gone_id}/follow", None, actor)
        except Refusal as refusal:
            log.warning("following_left_to_the_clock", organisation_id=str(gone_id), code=refusal.code)

    after_commit(db, ask)
