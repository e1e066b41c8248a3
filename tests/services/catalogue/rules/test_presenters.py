from datetime import UTC, datetime, timedelta

import pytest

from services.catalogue.rules.presenters import Answered, answer_counts, compare_rolls

NOON = datetime(2027, 1, 18, 12, 0, tzinfo=UTC)


def test_compare_rolls_tells_who_comes_stays_and_goes() -> None:
    roll = compare_rolls(["a@example.org", "b@example.org"], ["b@example.org", "c@example.org"])
    assert (roll.added, roll.kept, roll.removed) == (["c@example.org"], ["b@example.org"], ["a@example.org"])


@pytest.mark.parametrize(
    ("sequence", "minutes", "counts"), [(2, 1, True), (3, -5, True), (2, 0, True), (2, -1, False), (1, 5, False)]
)
def test_answer_counts_when_newer_in_sequence_then_stamp(sequence: int, minutes: int, counts: bool) -> None:
    before = Answered(2, NOON)
    assert answer_counts(Answered(sequence, NOON + timedelta(minutes=minutes)), before, revision=2) is counts


def test_answer_to_an_older_time_does_not_count() -> None:
    assert not answer_counts(Answered(0, NOON), None, revision=1)
    assert answer_counts(Answered(1, NOON), None, revision=1)
