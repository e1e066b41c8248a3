from dataclasses import replace
from decimal import Decimal
from uuid import UUID

from services.registration.exports.answers import columns_of, in_columns, labels_of
from services.registration.queries.own_answers import Answers
from services.registration.rules.answers import Question

OTHER = Question("other", "Other", "", "text", [], required=False, shown_to_contact=False, is_sensitive=False)
SECOND = replace(OTHER, key="other-2")


def test_questions_of_the_same_words_keep_columns_of_their_own() -> None:
    both = Answers([OTHER, SECOND], {"other": "one", "other-2": "two"})
    # the first was taken away, and whoever had not answered it doesn't have it
    later = Answers([SECOND], {"other-2": "three"})
    found = {UUID(int=1): both, UUID(int=2): later}
    assert labels_of(found) == ["Other", "Other"]
    cells = [list(in_columns(theirs, columns_of(found))) for theirs in (both, later, None)]
    assert cells == [["one", "two"], [None, "three"], [None, None]]


def test_same_words_of_two_offerings_are_one_column() -> None:
    here, there = Answers([OTHER], {"other": "one"}), Answers([SECOND], {"other-2": "two"})
    found = {UUID(int=1): here, UUID(int=2): there}
    assert labels_of(found) == ["Other"]
    assert [list(in_columns(theirs, columns_of(found))) for theirs in (here, there)] == [["one"], ["two"]]


def test_numbers_are_numbers_unless_they_would_be_rounded() -> None:
    number = replace(OTHER, key="n", kind="number")
    said = {"-2.5": Decimal("-2.5"), "12": Decimal(12), "123456789012.1234": "123456789012.1234", "twelve": "twelve"}
    for text, cell in said.items():
        assert list(in_columns(Answers([number], {"n": text}), [("Other", "")])) == [cell]
    assert list(in_columns(Answers([OTHER], {"other": "12"}), [("Other", "")])) == ["12"]
