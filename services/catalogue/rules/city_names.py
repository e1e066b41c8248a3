"""What cities are called in other languages: Helsinki is Helsingfors to whoever searches in Swedish.

As the Unicode CLDR has them, for the city that each time zone is named after; the others stay as they are written.
"""

from collections import defaultdict
from functools import cache

from babel import Locale

_LANGUAGES = ("fi", "sv", "en")


def other_names(text: str) -> list[str]:
    """The names in other languages of the cities that a text names, in the form in which a dictionary has them."""
    # one part after the other, "Kirjasto, Helsinki": longer names than one word are few
    words = {part.casefold() for piece in text.split(",") for part in (piece.strip(), *piece.split())}
    return sorted({name for word in words for name in _known().get(word, ())} - words)


@cache
def _known() -> dict[str, set[str]]:
    """All names of each city, by each of them in small letters."""
    named = {language: Locale(language).time_zones for language in _LANGUAGES}
    found: dict[str, set[str]] = defaultdict(set)
    for zone in set().union(*named.values()):
        plain = zone.rpartition("/")[2].replace("_", " ")
        names = {of_zone.get(zone, {}).get("city", plain) for of_zone in named.values()}
        for name in names if len(names) > 1 else ():
            found[name.casefold()] |= {other.casefold() for other in names}
    return found
