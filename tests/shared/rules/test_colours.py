"""An organisation's colour: whatever is let through can be read everywhere, light and dark."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.rules import colours
from tests.shared.web.test_theme import SHEET
from tests.shared.web.test_theme import contrast as measured

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(COLOURS)
def test_the_nearest_shade_and_all_that_follows_can_be_read(colour: str) -> None:
    nearest = colours.nearest_that_does(colour)
    own = colours.shades(nearest)
    pairs = [
        *((own.light, ground) for ground in (*colours.LIGHT_GROUNDS, own.tint_light)),
        *((own.dark, ground) for ground in (*colours.DARK_GROUNDS, own.tint_dark)),
        *(("#ffffff", ground) for ground in (own.light, own.strong_light)),
        *(("#10161d", ground) for ground in (own.dark, own.strong_dark)),
    ]
    # measured by the tests' own arithmetic
    assert min(measured(front, ground) for front, ground in pairs) >= colours.LEAST


@given(COLOURS)
def test_a_colour_that_does_is_left_alone(colour: str) -> None:
    assert (colours.nearest_that_does(colour) == colour) == colours.can_be_read(colour)


def test_the_grounds_are_those_of_our_pages() -> None:
    sheet = re.findall(r"--(?:page|card|quiet-area): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);", SHEET)
    assert tuple(zip(*sheet, strict=True)) == (colours.LIGHT_GROUNDS, colours.DARK_GROUNDS)
    ours = [f"--{name}: light-dark({light}, {dark});" for name, light, dark in (
        ("primary", colours.OURS.light, colours.OURS.dark),
        ("primary-strong", colours.OURS.strong_light, colours.OURS.strong_dark),
        ("primary-tint", colours.OURS.tint_light, colours.OURS.tint_dark),
    )]  # fmt: skip
    assert [one for one in ours if one not in SHEET] == []


@pytest.mark.parametrize(("written", "meant"), [("#1C5D59", "#1c5d59"), (" abc", "#aabbcc"), ("4b3c97", "#4b3c97")])
def test_colours_are_read_as_people_write_them(written: str, meant: str) -> None:
    assert colours.normalise(written) == meant


@pytest.mark.parametrize("written", ["", "red", "#12345", "#1234567", "#gggggg", "rgb(1,2,3)", "#١٢٣"])
def test_anything_else_is_no_colour(written: str) -> None:
    with pytest.raises(colours.BadColour):
        colours.normalise(written)
