"""Who asks for a place and waits for the organiser's yes."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Connection, bindparam, func, select, text

from shared.schema.registration import Registration

_COUNTS = (
    select(Registration.offering_id, func.count())
    .where(
        Registration.offering_id.in_(bindparam("offering_ids", expanding=True)),
        Registration.state == "waitlisted",
        # written out, so that the index of requests serves it: mostly there are none
        text("awaits_approval"),
    )
    .group_by(Registration.offering_id)
)


def requests(db: Connection, offering_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many wait for a yes, for each of these offerings where somebody does."""
    if not offering_ids:
        return {}
    return {row[0]: row[1] for row in db.execute(_COUNTS, {"offering_ids": list(offering_ids)})}
