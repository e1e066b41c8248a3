"""The hours in which nobody is reminded of anything: at night, on the clocks of whatever it is about."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From ``start`` o'clock up to ``end`` o'clock, over midnight when it ends earlier than it starts."""

    start: int
    end: int

    @classmethod
    def of(cls, said: str) -> "QuietHours | None":
        """Those of the setting, such as ``21-7``; None when there are none."""
        if not said:
            return None
        start, end = said.split("-")
        return cls(int(start), int(end))

    def ends_after(self, moment: datetime, zone: str) -> datetime:
        """When the quiet hours that a moment falls into end, in UTC; outside of them the moment itself.

        ``zone`` is an IANA name. On the nights when clocks change, it is the clock that counts: seven is seven.
        """
        there = moment.astimezone(ZoneInfo(zone))
        if not self._hold(there.hour):
            return moment
        day = there.date() + timedelta(days=1 if there.hour > self.end else 0)
        return datetime.combine(day, time(self.end), there.tzinfo).astimezone(UTC)

    def _hold(self, hour: int) -> bool:
        if self.start < self.end:
            return self.start <= hour < self.end
        return hour >= self.start or hour < self.end


def held_until(quiet: QuietHours | None, moment: datetime, zone: str, before: datetime | None = None) -> datetime:
    """When what is due at a moment may go out: not in quiet hours, unless it would come too late then.

    ``before`` is when it would: the start of a session. It then goes at its own time.
    """
    if quiet is None:
        return moment
    end = quiet.ends_after(moment, zone)
    return moment if before is not None and end >= before else end
