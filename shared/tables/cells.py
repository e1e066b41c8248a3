"""What a table that is taken along consists of, whatever kind of file it becomes."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

#: a text, a number, an aware instant, or nothing
Cell = str | int | Decimal | datetime | None
Row = Sequence[Cell]


def wall_clock(instant: datetime, zone: str) -> datetime:
    """What clocks in a zone show at an instant, to the second and without a zone: files of tables know none."""
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None, microsecond=0)
