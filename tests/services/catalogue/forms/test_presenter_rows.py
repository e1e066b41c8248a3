from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import Form

from services.catalogue.forms.presenter_rows import MOST_PRESENTERS, PresenterRows


class AForm(Form):
    presenters = PresenterRows("Presenters")


@pytest.fixture(autouse=True)
def _in_a_request(app: Flask) -> Iterator[None]:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        yield


def filled(*names: str) -> AForm:
    said: MultiDict[str, str] = MultiDict()
    for number, name in enumerate(names):
        said[f"presenters-{number}-name"] = name
        said[f"presenters-{number}-email"] = f"{name.lower()}@example.org" if name else ""
    return AForm(said)


def names(form: AForm) -> list[str]:
    return [entry.form.name.data for entry in form.presenters.entries]


def test_rows_left_empty_are_nobody() -> None:
    form = filled("Aino", "", "Bo")
    assert form.validate()
    assert [one.name for one in form.presenters.wanted()] == ["Aino", "Bo"]
    assert form.presenters.number_of(1) == 2


def test_removed_row_moves_the_others_up() -> None:
    form = filled("Aino", "Bo", "Eva")
    form.presenters.remove_row(1)
    assert names(form) == ["Aino", "Eva"]
    assert [entry.name for entry in form.presenters.entries] == ["presenters-0", "presenters-1"]


def test_removing_a_row_that_is_not_there_changes_nothing() -> None:
    form = filled("Aino")
    form.presenters.remove_row(7)
    assert names(form) == ["Aino"]


def test_rows_end_somewhere() -> None:
    form = filled(*["Aino"] * MOST_PRESENTERS)
    form.presenters.add_row()
    assert len(form.presenters.entries) == MOST_PRESENTERS


def test_new_presenter_is_a_speaker() -> None:
    form = filled("Aino")
    assert form.presenters.wanted()[0].role == "speaker"
