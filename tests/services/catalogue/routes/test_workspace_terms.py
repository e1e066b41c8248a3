"""Themes and target groups, kept by organisers together."""

from uuid import UUID

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select

from shared.database import Database
from shared.schema.terms import Term
from tests.services.catalogue.conftest import Journal
from tests.services.catalogue.routes.form_of import form_of
from tests.support.factories import Given


def id_of(catalogue: Database, key: str) -> UUID:
    with catalogue.reading() as db:
        return db.scalars(select(Term.id).where(Term.key == key)).one()


def test_organisers_keep_them_together(
    organiser: FlaskClient, stranger: FlaskClient, visitor: FlaskClient, given: Given, organisation: UUID,
    catalogue: Database, journal: Journal,
) -> None:  # fmt: skip
    new = form_of(organiser.get("/workspace/terms/new/topic").text)
    typed = {**new, "name_fi": "Lastensuojelu", "name_sv": "Barnskydd"}
    assert [organiser.post("/workspace/terms/new/topic", data=typed).status_code for _twice in range(2)] == [303, 303]
    again = stranger.post("/workspace/terms/new/topic", data={"name_fi": "LASTENSUOJELU"})
    assert again.status_code == 422
    assert "There is one of this name already." in again.text
    term = id_of(catalogue, "lastensuojelu")
    # nobody is led to what no list has yet
    assert "Find by theme" not in visitor.get("/").text
    series = given.series(organisation, slug="kierros")
    given.session(series)
    edit = organiser.get("/workspace/series/kierros/edit").text
    box = BeautifulSoup(edit, "html.parser").select("[name=topics]")[0]
    assert box["value"] == str(term)
    sent = {**form_of(edit), "topics": [str(term)]}
    assert organiser.post("/workspace/series/kierros/edit", data=sent).status_code == 302
    assert "Lastensuojelu" in visitor.get("/series/kierros").text
    assert "Find by theme" in visitor.get("/").text
    # who asks in Swedish finds it too
    assert "No series found" not in visitor.get("/series?q=barnskydd").text
    # renamed by somebody else, it is so on every page at once; links that are out there hold
    address = f"/workspace/terms/{term}/edit"
    first, second = (form_of(browser.get(address).text) for browser in (organiser, stranger))
    assert stranger.post(address, data={**second, "name_fi": "Lapset ja perheet"}).status_code == 303
    assert "Lapset ja perheet" in visitor.get("/series/kierros").text
    assert "Lapset ja perheet (1)" in visitor.get("/series?topic=lastensuojelu&q=perheiden").text
    late = organiser.post(address, data={**first, "name_fi": "Lastensuojelun tuki"})
    assert late.status_code == 409
    assert "Lapset ja perheet" in late.text
    assert journal().count("term.changed") == 1


def test_one_that_series_have_stays(
    organiser: FlaskClient, given: Given, organisation: UUID, catalogue: Database, journal: Journal
) -> None:
    used = given.term("Used", given.series(organisation, state="draft"))
    unused = given.term("Unused")
    asks = ["btn-danger" in organiser.get(f"/workspace/terms/{term}/remove").text for term in (used, unused)]
    assert asks == [False, True]
    for term in (used, unused):
        assert organiser.post(f"/workspace/terms/{term}/remove").status_code == 303
    page = organiser.get("/workspace/terms").text
    assert "Some series have it" in page
    with catalogue.reading() as db:
        assert db.scalars(select(Term.key)).all() == ["used"]
    assert journal() == ["term.removed"]
    assert organiser.get("/workspace/terms/new/zebra").status_code == 404
