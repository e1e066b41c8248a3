"""What stands in the form of an offering that is there already."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from shared.local_time import is_end_of_day, start_of_day
from shared.rules.regions import in_language
from shared.web.date_filters import language
from shared.web.dates import local
from shared.web.time_fields import answered


def typed(offering: Any, covered: Sequence[UUID], zone: str) -> dict[str, Any]:
    """What stands in the form of an offering that is there already."""
    return {
        "name": offering.name,
        "description": offering.description,
        "region": in_language(offering.region, language()) if offering.region else None,
        "session_ids": [str(one) for one in covered],
        "capacity": offering.capacity,
        "waitlist": offering.waitlist,
        "needs_approval": offering.needs_approval,
        "promotes_groups": offering.promotes_groups,
        "customer": str(offering.customer_id or ""),
        "version": offering.version,
        **_typed_end("closes", offering.closes_at, zone),
        **_typed_end("promotes", offering.promotes_until, zone),
        **_typed_opening(offering.opens_at, zone),
    }


def _typed_end(name: str, instant: datetime | None, zone: str) -> dict[str, Any]:
    if instant is None:
        return {}
    return _typed(name, instant, zone, is_whole_day=is_end_of_day(instant.astimezone(UTC), zone))


def _typed_opening(opens_at: datetime | None, zone: str) -> dict[str, Any]:
    if opens_at is None:
        return {}
    begins = start_of_day(local(opens_at, zone).date(), zone)
    return _typed("opens", opens_at, zone, is_whole_day=opens_at == begins)


def _typed(name: str, instant: datetime, zone: str, *, is_whole_day: bool) -> dict[str, Any]:
    there = local(instant, zone)
    if is_whole_day:
        return {f"{name}_on": there.date()}
    return {f"{name}_on": there.date(), f"{name}_time": there.time(), f"{name}_hour": answered(there)}
