from concurrent.futures import ThreadPoolExecutor, wait
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from services.catalogue.actions.series import NewSeries, create_series, edit_series
from shared.database import Database
from shared.errors import Conflict, NotThere
from shared.schema.base import new_id
from shared.schema.catalogue import Series
from tests.services.catalogue.conftest import Journal
from tests.support.factories import Given


def _new(organiser_id: UUID, made: UUID | None = None) -> NewSeries:
    return NewSeries("Nepsy-kierros", organiser_id, "fi", id=made or new_id())


def test_form_sent_twice_makes_one_series(catalogue: Database, given: Given, journal: Journal) -> None:
    new = _new(given.organisation())
    for _time in range(2):
        with catalogue.writing() as db:
            assert create_series(db, "account:x", new) == new.id
    assert journal() == ["series.added"]


def test_form_of_another_organisation_does_not_reach_it(catalogue: Database, given: Given) -> None:
    own, other, made = given.organisation("TAMK"), given.organisation("Oamk"), new_id()
    with catalogue.writing() as db:
        create_series(db, "account:x", _new(own, made))
    with pytest.raises(Conflict), catalogue.writing() as db:
        create_series(db, "account:y", _new(other, made))


def test_series_made_at_once_get_addresses_of_their_own(app: Flask, catalogue: Database, given: Given) -> None:
    organiser_id = given.organisation()

    def make(_number: int) -> None:
        with app.app_context(), catalogue.writing() as db:
            create_series(db, "account:x", _new(organiser_id))

    with ThreadPoolExecutor(6) as together:
        list(together.map(make, range(6)))
    with catalogue.reading() as db:
        slugs = sorted(db.scalars(select(Series.slug)))
    assert slugs == ["nepsy-kierros", *(f"nepsy-kierros-{number}" for number in range(2, 7))]


def test_two_titles_that_lead_to_one_address_wait_for_each_other(app: Flask, catalogue: Database, given: Given) -> None:
    organiser_id = given.organisation()
    given.series(organiser_id, slug="nepsy-kierros")

    def make() -> None:
        with app.app_context(), catalogue.writing() as db:
            create_series(db, "account:x", NewSeries("Nepsy-kierros 2", organiser_id, "fi"))

    with ThreadPoolExecutor(1) as beside:
        with catalogue.writing() as db:
            create_series(db, "account:x", _new(organiser_id))
            other = beside.submit(make)
            wait([other], timeout=0.5)
        other.result()
    with catalogue.reading() as db:
        assert sorted(db.scalars(select(Series.slug))) == ["nepsy-kierros", "nepsy-kierros-2", "nepsy-kierros-2-2"]


def test_of_two_organisers_who_save_at_once_one_is_told(app: Flask, catalogue: Database, given: Given) -> None:
    series_id = given.series()

    def save(number: int) -> bool:
        try:
            with app.app_context(), catalogue.writing() as db:
                edit_series(db, "account:x", series_id, {"title": f"Nimi {number}"}, seen_version=1)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(4) as together:
        saved = list(together.map(save, range(4)))
    assert sorted(saved) == [False, False, False, True]
    with catalogue.reading() as db:
        assert db.scalar(select(Series.title)) == f"Nimi {saved.index(True)}"


def test_series_that_is_not_there_is_refused(catalogue: Database) -> None:
    with pytest.raises(NotThere), catalogue.writing() as db:
        edit_series(db, "account:x", uuid4(), {"title": "X"})


def test_refused_edit_writes_nothing(catalogue: Database, given: Given, journal: Journal) -> None:
    series_id = given.series(title="Ennen")
    with pytest.raises(Conflict), catalogue.writing() as db:
        edit_series(db, "account:x", series_id, {"title": "Jälkeen"}, seen_version=7)
    with catalogue.reading() as db:
        assert db.execute(select(Series.title, Series.version)).one() == ("Ennen", 1)
    assert journal() == []
