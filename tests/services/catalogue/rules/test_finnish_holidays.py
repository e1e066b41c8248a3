from datetime import date

import pytest

from services.catalogue.rules.finnish_holidays import holiday


@pytest.mark.parametrize(
    ("day", "language", "name"),
    [
        (date(2027, 12, 6), "fi", "Itsenäisyyspäivä"),
        (date(2027, 12, 6), "sv", "Självständighetsdagen"),
        (date(2027, 3, 29), "en", "Easter Monday"),
        (date(2027, 6, 25), "sv", "Midsommarafton"),
        (date(2027, 6, 24), "fi", None),
    ],
)
def test_holidays_are_known_by_name(day: date, language: str, name: str | None) -> None:
    assert holiday(day, language) == name
