"""What a visitor asks of the public lists, read from the address: words, and choices that narrow them down.

Whatever can't be read is left out: an address is shared, cut short and typed by hand.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from sqlalchemy import Connection
from werkzeug.datastructures import MultiDict

from services.catalogue import term_words, words
from services.catalogue.queries import public_filters, terms, vocabulary
from services.catalogue.queries.public_filters import Wish
from services.catalogue.queries.rows import AnyRow
from services.catalogue.rules import spelling
from shared.rules.regions import in_language
from shared.schema.base import NAME_LENGTH
from shared.schema.catalogue import SERIES_KINDS
from shared.schema.terms import TERM_KINDS
from shared.web import dates
from shared.web.current import service
from shared.web.date_filters import language

LONGEST_SEARCH = 100
LANGUAGES = ("fi", "sv", "en")
MODES = ("online", "onsite")
_YEARS = range(2000, 2100)


@dataclass(frozen=True)
class Choices:
    """What there is to choose from."""

    #: region, series
    regions: Sequence[AnyRow]
    #: id, kind, key, names, series
    terms: Sequence[AnyRow]
    kinds: Sequence[str] = SERIES_KINDS
    languages: Sequence[str] = LANGUAGES
    modes: Sequence[str] = MODES

    def of(self, kind: str) -> list[AnyRow]:
        """The themes or target groups that listed series have."""
        return [one for one in self.terms if one.kind == kind and one.series]

    def names(self) -> dict[tuple[str, str], str]:
        """What themes and target groups are called, by kind and key."""
        return {(one.kind, one.key): term_words.name(one) for one in self.terms}


@dataclass(frozen=True)
class Asked:
    """The words, and what was chosen by the name of its field, as it stands in the address."""

    words: str
    chosen: dict[str, str]
    #: IANA name: dates are days there
    zone: str
    #: of themes and target groups, by kind and key
    names: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @property
    def address(self) -> dict[str, str]:
        """The part of an address that asks for the same."""
        return ({"q": self.words} if self.words else {}) | self.chosen

    def without(self, name: str) -> "Asked":
        """The same for everything but one choice, or the words."""
        if name == "q":
            return replace(self, words="")
        return replace(self, chosen={field: value for field, value in self.chosen.items() if field != name})

    def saying(self, words: str) -> "Asked":
        """The same in other words."""
        return replace(self, words=words)

    @property
    def unchosen(self) -> "Asked":
        """The words alone."""
        return replace(self, chosen={})

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
            topic=chosen.get("topic"),
            audience=chosen.get("audience"),
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
            "region": lambda value: in_language(value, language()),
            "places": lambda _value: _("With free places"),
            "since": lambda value: _("From %(day)s", day=self._day(value)),
            "until": lambda value: _("Until %(day)s", day=self._day(value)),
        }
        for name, value in self.chosen.items():
            known = self.names.get((name, value))
            yield name, known or (says[name](value) if name in says else value)

    @property
    def said(self) -> str:
        """The words and all that is chosen, as a reader hears it; empty where nothing is asked."""
        quoted = [_("“%(words)s”", words=self.words)] if self.words else []
        return ", ".join([*quoted, *(label for _name, label in self.labels())])

    def _midnight(self, day: str, later: timedelta = timedelta()) -> datetime:
        there = date.fromisoformat(day) + later
        return datetime(there.year, there.month, there.day, tzinfo=ZoneInfo(self.zone))

    def _day(self, value: str) -> str:
        return dates.date(self._midnight(value), self.zone, language())


@dataclass(frozen=True)
class WayOut:
    """What to give up where nothing fits: its words, and how much there is without it."""

    name: str
    words: str
    count: int


def read(arguments: Mapping[str, str], zone: str, names: Mapping[tuple[str, str], str] | None = None) -> Asked:
    """What the address asks for. ``names``: of themes and target groups."""
    said = {name: value.strip() for name, value in MultiDict(arguments).items()}
    fits = {
        "kind": lambda value: value in SERIES_KINDS,
        "language": lambda value: value in LANGUAGES,
        "mode": lambda value: value in MODES,
        **dict.fromkeys(("region", *TERM_KINDS), _is_name),
        "places": lambda value: value == "free",
        "since": _is_day,
        "until": _is_day,
    }
    chosen = {name: said[name] for name, does in fits.items() if name in said and does(said[name])}
    return Asked(said.get("q", "")[:LONGEST_SEARCH], chosen, zone, names or {})


def choices(db: Connection) -> Choices:
    """The same for everybody, so the database is asked once between two commits."""
    return service().database.until_changed(choices, lambda: Choices(public_filters.regions(db), terms.known(db)), db)


def meant(db: Connection, asked: Asked, count: Callable[[Asked], int]) -> Asked | None:
    """Where nothing fits: the same in words that the lists hold, if that finds something."""
    words = words_meant(db, asked.words)
    return asked.saying(words) if words and count(asked.saying(words)) else None


def words_meant(db: Connection, asked: str) -> str | None:
    """The words that may have been meant. A slip of the pen is told from a word that nobody has used by what anybody
    may find, and by nothing else."""
    if not asked.strip():
        return None
    known = service().database.until_changed(words_meant, lambda: vocabulary.of_the_lists(db), db)
    return spelling.meant(asked, known)


def ways_out(asked: Asked, count: Callable[[Asked], int]) -> list[WayOut]:
    """Where nothing fits: what there is without each of the choices, or without the words; the most first."""
    given = [("q", _("“%(words)s”", words=asked.words))] if asked.words else []
    ways = [WayOut(name, said, count(asked.without(name))) for name, said in (*given, *asked.labels())]
    return sorted((way for way in ways if way.count), key=lambda way: -way.count)


def _is_name(value: str) -> bool:
    return 0 < len(value) <= NAME_LENGTH and "\0" not in value


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).year in _YEARS
    except ValueError:
        return False
