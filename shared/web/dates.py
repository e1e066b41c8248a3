"""How Finnish, Swedish and English write dates and times. Pure: instants are aware, zone and language are arguments.

`zone` is an IANA name such as "Europe/Helsinki"; `language` is "fi", "sv" or "en" (anything else is taken as English).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from babel import dates as babel_dates

Width = Literal["wide", "abbreviated"]

ZONE_NAMES = {
    "Europe/Helsinki": {"fi": "Suomen aikaa", "sv": "finsk tid", "en": "Finnish time"},
    "Europe/Mariehamn": {"fi": "Suomen aikaa", "sv": "finsk tid", "en": "Finnish time"},
    "Europe/Stockholm": {"fi": "Ruotsin aikaa", "sv": "svensk tid", "en": "Swedish time"},
    "Europe/Oslo": {"fi": "Norjan aikaa", "sv": "norsk tid", "en": "Norwegian time"},
    "Europe/Copenhagen": {"fi": "Tanskan aikaa", "sv": "dansk tid", "en": "Danish time"},
    "Europe/Tallinn": {"fi": "Viron aikaa", "sv": "estnisk tid", "en": "Estonian time"},
    "Europe/London": {"fi": "Ison-Britannian aikaa", "sv": "brittisk tid", "en": "UK time"},
    "UTC": {"fi": "koordinoitua yleisaikaa", "sv": "koordinerad universell tid", "en": "coordinated universal time"},
}
NEAR_DAYS = {
    "fi": {-1: "eilen", 0: "tänään", 1: "huomenna"},
    "sv": {-1: "i går", 0: "i dag", 1: "i morgon"},
    "en": {-1: "yesterday", 0: "today", 1: "tomorrow"},
}


@dataclass(frozen=True, slots=True)
class LeafParts:
    """What stands on a calendar leaf, line by line."""

    weekday: str
    day: str
    month: str
    clock: str
    """The times, such as "klo 14.00–16.00"."""
    zone: str
    machine: str
    """The start for <time datetime>, RFC 3339 with offset."""


def known(language: str) -> str:
    """Return the language that dates are written in for this one, "en" when it is none of ours."""
    return language if language in NEAR_DAYS else "en"


def local(moment: datetime, zone: str) -> datetime:
    """Return the aware instant on the clocks of the zone. Raises ZoneInfoNotFoundError for an unknown one."""
    return moment.astimezone(ZoneInfo(zone))


def machine(moment: datetime, zone: str) -> str:
    """Return "2021-06-02T14:00:00+03:00", for <time datetime>."""
    return local(moment, zone).isoformat(timespec="seconds")


def date(moment: datetime, zone: str, language: str) -> str:
    """Return "ke 2.6.2021", "ons 2.6.2021" or "Wed 2 June 2021"."""
    there, language = local(moment, zone), known(language)
    weekday = _weekday(there, language, "abbreviated")
    if language == "en":
        return f"{weekday} {there.day} {_month(there, language)} {there.year}"
    return f"{weekday} {_numeric(there)}"


def long_date(moment: datetime, zone: str, language: str) -> str:
    """Return "keskiviikko 2. kesäkuuta 2021", "onsdag 2 juni 2021" or "Wednesday 2 June 2021"."""
    return f"{day(moment, zone, language)} {local(moment, zone).year}"


def day(moment: datetime, zone: str, language: str) -> str:
    """Return a long date without its year: "keskiviikko 2. kesäkuuta", "onsdag 2 juni" or "Wednesday 2 June"."""
    there, language = local(moment, zone), known(language)
    return f"{_weekday(there, language)} {_ordinal(there, language)} {_month(there, language)}"


def short_day(moment: datetime, zone: str, language: str) -> str:
    """Return "2.6." or "2 Jun", for narrow places."""
    there, language = local(moment, zone), known(language)
    return (
        f"{there.day} {_month(there, language, 'abbreviated')}" if language == "en" else f"{there.day}.{there.month}."
    )


def month(moment: datetime, zone: str, language: str) -> str:
    """Return "kesäkuu 2021", "juni 2021" or "June 2021", as a heading."""
    there, language = local(moment, zone), known(language)
    return f"{_names('months', 'wide', 'stand-alone', language)[there.month]} {there.year}"


def time(moment: datetime, zone: str, language: str) -> str:
    """Return "14.00", "9.05" or "14:00", "09:05" in English, without the word before it."""
    there = local(moment, zone)
    return f"{there:%H:%M}" if known(language) == "en" else f"{there.hour}.{there:%M}"


def clock(moment: datetime, zone: str, language: str) -> str:
    """Return "klo 14.00", "kl. 14.00" or "14:00"."""
    return _clock_word(language) + time(moment, zone, language)


def moment_text(moment: datetime, zone: str, language: str) -> str:
    """Return "ke 2.6.2021 klo 14.00", "ons 2.6.2021 kl. 14.00" or "Wed 2 June 2021, 14:00"."""
    return f"{date(moment, zone, language)}{_before_clock(language)}{clock(moment, zone, language)}"


def span(start: datetime, end: datetime | None, zone: str, language: str) -> str:
    """Return "ke 2.6.2021 klo 14.00–16.00", or both days when it ends on another one.

    Without an end it is the moment of the start.
    """
    if end is None:
        return moment_text(start, zone, language)
    if local(start, zone).date() == local(end, zone).date():
        return f"{moment_text(start, zone, language)}–{time(end, zone, language)}"
    return f"{moment_text(start, zone, language)} – {moment_text(end, zone, language)}"


def clock_span(start: datetime, end: datetime | None, zone: str, language: str) -> str:
    """Return "klo 14.00–16.00", "kl. 14.00–16.00" or "14:00–16:00"; the end's day too when it is another one."""
    if end is None:
        return clock(start, zone, language)
    if local(start, zone).date() == local(end, zone).date():
        return f"{clock(start, zone, language)}–{time(end, zone, language)}"
    return f"{clock(start, zone, language)} – {short_day(end, zone, language)} {clock(end, zone, language)}"


def deadline(moment: datetime, zone: str, language: str) -> str:
    """Return until when something can be done, as it stands in a sentence.

    "tiistaina 17.1.2023 klo 12.00", "tisdagen den 17.1.2023 kl. 12.00", "Tuesday 17 January 2023, 12:00". A deadline at
    23.59, or at midnight (which ends the day before it), is the end of a day: "klo 23.59", in English "end of day".
    """
    there, language = local(moment, zone), known(language)
    last_minute = there - timedelta(minutes=1) if (there.hour, there.minute) == (0, 0) else there
    ends_the_day = (last_minute.hour, last_minute.minute) == (23, 59)
    if language == "en":
        words = "end of day" if ends_the_day else time(last_minute, zone, language)
        return f"{long_date(last_minute, zone, language)}, {words}"
    # The day when: essive in Finnish (the locale data lacks it for Sunday), definite in Swedish.
    weekday = _weekday(last_minute, language) + {"fi": "na", "sv": "en den"}[language]
    return f"{weekday} {_numeric(last_minute)} {clock(last_minute, zone, language)}"


def relative_day(moment: datetime, now: datetime, zone: str, language: str) -> str:
    """Return how far away a day is: "tänään", "huomenna", "3 päivän päästä"; "today", "in 3 days", "2 weeks ago"."""
    language = known(language)
    days = (local(moment, zone).date() - local(now, zone).date()).days
    if days in NEAR_DAYS[language]:
        return NEAR_DAYS[language][days]
    granularity: Literal["day", "week"] = "day" if abs(days) <= 14 else "week"
    return babel_dates.format_timedelta(
        timedelta(days=days), granularity=granularity, threshold=1000, add_direction=True, locale=language
    )


def duration(start: datetime, end: datetime) -> str:
    """Return "2 h", "1 h 30 min" or "45 min": the same in all our languages."""
    hours, minutes = divmod(round((end - start).total_seconds() / 60), 60)
    return " ".join(part for part, amount in ((f"{hours} h", hours), (f"{minutes} min", minutes)) if amount) or "0 min"


def zone_name(zone: str, language: str) -> str:
    """Return "Suomen aikaa (Europe/Helsinki)", "finsk tid (Europe/Helsinki)" or "Finnish time (Europe/Helsinki)"."""
    return f"{short_zone_name(zone, language)} ({zone})"


def short_zone_name(zone: str, language: str) -> str:
    """Return the zone in words alone: "Suomen aikaa", "finsk tid", "Finnish time"."""
    language = known(language)
    if zone in ZONE_NAMES:
        return ZONE_NAMES[zone][language]
    name = babel_dates.get_timezone_name(ZoneInfo(zone), locale=language)
    return _in_partitive(name) if language == "fi" else name


def leaf_parts(start: datetime, end: datetime | None, zone: str, language: str, small: bool = False) -> LeafParts:
    """Return the lines of a calendar leaf; a small one has short names and no year."""
    there, language = local(start, zone), known(language)
    width: Width = "abbreviated" if small else "wide"
    weekday = _names("days", width, "stand-alone", language)[there.weekday()]
    name = _month(there, language, width)
    return LeafParts(
        weekday=weekday,
        day=_ordinal(there, language),
        month=name if small else f"{name} {there.year}",
        clock=clock_span(start, end, zone, language),
        zone=short_zone_name(zone, language),
        machine=machine(start, zone),
    )


@lru_cache(maxsize=64)
def _names(
    what: Literal["days", "months"], width: Width, context: Literal["format", "stand-alone"], language: str
) -> dict[int, str]:
    if what == "days":
        return dict(babel_dates.get_day_names(width, context, language))
    return {
        number: name.removesuffix(".") for number, name in babel_dates.get_month_names(width, context, language).items()
    }


def _weekday(there: datetime, language: str, width: Width = "wide") -> str:
    return _names("days", width, "stand-alone", language)[there.weekday()]


def _month(there: datetime, language: str, width: Width = "wide") -> str:
    context: Literal["format", "stand-alone"] = "stand-alone" if width == "abbreviated" else "format"
    return _names("months", width, context, language)[there.month]


def _in_partitive(zone_name: str) -> str:
    """Return "Yhdysvaltain itäistä aikaa" for "Yhdysvaltain itäinen aika": times are "in" a zone in that case."""
    if not zone_name.endswith("aika"):
        return zone_name
    return f"{zone_name}a".replace("inen ", "istä ")


def _ordinal(there: datetime, language: str) -> str:
    return f"{there.day}." if language == "fi" else str(there.day)


def _numeric(there: datetime) -> str:
    return f"{there.day}.{there.month}.{there.year}"


def _clock_word(language: str) -> str:
    return {"fi": "klo ", "sv": "kl. "}.get(known(language), "")


def _before_clock(language: str) -> str:
    return ", " if known(language) == "en" else " "
