from collections.abc import Iterator
from uuid import uuid4

import pytest
from flask import Flask

from services.catalogue.forms.differences import differences
from services.catalogue.forms.series_form import SeriesForm
from services.catalogue.forms.session_form import SessionForm


@pytest.fixture(autouse=True)
def _in_a_request(app: Flask) -> Iterator[None]:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        yield


def test_differences_are_told_in_words() -> None:
    organisers = [(uuid4(), "TAMK"), (uuid4(), "OAMK")]
    same = {"title": "One", "timezone": "Europe/Helsinki"}
    theirs = SeriesForm(organisers, formdata=None, data=same | {"kind": "tour", "organiser_id": str(organisers[0][0])})
    yours = SeriesForm(organisers, formdata=None, data=same | {"kind": "course", "organiser_id": str(organisers[1][0])})
    found = [(one.label, one.theirs, one.yours) for one in differences(theirs, yours)]
    assert found == [("What is it", "Webinar series", "Course"), ("Organiser", "TAMK", "OAMK")]


def test_presenters_are_compared_as_a_list() -> None:
    aino = {"name": "Aino", "email": "aino@example.org", "title": "", "role": "speaker"}
    theirs = SessionForm(formdata=None, data={"presenters": [aino], "version": 2})
    yours = SessionForm(formdata=None, data={"presenters": [aino, {}], "version": 1})
    assert differences(theirs, yours) == []
    fewer = SessionForm(formdata=None, data={"presenters": []})
    assert [one.label for one in differences(theirs, fewer)] == ["Presenters"]
