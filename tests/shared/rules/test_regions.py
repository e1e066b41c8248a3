import pytest

from shared.rules import regions


@pytest.mark.parametrize("written", ["Birkaland", "pirkanmaa", "Pirkanmaa"])
def test_region_is_called_by_its_name_in_each_language(written: str) -> None:
    assert [regions.in_language(written, language) for language in ("fi", "sv", "en")] == [
        "Pirkanmaa", "Birkaland", "Pirkanmaa",
    ]  # fmt: skip


def test_another_place_stays_as_it_was_written() -> None:
    assert (regions.in_language("Tornedalen", "fi"), regions.names_of("Tornedalen")) == ("Tornedalen", ("Tornedalen",))


def test_all_nineteen_regions_stand_after_the_whole_country() -> None:
    swedish = regions.all_in("sv")
    assert (swedish[0], len(swedish), len(set(swedish))) == ("Hela landet", 20, 20)
    assert swedish[1:] == sorted(swedish[1:])
