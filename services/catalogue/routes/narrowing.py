"""What a visitor asks of the list of series, read from the address: words, and choices that narrow it down.

Whatever can't be read is left out: an address is shared, cut short and typed by hand.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from services.catalogue import words
from services.catalogue.queries.public_filters import Wish
from shared.schema.base import NAME_LENGTH
from shared.schema.catalogue import SERIES_KINDS
from shared.web import dates
from shared.web.date_filters import language

LONGEST_SEARCH = 100
LANGUAGES = ("fi", "sv", "en")
MODES = ("online", "onsite")
_YEARS = range(2000, 2100)


@dataclass(frozen=True)
class Asked:
    """The words, and what was chosen by the name of its field, as it stands in the address."""

    words: str
    chosen: dict[str, str]
    #: IANA name: dates are days there
    zone: str

    @property
    def address(self) -> dict[str, str]:
        """The part of an address that asks for the same."""
        return ({"q": self.words} if self.words else {}) | self.chosen

    def without(self, name: str) -> dict[str, str]:
        """The same for everything but one choice."""
        return {field: value for field, value in self.address.items() if field != name}

    @property
    def wish(self) -> Wish:
        """What is chosen, as queries take it."""
        chosen = self.chosen
        until = chosen.get("until")
        return Wish(
            kind=chosen.get("kind"),
            language=chosen.get("language"),
            mode=chosen.get("mode"),
            region=chosen.get("region"),
            has_places="places" in chosen,
            starts_from=self._midnight(chosen["since"]) if "since" in chosen else None,
            starts_before=self._midnight(until, timedelta(days=1)) if until else None,
        )

    def labels(self) -> Iterator[tuple[str, str]]:
        """What is chosen: the name of each field, and the words for its value."""
        says: dict[str, Callable[[str], str]] = {
            "kind": words.kind_word,
            "language": words.language_word,
            "mode": words.mode_word,
            "places": lambda _value: _("With free places"),
            "since": lambda value: _("From %(day)s", day=self._day(value)),
            "until": lambda value: _("Until %(day)s", day=self._day(value)),
        }
        for name, value in self.chosen.items():
            yield name, says[name](value) if name in says else value

    def _midnight(self, day: str, later: timedelta = timedelta()) -> datetime:
        there = date.fromisoformat(day) + later
        return datetime(there.year, there.month, there.day, tzinfo=ZoneInfo(self.zone))

    def _day(self, value: str) -> str:
        return dates.date(self._midnight(value), self.zone, language())


def read(arguments: MultiDict[str, str], zone: str) -> Asked:
    """What the address asks for."""
    said = {name: value.strip() for name, value in arguments.items()}
    fits = {
        "kind": lambda value: value in SERIES_KINDS,
        "language": lambda value: value in LANGUAGES,
        "mode": lambda value: value in MODES,
        "region": lambda value: 0 < len(value) <= NAME_LENGTH and "\0" not in value,
        "places": lambda value: value == "free",
        "since": _is_day,
        "until": _is_day,
    }
    chosen = {name: said[name] for name, does in fits.items() if name in said and does(said[name])}
    return Asked(said.get("q", "")[:LONGEST_SEARCH], chosen, zone)


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).year in _YEARS
    except ValueError:
        return False
