"""Where everything stands in the picture of a programme."""

from datetime import UTC, datetime, timedelta

from services.catalogue.rules.path_picture import LONG, MOST_LINES, SHORT, Event, picture

FIRST = datetime(2027, 1, 18, 12, tzinfo=UTC)


def event(day: int, *lines: int, kind: str = "session", title: str = "Nepsy") -> Event:
    return Event(FIRST + timedelta(days=day), str(day), title, kind, lines)


def test_time_goes_down_and_what_is_shared_is_on_both_lines() -> None:
    task = event(3, 0, kind="assignment")
    drawn = picture([event(9, 1, 0), event(3, 1), task, event(0, 0)], 2)
    assert drawn is not None
    # of one instant what is done beforehand comes first
    assert [row.event.day for row in drawn.rows] == ["0", "3", "3", "9"]
    assert drawn.rows[1].event is task
    first, second = drawn.lines
    assert [list(row.marks) for row in drawn.rows] == [[first.x], [first.x], [second.x], [first.x, second.x]]
    ys = [row.y for row in drawn.rows]
    assert ys == sorted(set(ys))
    # a line begins with its first event, and all end together below the last one
    assert (first.top, second.top) == (ys[0], ys[2])
    assert first.bottom == second.bottom == drawn.end > ys[-1]
    assert drawn.height > drawn.end
    assert drawn.text_x > second.x


def test_words_are_cut_to_the_room_there_is() -> None:
    drawn = picture([event(0, 0, title="x" * 100)], 1)
    assert drawn is not None
    assert (len(drawn.rows[0].short), len(drawn.rows[0].long)) == (SHORT, LONG)
    assert drawn.rows[0].short.endswith("…")


def test_what_cannot_be_read_is_not_drawn() -> None:
    assert picture([], 1) is None
    assert picture([event(0, 0)], MOST_LINES + 1) is None
