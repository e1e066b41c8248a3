"""Where everything stands in the picture of a path through several series: its stages from top to bottom on one line,
which forks where one series is chosen of several. In CSS pixels."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.catalogue.rules.path_picture import ROW

#: more of it is read better as the list it also is
MOST_ROWS = 60
#: the line, the mark of a series beside it, the line on the fork's other side, and where words begin
LINE, SIDE, BACK, TEXT_X = 14, 38, 62, 84
#: so much stands under a stage's name when it says what it comes to
UNDER = 20


@dataclass(frozen=True, slots=True)
class StageDrawn:
    """A stage at its place: ``y`` is the middle of its stop, ``series`` are those of the rows of its series, ``end`` is
    where a fork joins the line again."""

    number: int
    y: int
    rule: str
    series: Sequence[int]
    end: int | None = None

    @property
    def marks_x(self) -> int:
        """The middle of the marks of its series: what everybody takes stands on the line itself."""
        return LINE if self.rule == "all" else SIDE

    @property
    def is_fork(self) -> bool:
        """Whether one goes through one of several."""
        return self.end is not None


@dataclass(frozen=True, slots=True)
class StagesPicture:
    """All of it. ``line``: from where to where the line runs; after a fork it begins anew."""

    stages: Sequence[StageDrawn]
    end: int
    height: int
    line: Sequence[tuple[int, int]]


def stages_picture(stages: Sequence[tuple[str, int, bool]]) -> StagesPicture | None:
    """Of each stage who takes what, how many series it has, and whether something stands under its name.

    None where there is nothing to draw, or more than can be taken in.
    """
    rows = sum(1 + count for _rule, count, _says_more in stages)
    if not any(count for _rule, count, _says_more in stages) or rows > MOST_ROWS:
        return None
    y, drawn = ROW // 2, []
    for number, (rule, count, says_more) in enumerate(stages, start=1):
        first = y + ROW + (UNDER if says_more else 0)
        series = [first + place * ROW for place in range(count)]
        # with a single one there is nothing to choose
        kind = "all" if rule == "one" and count == 1 else rule
        end = series[-1] + ROW // 2 + 4 if kind == "one" and series else None
        drawn.append(StageDrawn(number, y, kind, series, end))
        y = (series[-1] if series else y + (UNDER if says_more else 0)) + ROW + ROW // 2
    return StagesPicture(drawn, y, y + ROW // 2 + 4, _pieces(drawn, y))


def _pieces(stages: Sequence[StageDrawn], end: int) -> list[tuple[int, int]]:
    """The line between forks: it ends where one begins, and goes on where that is joined again."""
    pieces, top = [], stages[0].y
    for stage in stages:
        if stage.end is not None:
            pieces.append((top, stage.series[-1]))
            top = stage.end
    return [*pieces, (top, end)]
