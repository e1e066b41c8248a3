"""Rules T: a VTIMEZONE must say what the zone database says, to readers that know nothing else."""

import io
import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

from dateutil.tz import tzical

from tests.support.icalendar_lines import Component, Violations

_RULE_KEYS = {"FREQ", "BYMONTH", "BYDAY"}


def check_zones(root: Component, found: Violations) -> None:
    """Note what is wrong with the zones of an iCalendar object, and with their being there (C07)."""
    names = [child.name for child in root.children]
    if "VEVENT" in names and "VTIMEZONE" in names:
        last = len(names) - names[::-1].index("VTIMEZONE")
        found.unless(last <= names.index("VEVENT"), "T06", "a VTIMEZONE after the VEVENT")
    used: dict[str, set[int]] = {}
    for event in root.children_named("VEVENT"):
        for line in (*event.named("DTSTART"), *event.named("DTEND")):
            for name in line.parameters.get("TZID", []):
                used.setdefault(name, set()).add(int(line.value[:4]))
    defined = [zone.value("TZID") for zone in root.children_named("VTIMEZONE")]
    found.unless(set(used) <= set(defined), "C07", f"{sorted(set(used) - set(defined))} used and not defined")
    found.unless(set(defined) <= set(used), "C07", f"{sorted(set(defined) - set(used))} defined and not used")
    found.unless(len(defined) == len(set(defined)), "C07", "a zone is defined twice")
    for zone in root.children_named("VTIMEZONE"):
        known = zone.value("TZID") in available_timezones()
        found.unless(known, "T05", f"{zone.value('TZID')} is no IANA name")
        if _has_form(zone, found) and known:
            for year in used.get(zone.value("TZID"), set()):
                _check_offsets(zone, year, found)


def _has_form(zone: Component, found: Violations) -> bool:
    before = len(found.said)
    standards, daylights = zone.children_named("STANDARD"), zone.children_named("DAYLIGHT")
    found.unless(
        len(standards) == 1 and len(daylights) <= 1, "T03", f"{len(standards)} STANDARD, {len(daylights)} DAYLIGHT"
    )
    for observance in (*standards, *daylights):
        for name in ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO"):
            found.unless(len(observance.values(name)) == 1, "T01", f"{observance.name} has not one {name}")
        local = re.fullmatch(r"\d{8}T\d{6}", observance.value("DTSTART"))
        found.unless(bool(local), "T01", f"{observance.name} begins at no local time")
        found.unless(not observance.named("RDATE"), "T04", f"{observance.name} lists dates")
        rule = dict(part.split("=", 1) for part in observance.value("RRULE").split(";") if part)
        if daylights:
            yearly = rule.get("FREQ") == "YEARLY" and set(rule) == _RULE_KEYS
            found.unless(yearly, "T04", f"{observance.name} has the rule {rule}")
        else:
            found.unless(not rule, "T04", "a rule where nothing changes")
    return len(found.said) == before


def _check_offsets(zone: Component, year: int, found: Violations) -> None:
    name = zone.value("TZID")
    wrong = [
        instant
        for instant in _moments(name, year)
        if _told_offset(_written(zone), instant, name) != instant.astimezone(ZoneInfo(name)).utcoffset()
    ]
    found.unless(not wrong, "T02", f"{name} is wrong at {[moment.isoformat() for moment in wrong[:3]]}")


@lru_cache(maxsize=256)
def _moments(name: str, year: int) -> list[datetime]:
    """A moment every four weeks of the year, and around each change of offset."""
    start = datetime(year, 1, 1, tzinfo=UTC)
    days = [start + timedelta(days=day) for day in range(366)]
    moments = days[3::28]
    for earlier, later in pairwise(days):
        if earlier.astimezone(ZoneInfo(name)).utcoffset() != later.astimezone(ZoneInfo(name)).utcoffset():
            quarters = [earlier + timedelta(minutes=15 * step) for step in range(97)]
            offsets = [quarter.astimezone(ZoneInfo(name)).utcoffset() for quarter in quarters]
            change = next(quarter for quarter, offset in zip(quarters, offsets, strict=True) if offset != offsets[0])
            moments += [change + timedelta(minutes=minutes) for minutes in (-75, -15, 15, 75)]
    return [moment for moment in moments if not _is_ambiguous(moment.astimezone(ZoneInfo(name)))]


def _is_ambiguous(local: datetime) -> bool:
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def _told_offset(written: str, instant: datetime, name: str) -> timedelta | None:
    local = instant.astimezone(ZoneInfo(name)).replace(tzinfo=None)
    offset: timedelta | None = _zone(written).utcoffset(local)
    return offset


@lru_cache(maxsize=256)
def _zone(written: str):  # type: ignore[no-untyped-def]
    return tzical(io.StringIO(written)).get()


def _written(component: Component) -> str:
    inner = [line.raw for line in component.lines] + [_written(child).rstrip() for child in component.children]
    return "\n".join([f"BEGIN:{component.name}", *inner, f"END:{component.name}"]) + "\n"
