"""Public holidays in Finland, the eves that are as good as one among them, by their names."""

from datetime import date
from functools import cache

import holidays

#: the library's words for our languages
_LANGUAGES = {"fi": "fi", "sv": "sv_FI", "en": "en_US"}


def holiday(day: date, language: str) -> str | None:
    """What is celebrated in Finland on a day, in a language of ours; None on other days."""
    return _of_year(day.year, language).get(day)


@cache
def _of_year(year: int, language: str) -> dict[date, str]:
    return dict(holidays.country_holidays("FI", years=year, language=_LANGUAGES[language]).items())
