"""Public holidays in Finland, the eves that are as good as one among them, by their names."""

from datetime import date
from functools import cache

# by name, or it would be imported by each process on its own, when somebody first looks at a month
from holidays.countries.finland import Finland

#: the library's words for our languages
_LANGUAGES = {"fi": "fi", "sv": "sv_FI", "en": "en_US"}


def holiday(day: date, language: str) -> str | None:
    """What is celebrated in Finland on a day, in a language of ours; None on other days."""
    return _of_year(day.year, language).get(day)


@cache
def _of_year(year: int, language: str) -> dict[date, str]:
    return dict(Finland(years=year, language=_LANGUAGES[language]).items())  # type: ignore[no-untyped-call]
