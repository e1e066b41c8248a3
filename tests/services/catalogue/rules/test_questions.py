from dataclasses import replace

import pytest

from services.catalogue.rules.questions import MOST_OPTIONS, Asked, fixed_by_answers, free_key, problem, tidy_options

OPTIONS = ["vegan", "no milk"]
DIET = Asked("choice", OPTIONS, required=False, shown_to_contact=False, is_sensitive=True, label="Diet", help="")


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (["one"], "few_options"),
        (["one", "ONE"], "same_options"),
        (["one", "x" * 201], "long_options"),
        ([f"{'x' * 150}{number}" for number in range(14)], "long_options"),
        ([str(number) for number in range(MOST_OPTIONS + 1)], "many_options"),
        (["one", "two"], None),
    ],
)
def test_options_are_few_short_and_different(options: list[str], found: str | None) -> None:
    assert problem(replace(DIET, options=options)) == found
    assert problem(replace(DIET, options=options, kind="text")) is None


def test_sensitive_question_is_voluntary_and_not_for_contacts() -> None:
    assert problem(replace(DIET, required=True)) == "sensitive_is_voluntary"
    assert problem(replace(DIET, shown_to_contact=True)) == "sensitive_is_not_shown"
    assert problem(replace(DIET, required=True, shown_to_contact=True, is_sensitive=False)) is None


def test_answers_hold_what_people_were_told() -> None:
    plain = replace(DIET, is_sensitive=False)
    assert fixed_by_answers(DIET, replace(DIET, kind="many")) == "kind"
    assert fixed_by_answers(DIET, plain) == "is_sensitive"
    assert fixed_by_answers(plain, replace(plain, shown_to_contact=True)) == "shown_to_contact"
    assert fixed_by_answers(plain, DIET) is None
    assert fixed_by_answers(replace(plain, shown_to_contact=True), replace(plain, options=["a", "b"])) is None


def test_presenters_see_words_alone_and_only_where_people_were_told() -> None:
    text = replace(DIET, kind="text", options=[], is_sensitive=False)
    shown = replace(text, shown_to_presenters=True)
    assert problem(shown) is None
    assert problem(replace(shown, is_sensitive=True)) == "sensitive_is_not_presented"
    assert problem(replace(shown, kind="number")) == "words_alone_are_presented"
    assert fixed_by_answers(text, shown) == "shown_to_presenters"
    assert fixed_by_answers(shown, text) is None


def test_words_that_people_agreed_to_stay() -> None:
    photos = replace(DIET, kind="consent", options=[], is_sensitive=False, label="Photos")
    assert fixed_by_answers(photos, replace(photos, label="Marketing")) == "label"
    assert fixed_by_answers(photos, replace(photos, help="And films")) == "help"
    assert fixed_by_answers(photos, replace(photos, required=True)) is None
    assert fixed_by_answers(DIET, replace(DIET, label="Food", help="Any")) is None


def test_key_is_made_of_the_label_and_taken_once() -> None:
    assert free_key("Äidinkieli & muut", set()) == "aidinkieli-muut"
    assert free_key("Diet", {"diet", "diet-2"}) == "diet-3"
    assert free_key("你好?", set()) == "question"
    long = free_key("x" * 200, {"x" * 80})
    assert (len(long), long[-2:]) == (80, "-2")


def test_options_are_tidied() -> None:
    assert tidy_options(["  no   milk\r", "", "   ", "vegan"]) == ["no milk", "vegan"]
