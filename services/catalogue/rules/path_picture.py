"""Where everything stands in the picture of a programme: time goes downwards, each cohort is a line, and what several
come to joins their lines. In CSS pixels."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

#: more lines leave no room for words on a phone
MOST_LINES = 4
DAY_WIDTH, LINE_GAP, ROW = 56, 24, 32
#: so many letters fit beside the lines on a phone, and elsewhere
SHORT, LONG = 27, 56


@dataclass(frozen=True, slots=True)
class Event:
    """A session or an assignment of some of the lines, from 0; ``kind``: session, study-day or assignment."""

    at: datetime
    #: its day, as it is written beside the line
    day: str
    title: str
    kind: str
    lines: Sequence[int]
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """An event at its place: the middle of each of its marks, and between which it is joined."""

    event: Event
    y: int
    marks: Sequence[int]

    @property
    def short(self) -> str:
        """Its title where there is little room."""
        return cut(self.event.title, SHORT)

    @property
    def long(self) -> str:
        """Its title where there is more."""
        return cut(self.event.title, LONG)


@dataclass(frozen=True, slots=True)
class Line:
    """A cohort's line from its first event to its end."""

    letter: str
    x: int
    top: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Picture:
    """All of it. ``text_x``: where words begin; ``end``: the middle of the lines' ends."""

    lines: Sequence[Line]
    rows: Sequence[Row]
    text_x: int
    end: int
    height: int


def picture(events: Sequence[Event], lines: int) -> Picture | None:
    """None where there is nothing to draw, or too many lines to be read."""
    if not events or not 1 <= lines <= MOST_LINES:
        return None
    xs = [DAY_WIDTH + LINE_GAP // 2 + number * LINE_GAP for number in range(lines)]
    # the letters of the lines stand above them, where there are several
    first = ROW if lines > 1 else ROW // 2
    in_time = sorted(events, key=lambda event: (event.at, event.kind != "assignment", event.title))
    rows = [
        Row(event, first + number * ROW + ROW // 4, [xs[line] for line in sorted(event.lines)])
        for number, event in enumerate(in_time)
    ]
    end = rows[-1].y + ROW
    drawn = []
    for number, x in enumerate(xs):
        tops = [row.y for row in rows if number in row.event.lines]
        drawn.append(Line(chr(ord("A") + number), x, min(tops, default=end), end))
    return Picture(drawn, rows, xs[-1] + LINE_GAP, end, end + ROW)


def cut(title: str, length: int) -> str:
    """A title that fits."""
    return title if len(title) <= length else title[: length - 1].rstrip() + "…"
