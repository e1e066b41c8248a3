from hypothesis import given, settings
from hypothesis import strategies as st

from services.notifications.rules.comparison import Line, compared

LINES = st.lists(st.sampled_from(["a", "b", "c", "", "? x", "- y", "+ z"]), max_size=8)


def test_lines_that_came_and_went_are_told() -> None:
    assert compared(["Hei", "a", "b"], ["Hei", "b", "c"]) == [
        Line("same", "Hei"), Line("gone", "a"), Line("same", "b"), Line("new", "c"),
    ]  # fmt: skip


@settings(deadline=None)
@given(LINES, LINES)
def test_both_texts_can_be_read_from_a_comparison(before: list[str], after: list[str]) -> None:
    found = compared(before, after)
    assert [line.text for line in found if line.fate != "new"] == before
    assert [line.text for line in found if line.fate != "gone"] == after
