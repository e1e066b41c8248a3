"""What fields to choose from say when something else was sent."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import force_locale
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import Form
from wtforms.validators import DataRequired

from services.registration.forms.choices import choice
from shared.web import i18n
from shared.web.choice_fields import MOST_NAMED, RadioField, SelectField, SelectMultipleField

COLOURS = [choice("red", "Red"), choice("blue", Markup('<span lang="en">Blue</span>'))]


class AForm(Form):
    radio = RadioField(choices=COLOURS)
    needed = SelectField(choices=[choice("", "Choose"), *COLOURS], validators=[DataRequired()])
    optional = SelectField(choices=[choice("", "None"), *COLOURS])
    several = SelectMultipleField(choices=COLOURS)
    long = SelectField(choices=[choice(str(one), f"Place {one}") for one in range(MOST_NAMED + 1)])
    nothing = SelectField(choices=[])


@pytest.fixture(autouse=True)
def _in_a_request() -> Iterator[None]:
    app = Flask(__name__)
    i18n.set_up(app, "en")
    with app.test_request_context():
        yield


def errors(name: str, language: str, sent: str = "green") -> list[str]:
    with force_locale(language):
        form = AForm(MultiDict({name: sent} if sent else {}))
        form.validate()
        return [str(one) for one in form[name].errors]


@pytest.mark.parametrize(
    ("name", "english", "finnish", "swedish"),
    [
        ("radio", "One of these: Red, Blue.", "Jokin näistä: Red, Blue.", "Något av dessa: Red, Blue."),
        ("needed", "One of these: Red, Blue.", "Jokin näistä: Red, Blue.", "Något av dessa: Red, Blue."),
        (
            "optional",
            "One of these: None, Red, Blue.",
            "Jokin näistä: None, Red, Blue.",
            "Något av dessa: None, Red, Blue.",
        ),
        ("several", "One of these: Red, Blue.", "Jokin näistä: Red, Blue.", "Något av dessa: Red, Blue."),
        (
            "long",
            "Choose from the list, such as: Place 0, Place 1, Place 2.",
            "Valitse luettelosta, esimerkiksi: Place 0, Place 1, Place 2.",
            "Välj ur listan, till exempel: Place 0, Place 1, Place 2.",
        ),
        (
            "nothing",
            "There is nothing to choose from.",
            "Valittavana ei ole mitään.",
            "Det finns inget att välja bland.",
        ),
    ],
)
def test_choice_that_is_not_offered_is_told_what_is(name: str, english: str, finnish: str, swedish: str) -> None:
    assert {one: errors(name, one) for one in ("en", "fi", "sv")} == {"en": [english], "fi": [finnish], "sv": [swedish]}


def test_nothing_chosen_is_asked_for_without_repeating_the_choices() -> None:
    said = {one: errors("radio", one, sent="") for one in ("en", "fi", "sv")}
    assert said == {"en": ["Choose one of these."], "fi": ["Valitse jokin näistä."], "sv": ["Välj något av dessa."]}


@pytest.mark.parametrize(("name", "chosen"), [("radio", "blue"), ("optional", ""), ("several", "red")])
def test_choice_that_is_offered_is_taken(name: str, chosen: str) -> None:
    form = AForm(MultiDict({name: chosen}))
    form.validate()
    assert not form[name].errors
