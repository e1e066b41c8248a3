"""Where everything stands in the picture of a path through several series."""

from services.catalogue.rules.stages_picture import LINE, MOST_ROWS, SIDE, stages_picture


def test_line_forks_where_one_is_chosen_and_goes_on_after_it() -> None:
    drawn = stages_picture([("all", 2, True), ("one", 3, False), ("some", 1, False)])
    assert drawn is not None
    first, fork, last = drawn.stages
    # from top to bottom in the order of the list, nothing on top of another
    ys = [y for stage in drawn.stages for y in (stage.y, *stage.series)]
    assert ys == sorted(set(ys))
    assert drawn.end > ys[-1]
    assert drawn.height > drawn.end
    assert [stage.marks_x for stage in drawn.stages] == [LINE, SIDE, SIDE]
    assert [stage.is_fork for stage in drawn.stages] == [False, True, False]
    # the line ends with the last that one can choose; what is chosen leads back to it before the next stage
    assert fork.end is not None
    assert fork.series[-1] < fork.end < last.y
    assert drawn.line == [(first.y, fork.series[-1]), (fork.end, drawn.end)]


def test_one_of_one_is_no_choice() -> None:
    drawn = stages_picture([("one", 1, False)])
    assert drawn is not None
    assert (drawn.stages[0].rule, drawn.stages[0].is_fork) == ("all", False)


def test_what_cannot_be_taken_in_is_not_drawn() -> None:
    assert stages_picture([]) is None
    assert stages_picture([("all", 0, True)]) is None
    assert stages_picture([("one", MOST_ROWS, False)]) is None
    assert stages_picture([("one", MOST_ROWS - 1, False)]) is not None
