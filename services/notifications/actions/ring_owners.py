"""The clock rings, the owner acts: the other services are told that a minute has passed."""

import structlog

from shared.errors import Refusal
from shared.web.current import Service

OWNERS = ("catalogue", "registration")
log = structlog.get_logger(__name__)


def ring_owners(service: Service) -> None:
    """Ring each service whose things fall due by themselves; one that doesn't answer is rung again next time."""
    for owner in OWNERS:
        try:
            service.ask(owner).post("/api/v1/due", None, "system")
        except Refusal as refusal:
            log.warning("owner_not_rung", owner=owner, code=refusal.code)
