"""Our folding of long lines is icalendar's, letter by letter."""

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar
from icalendar.parser import Contentline

from services.notifications.calendar.feed import feed
from services.notifications.calendar.folding import folded
from tests.services.notifications.calendar.samples import session


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\\\\^äö€😀,;"), max_size=400))
@example("x" * 73 + "\\\\" + "y" * 90)
@example("x" * 74 + "\\")
@example("ä" * 200)
@example("😀" * 60)
def test_s02_lines_are_folded_where_icalendar_folds_them(text: str) -> None:
    line = f"SUMMARY:{text}"
    theirs: Any = Contentline
    assert folded(line) == theirs(line).to_ical()


@pytest.mark.parametrize("length", range(60, 90))
def test_s02_piece_is_never_longer_than_75_octets(length: int) -> None:
    pieces = folded("D:" + "ä" * length).split(b"\r\n")
    assert max(map(len, pieces)) <= 75
    assert b"".join([pieces[0], *(piece.removeprefix(b" ") for piece in pieces[1:])]).decode() == "D:" + "ä" * length


def test_feed_is_what_icalendar_itself_would_write() -> None:
    content = feed(
        "Kierros", [session(summary="Äänekäs, pitkä; otsikko " * 9, description="\\\\ ^n " * 60)], "https://x.fi"
    )
    assert Calendar.from_ical(content).to_ical() == content
