"""The time zones to choose from: the near ones first, then Europe, then the rest, by the reader's names of places."""

from functools import cache
from typing import Any

from babel import Locale
from babel.core import get_global
from flask_babel import gettext as _
from markupsafe import Markup
from wtforms.fields.choices import Choice  # type: ignore[attr-defined]  # these types are of an older WTForms
from wtforms.widgets import Select

from shared.local_time import zones
from shared.web.date_filters import language

_NEAR = (
    "Europe/Helsinki",
    "Europe/Mariehamn",
    "Europe/Stockholm",
    "Europe/Oslo",
    "Europe/Copenhagen",
    "Europe/Tallinn",
    "UTC",
)

Choices = list[tuple[str, str]]


class ZoneSelect(Select):
    """Draws each of the four hundred zones once: they took as long as the rest of their form."""

    @classmethod
    def render_option(cls, choice: Any, **attributes: Any) -> Markup:  # type: ignore[override]
        """One zone; WTForms' own signature."""
        if choice.selected or attributes:
            return super().render_option(choice, **attributes)
        return _drawn(choice.value, choice.label)


@cache
def _drawn(value: str, label: str) -> Markup:
    return Select.render_option(Choice(value, label, selected=False, render_kw={}))  # type: ignore[call-arg]


def zone_choices(in_use: str | None) -> dict[str, Choices]:
    """Groups of (IANA name, label). ``in_use`` is always among them, also when it is an older name of a place."""
    tongue = language()
    europe, elsewhere = _others(tongue)
    near = [*_NEAR]
    listed = {*_NEAR, *(name for name, _label in (*europe, *elsewhere))}
    if in_use in zones() and in_use not in listed:
        near.append(in_use)
    return {
        _("Near"): [(name, _label(name, tongue)) for name in near],
        _("Europe"): list(europe),
        _("Elsewhere"): list(elsewhere),
    }


@cache
def _others(tongue: str) -> tuple[Choices, Choices]:
    """Every other place once (CLDR names each zone once, older names are its aliases), by the place's name."""
    known = get_global("zone_territories")
    labels = sorted((_label(name, tongue), name) for name in zones() if name in known and name not in _NEAR)
    europe = [(name, label) for label, name in labels if name.startswith("Europe/")]
    elsewhere = [(name, label) for label, name in labels if not name.startswith("Europe/")]
    return europe, elsewhere


@cache
def _label(name: str, tongue: str) -> str:
    """Such as "Tukholma, Ruotsi"; the country is left out where it says the same as the place."""
    locale = Locale.parse(tongue)
    known_as = [name, *(old for old, new in get_global("zone_aliases").items() if new == name)]
    cities = (locale.time_zones.get(one, {}).get("city") for one in known_as)
    place = next((city for city in cities if city), None) or name.rpartition("/")[2].replace("_", " ")
    territory = get_global("zone_territories").get(name, "")
    # a base in Antarctica lies in no country: CLDR says "the world"
    territory = "AQ" if territory == "001" and name.startswith("Antarctica/") else territory
    country = "" if territory == "001" else locale.territories.get(territory, "")
    return str(place) if country in ("", place) else f"{place}, {country}"
