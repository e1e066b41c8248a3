"""The time zones to choose from."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import force_locale

from services.catalogue.forms.zones import zone_choices
from shared.local_time import zones

OLDER_NAME = "America/Godthab"


@pytest.fixture(autouse=True)
def _in_a_request(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def test_helsinki_comes_first() -> None:
    groups = list(zone_choices(None).values())
    assert groups[0][0][0] == "Europe/Helsinki"


@pytest.mark.parametrize("in_use", [None, "Europe/Helsinki", OLDER_NAME])
def test_zone_in_use_is_offered_and_none_twice(in_use: str | None) -> None:
    names = [name for group in zone_choices(in_use).values() for name, _label in group]
    assert len(set(names)) == len(names)
    assert set(names) <= zones()
    assert in_use is None or in_use in names


def test_what_is_no_zone_is_not_offered() -> None:
    assert zone_choices("Mars/Olympus") == zone_choices(None)


@pytest.mark.parametrize(("tongue", "label"), [("fi", "Tukholma, Ruotsi"), ("sv", "Stockholm, Sverige")])
def test_places_are_named_in_the_readers_language(tongue: str, label: str) -> None:
    with force_locale(tongue):
        near = next(iter(zone_choices(None).values()))
    assert ("Europe/Stockholm", label) in near


@pytest.mark.parametrize(("name", "label"), [("Atlantic/Faroe", "Färsaaret"), ("Antarctica/Troll", "Troll, Antarktis")])
def test_places_whose_names_cldr_keeps_elsewhere_are_named_too(name: str, label: str) -> None:
    with force_locale("fi"):
        assert label in [words for group in zone_choices(None).values() for one, words in group if one == name]
