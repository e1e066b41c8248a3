import pytest
from sqlalchemy import select

from services.catalogue.actions.presenters import (
    NewPresenter,
    add_presenter,
    change_presenter,
    remove_presenter,
)
from shared.database import Database
from shared.errors import Conflict, NotThere, Refusal
from shared.schema.catalogue import Presenter, Session
from tests.services.catalogue.conftest import Journal
from tests.support.factories import Given


def test_presenter_is_added_under_one_form_of_the_address(catalogue: Database, given: Given, journal: Journal) -> None:
    session_id = given.session(given.series())
    with catalogue.writing() as db:
        add_presenter(db, "account:x", session_id, NewPresenter("Aino", "Aino@Esimerkki.Example.ORG"))
        assert db.scalar(select(Presenter.email)) == "aino@esimerkki.example.org"
        assert db.scalar(select(Session.version)) == 2
    with pytest.raises(Conflict) as refused, catalogue.writing() as db:
        add_presenter(db, "account:x", session_id, NewPresenter("Aino", "AINO@esimerkki.example.org"))
    assert refused.value.code == "presenter_twice"
    assert journal() == ["presenter.added"]


def test_presenter_with_a_bad_address_is_refused(catalogue: Database, given: Given) -> None:
    session_id = given.session(given.series())
    with pytest.raises(Refusal) as refused, catalogue.writing() as db:
        add_presenter(db, "account:x", session_id, NewPresenter("Aino", "aino"))
    assert refused.value.field == "email"


def test_presenter_is_changed_without_anybody_being_invited_anew(
    catalogue: Database, given: Given, journal: Journal
) -> None:
    presenter_id = given.presenter(given.session(given.series()), reply="accepted")
    for _time in range(2):
        with catalogue.writing() as db:
            change_presenter(db, "account:x", presenter_id, {"title": "johtaja", "role": "host"})
    with catalogue.reading() as db:
        assert db.execute(select(Presenter.title, Presenter.role, Presenter.reply)).one() == (
            "johtaja",
            "host",
            "accepted",
        )
        assert db.scalar(select(Session.revision)) == 0
    assert journal() == ["presenter.changed"]


def test_presenter_is_removed_once(catalogue: Database, given: Given, journal: Journal) -> None:
    presenter_id = given.presenter(given.session(given.series()))
    with catalogue.writing() as db:
        remove_presenter(db, "account:x", presenter_id)
    with pytest.raises(NotThere), catalogue.writing() as db:
        remove_presenter(db, "account:x", presenter_id)
    assert journal() == ["presenter.removed"]
