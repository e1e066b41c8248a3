from datetime import timedelta
from typing import Any
from uuid import UUID

from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from time_machine import Traveller

from services.catalogue.queries.history import history
from shared import journal
from shared.database import Database
from tests.services.catalogue.conftest import Call, Made
from tests.services.catalogue.routes.form_of import form_of
from tests.services.catalogue.routes.test_api_inner import inner, reply
from tests.support.factories import NOON, Given

PAGE = "/workspace/series/luonnos"


def rows(page: str) -> list[list[str]]:
    table = BeautifulSoup(page, "html.parser").select("tbody tr")
    return [[cell.get_text(" ", strip=True) for cell in row.select("td")] for row in table]


def test_history_says_who_did_what_and_when(
    organiser: FlaskClient, app: Flask, given: Given, organisation: UUID, noon: Traveller
) -> None:
    series = given.series(organisation, slug="luonnos", state="draft", published_at=None)
    session = given.session(series, title="Nepsy <arjessa>")
    presenter = given.presenter(session, name="Bo Lärare")
    sent = form_of(organiser.get(f"/workspace/sessions/{session}/edit").text)
    organiser.post(f"/workspace/sessions/{session}/edit", data=sent | {"ends": ["23:00"], "venue": ["Kauppi"]})
    noon.shift(timedelta(hours=1))
    organiser.post(f"{PAGE}/publish")
    inner(app, f"/presenters/{presenter}/reply", reply("declined", 90, sequence=1))
    *newer, oldest = rows(organiser.get(f"{PAGE}/history").text)
    assert newer == [
        ["Mon 11 January 2027, 13:00", "Bo Lärare", "The invitation to “Nepsy <arjessa>” was answered. Declined."],
        ["Mon 11 January 2027, 13:00", "Olli Organisoija", "The series was published."],
    ]
    assert oldest[:2] == ["Mon 11 January 2027, 12:00", "Olli Organisoija"]
    assert oldest[2].startswith("When or where “Nepsy <arjessa>” is held was changed. Ends at: ")
    assert "Venue: – → Kauppi" in oldest[2]


def test_long_history_goes_on_and_holds_nobodys_registrations(
    organiser: FlaskClient, catalogue: Database, given: Given, organisation: UUID, noon: Traveller
) -> None:
    series, other = (given.series(organisation, slug=slug) for slug in ("luonnos", "other"))
    with catalogue.writing() as db:
        journal.append_many(db, "series.changed", "system", [journal.Subject(series)] * 51)
        journal.append_many(db, "registration.cancelled", "person", [journal.Subject(series)] * 3)
        journal.append(db, "series.archived", "system", journal.Subject(other))
    first = organiser.get(f"{PAGE}/history").text
    assert len(rows(first)) == 50
    link = BeautifulSoup(first, "html.parser").select_one("main a[href*=before]")
    assert link is not None
    assert rows(organiser.get(str(link["href"])).text) == [
        ["Mon 11 January 2027, 12:00", "By itself", "The series was changed."]
    ]
    assert len(rows(organiser.get(f"{PAGE}/history?before=soon").text)) == 50
    assert "Nothing has been written down yet" in organiser.get(f"{PAGE}/history?before=1").text


def test_history_is_found_by_its_index(catalogue: Database, given: Given, organisation: UUID) -> None:
    """The question has to say the condition of the index in the very same words."""
    series = given.series(organisation)
    said: list[Any] = []
    with catalogue.reading() as db:
        if db.dialect.name != "sqlite":
            return
        event.listen(db, "before_cursor_execute", lambda *one: said.append(one[2:4]))
        history(db, series, 10)
        statement, values = said[0]
        plan = db.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
    assert "ix_journal_history" in str(plan)


def test_history_of_others_is_closed(stranger: FlaskClient, given: Given, organisation: UUID) -> None:
    given.series(organisation, slug="luonnos")
    assert stranger.get(f"{PAGE}/history").status_code == 403


def test_program_reads_the_history(call: Call, made: Made, given: Given) -> None:
    first = call("GET", f"{made.series}/history?limit=2").json
    assert [(one["kind"], one["who"]) for one in first["items"]] == [
        ("offering.added", "administrator"), ("presenter.added", "administrator"),
    ]  # fmt: skip
    rest = call("GET", f"{made.series}/history?cursor={first['next']}").json
    assert [one["kind"] for one in rest["items"]] == ["session.added", "series.added"]
    assert rest["items"][0]["sentence"] == "The session “Nepsy arjessa” was added."
    assert call("GET", f"{made.series}/history?cursor=WyI5OTk5OTk5OTk5OTk5OTk5OTk5OSJd").status_code == 422
    assert call("GET", f"{made.series}/history", key="").status_code == 401
    assert NOON.isoformat()[:10] in first["items"][0]["at"]
