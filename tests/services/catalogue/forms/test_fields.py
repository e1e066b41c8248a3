from collections.abc import Iterator
from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale
from werkzeug.datastructures import MultiDict
from wtforms import Form, StringField

from services.catalogue.forms.fields import (
    CreditsField,
    Most,
    Needed,
    mail_address,
    on_one_line,
    trimmed,
    web_address,
    zone_name,
)
from shared.web.time_fields import ClockField, DayField
from shared.web.whole_number import WholeNumberField


class AForm(Form):
    day = DayField("Day")
    clock = ClockField("Time")
    count = WholeNumberField("Count", least=1, most=50)
    credits = CreditsField("Credits")
    text = StringField("Text", [Most(5)], filters=[on_one_line])
    needed = StringField("Needed", [Needed()])
    link = StringField("Link", [web_address])
    email = StringField("E-mail", [mail_address])
    zone = StringField("Zone", [zone_name])


@pytest.fixture(autouse=True)
def _in_a_request(app: Flask) -> Iterator[None]:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        yield


def read(name: str, value: str) -> tuple[Any, list[str]]:
    form = AForm(MultiDict({name: value}))
    form.validate()
    return form[name].data, list(form[name].errors)


@pytest.mark.parametrize(
    ("name", "typed", "expected"),
    [
        ("day", "2027-01-17", date(2027, 1, 17)),
        ("day", "17.1.2027", date(2027, 1, 17)),
        ("day", " ", None),
        ("clock", "14:00", time(14)),
        ("clock", "9.30", time(9, 30)),
        ("clock", "14:00:00", time(14)),
        ("count", "", None),
        ("count", "50", 50),
        ("credits", "2,5", Decimal("2.5")),
        ("credits", "30", Decimal(30)),
        ("credits", "30,00", Decimal(30)),
        ("text", "a\r\nb", "a b"),
        ("link", "https://example.org/a?b=c", "https://example.org/a?b=c"),
        ("email", " Aino@Example.ORG", "aino@example.org"),
    ],
)
def test_field_reads_what_people_write(name: str, typed: str, expected: object) -> None:
    assert read(name, typed) == (expected, [])


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("day", "2027-02-29"),
        ("day", "next week"),
        ("clock", "24:00"),
        ("clock", "two"),
        ("count", "0"),
        ("count", "51"),
        ("count", "1e3"),
        ("count", "١"),
        ("credits", "1000"),
        ("credits", "NaN"),
        ("credits", "2.55"),
        ("text", "123456"),
        ("text", "a\x00"),
        ("needed", "  "),
        ("link", "javascript:alert(1)"),
        ("link", "https://"),
        ("link", "https://a b"),
        ("link", "https://[::1"),
        ("email", "aino"),
        ("email", "aino@example.org\nBcc: b@example.org"),
    ],
)
def test_field_says_what_it_takes(name: str, typed: str) -> None:
    _data, errors = read(name, typed)
    assert len(errors) == 1
    assert errors[0]


def test_trimmed_keeps_paragraphs() -> None:
    assert trimmed(" a\r\n\r\nb ") == "a\n\nb"
    assert trimmed(None) == ""


@pytest.mark.parametrize(
    ("name", "typed", "finnish", "swedish"),
    [
        ("day", "next week", "17.1.2027", "17.1.2027"),
        ("day", "31.12.1999", "Vuoden on oltava 2000–2099.", "Året måste vara 2000–2099."),
        ("clock", "24:00", "14.00", "14.00"),
        ("count", "51", "Anna kokonaisluku väliltä 1–50.", "Ange ett heltal mellan 1 och 50."),
        ("credits", "2.55", "2,5", "2,5"),
        ("text", "123456", "Enintään 5 merkkiä.", "Högst 5 tecken."),
        ("link", "x", "https://meet.example.org/huone", "https://meet.example.org/rum"),
        ("email", "aino", "@example.org", "@example.org"),
        ("zone", "Helsinki", "Europe/Helsinki", "Europe/Helsinki"),
    ],
)
def test_field_says_what_it_takes_in_the_readers_language(name: str, typed: str, finnish: str, swedish: str) -> None:
    english = read(name, typed)[1]
    for language, part in (("fi", finnish), ("sv", swedish)):
        with force_locale(language):
            [sentence] = read(name, typed)[1]
        assert part in sentence
        assert [sentence] != english
