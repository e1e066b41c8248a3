from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import Form, StringField

from services.catalogue.forms.presenter_rows import PresenterRows
from services.catalogue.forms.refusals import show_refusal
from shared.errors import Refusal


class AForm(Form):
    starts = StringField("Starts")
    presenters = PresenterRows("Presenters")


@pytest.fixture
def form(app: Flask) -> Iterator[AForm]:
    with app.test_request_context():
        made = AForm(MultiDict({"presenters-0-name": "Aino", "presenters-1-name": "Bo"}))
        made.validate()
        for entry in made.presenters.entries:
            entry.form.email.errors = []
        made.presenters.errors = []
        yield made


def test_refusal_stands_at_the_field_it_names(form: AForm) -> None:
    show_refusal(form, Refusal("late", "Too late.", "starts_at"), {"starts_at": "starts"})
    assert form.starts.errors == ["Too late."]


def test_refusal_of_a_row_stands_in_that_row_and_counts_for_the_form(form: AForm) -> None:
    show_refusal(form, Refusal("twice", "Twice.", "presenters.1.email"))
    assert form.presenters.entries[1].form.email.errors == ["Twice."]
    assert "presenters" in form.errors


@pytest.mark.parametrize("field", [None, "nothing", "presenters.9.email.more"])
def test_refusal_of_no_field_is_said_all_the_same(form: AForm, field: str | None) -> None:
    show_refusal(form, Refusal("no", "No.", field))
    assert "No." in str(form.errors)
