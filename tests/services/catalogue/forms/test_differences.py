from collections.abc import Iterator
from datetime import date, time
from uuid import uuid4

import pytest
from flask import Flask
from flask_babel import force_locale

from services.catalogue.forms.differences import Merged, fingerprint, merge, shown
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
    found = [(one.label, one.theirs, one.yours) for one in merge(theirs, yours, "").conflicts]
    assert found == [("What is it", "Webinar series", "Course"), ("Organiser", "TAMK", "OAMK")]


def test_presenters_are_compared_as_a_list() -> None:
    aino = {"name": "Aino", "email": "aino@example.org", "title": "", "role": "speaker"}
    theirs = SessionForm(formdata=None, data={"presenters": [aino], "version": 2})
    yours = SessionForm(formdata=None, data={"presenters": [aino, {}], "version": 1})
    assert merge(theirs, yours, "not readable") == Merged()
    fewer = SessionForm(formdata=None, data={"presenters": []})
    assert [one.label for one in merge(theirs, fewer, "[]").conflicts] == ["Presenters"]


def test_what_only_one_changed_is_taken_and_what_both_changed_is_shown() -> None:
    before = {"title": "Before", "venue": "Kauppi", "starts": time(12), "ends": time(14), "presenters": [{}]}
    seen = fingerprint(SessionForm(formdata=None, data=before))
    theirs = SessionForm(formdata=None, data=before | {"title": "Theirs", "starts": time(11), "ends": time(15)})
    yours = SessionForm(formdata=None, data=before | {"title": "Mine", "venue": "Mine", "ends": time(15)})
    merged = merge(theirs, yours, seen)
    assert [(one.label, one.theirs, one.yours) for one in merged.conflicts] == [("Title", "Theirs", "Mine")]
    assert merged.taken == ["Starts at"]
    assert (yours.starts.data, yours.venue.data, yours.title.data) == (time(11), "Mine", "Mine")


@pytest.mark.parametrize(("language", "words"), [("fi", "ma 18.1.2027 klo 9.05"), ("en", "Mon 18 January 2027 09:05")])
def test_days_and_times_are_shown_as_people_write_them(language: str, words: str) -> None:
    form = SessionForm(formdata=None, data={"day": date(2027, 1, 18), "starts": time(9, 5)})
    with force_locale(language):
        assert f"{shown(form.day)} {shown(form.starts)}" == words
