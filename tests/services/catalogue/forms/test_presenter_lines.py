from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from services.catalogue.actions.presenters import NewPresenter
from services.catalogue.forms.presenter_lines import UnreadLine, lines_of, read_lines


@pytest.fixture(autouse=True)
def _in_a_request(app: Flask) -> Iterator[None]:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        yield


@pytest.mark.parametrize(
    "line",
    [
        "Aino Laine <aino@example.org>",
        "Aino Laine, aino@example.org",
        '"Aino Laine" (Aino@example.org)',
        "Aino Laine\taino@example.org",
        "  Aino Laine < aino@example.org > ",
    ],
)
def test_name_and_address_are_told_apart(line: str) -> None:
    assert read_lines(line, [], []) == [NewPresenter("Aino Laine", "aino@example.org")]


def test_what_is_no_address_is_refused_however_long_it_is() -> None:
    # a pattern that tries every beginning with every end would never come to the end of the first
    for line in (
        "a@" * 9000 + "(b",
        "<(" * 9000 + "b",
        "a" * 18_000,
        "@",
        "Aino @example.org",
        "aino@example.org, bo@example.org",
    ):
        with pytest.raises(UnreadLine):
            read_lines(line, [], [])


def test_who_has_an_address_for_a_name_stays() -> None:
    one: Any = NewPresenter("bo@example.org", "bo@example.org")
    assert read_lines(lines_of([one]), [one], []) == [one]
