"""What stands in the form of an offering that is there already."""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID

from shared.local_time import is_end_of_day
from shared.web.dates import local


def typed(offering: Any, covered: Sequence[UUID], zone: str) -> dict[str, Any]:
    """What stands in the form of an offering that is there already."""
    return {
        "name": offering.name,
        "description": offering.description,
        "region": offering.region,
        "session_ids": [str(one) for one in covered],
        "capacity": offering.capacity,
        "waitlist": offering.waitlist,
        "needs_approval": offering.needs_approval,
        "promotes_groups": offering.promotes_groups,
        "version": offering.version,
        **_typed_end("closes", offering.closes_at, zone),
        **_typed_end("promotes", offering.promotes_until, zone),
        **_typed_opening(offering.opens_at, zone),
    }


def _typed_end(name: str, instant: datetime | None, zone: str) -> dict[str, Any]:
    if instant is None:
        return {}
    there = local(instant, zone)
    return {
        f"{name}_on": there.date(),
        f"{name}_time": None if is_end_of_day(instant.astimezone(UTC), zone) else there.time(),
    }


def _typed_opening(opens_at: datetime | None, zone: str) -> dict[str, Any]:
    if opens_at is None:
        return {}
    there = local(opens_at, zone)
    return {"opens_on": there.date(), "opens_time": None if there.time() == time() else there.time()}
