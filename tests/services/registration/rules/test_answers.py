from dataclasses import replace
from typing import Any

import pytest

from services.registration.rules.answers import (
    Question,
    Unfit,
    as_text,
    goes_along,
    parts,
    required_answer,
    unanswered,
)

TEXT = Question("q", "Q", "", "text", [], required=False, shown_to_contact=False, is_sensitive=False)
ONE = replace(TEXT, kind="choice", options=["Oulu", "Turku"])
MANY = replace(ONE, kind="many")
NUMBER = replace(TEXT, kind="number")
YES_NO = replace(TEXT, kind="yes-no")
CONSENT = replace(TEXT, kind="consent")


@pytest.mark.parametrize(
    ("question", "said", "kept"),
    [
        (TEXT, "  one\r\ntwo ", "one\ntwo"),
        (TEXT, "=1+1", "=1+1"),
        (TEXT, "   ", None),
        (TEXT, 7, "7"),
        (TEXT, "", None),
        (TEXT, None, None),
        (ONE, "oulu ", "Oulu"),
        (MANY, ["Turku", "Oulu", "Oulu"], "Oulu\nTurku"),
        (MANY, "Turku", "Turku"),
        (MANY, "Turku\nOulu", "Oulu\nTurku"),
        (MANY, [], None),
        (MANY, [""], None),
        (NUMBER, " 007,50", "7.5"),
        (NUMBER, "-3", "-3"),
        (NUMBER, "\u22123", "-3"),
        (NUMBER, "-0.0", "0"),
        (NUMBER, 2.5, "2.5"),
        (NUMBER, 1200, "1200"),
        (YES_NO, True, "yes"),
        (YES_NO, False, "no"),
        (YES_NO, "No", "no"),
        (CONSENT, "true", "yes"),
    ],
)
def test_answer_is_kept_in_one_form(question: Question, said: Any, kept: str | None) -> None:
    assert as_text(question, said) == kept


@pytest.mark.parametrize(
    ("question", "said", "why"),
    [
        (TEXT, "x" * 2001, "too_long"),
        (TEXT, "a\x07", "control_characters"),
        (TEXT, ["a"], "no_text"),
        (ONE, "Vaasa", "no_option"),
        (MANY, ["Oulu", "Vaasa"], "no_option"),
        (MANY, 3, "no_option"),
        (NUMBER, "many", "no_number"),
        (NUMBER, "1e5", "no_number"),
        (NUMBER, True, "no_number"),
        (NUMBER, "9" * 13, "no_number"),
        (YES_NO, "maybe", "not_yes_or_no"),
        (CONSENT, 2, "not_yes_or_no"),
    ],
)
def test_answer_that_does_not_fit_says_why(question: Question, said: Any, why: str) -> None:
    with pytest.raises(Unfit) as refused:
        as_text(question, said)
    assert refused.value.why == why


def test_option_that_is_offered_no_more_may_stay() -> None:
    assert as_text(ONE, "Vaasa", "Vaasa") == "Vaasa"
    assert parts(MANY, as_text(MANY, ["Vaasa", "Oulu"], "Vaasa\nTurku") or "") == ["Oulu", "Vaasa"]


def test_required_answer_is_needed_and_a_consent_is_given() -> None:
    needed, agreed = replace(TEXT, required=True), replace(CONSENT, required=True)
    for question, answer, why in ((needed, None, "needed"), (agreed, "no", "not_agreed"), (agreed, None, "not_agreed")):
        with pytest.raises(Unfit) as refused:
            required_answer(question, answer)
        assert refused.value.why == why
    assert required_answer(agreed, "no", is_known=True) == "no"
    assert required_answer(TEXT, None) is None


def test_only_required_questions_that_are_asked_wait() -> None:
    needed = replace(TEXT, required=True)
    gone = replace(needed, key="gone", is_asked=False)
    assert unanswered([needed, gone, replace(TEXT, key="free")], {}) == [needed]
    assert unanswered([needed], {"q": "no"}) == []


def test_answer_goes_along_only_where_it_fits_and_nobody_more_sees_it() -> None:
    assert goes_along(MANY, MANY, "Oulu\nTurku")
    assert not goes_along(ONE, replace(ONE, options=["Vaasa"]), "Oulu")
    assert not goes_along(ONE, MANY, "Oulu")
    shown, guarded = replace(ONE, shown_to_contact=True), replace(ONE, is_sensitive=True)
    presented = replace(ONE, shown_to_presenters=True)
    assert not goes_along(ONE, presented, "Oulu")
    assert goes_along(presented, ONE, "Oulu")
    assert not goes_along(ONE, shown, "Oulu")
    assert not goes_along(guarded, ONE, "Oulu")
    assert goes_along(shown, guarded, "Oulu")


def test_consent_goes_along_only_to_the_same_words() -> None:
    assert goes_along(CONSENT, replace(CONSENT, required=True), "yes")
    assert not goes_along(CONSENT, replace(CONSENT, label="Marketing"), "yes")
    assert not goes_along(CONSENT, replace(CONSENT, help="For marketing"), "yes")
    assert goes_along(TEXT, replace(TEXT, label="Other words"), "x")
