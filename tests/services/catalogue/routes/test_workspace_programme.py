"""A programme in the workspace and on its public page: cohorts, shared sessions, preliminary assignments, hours."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select, update

from shared.schema.assignments import Assignment
from shared.schema.catalogue import Session
from shared.web import page_cache
from tests.services.catalogue.routes.form_of import form_of
from tests.support.factories import NOON, Given

DAY = timedelta(days=1)
PAGE = "/workspace/series/kierros/programme"
NEW = "/workspace/series/kierros/assignments/new"


@pytest.fixture(autouse=True)
def _no_pages_of_other_tests() -> None:
    page_cache.forget()


@dataclass(frozen=True)
class Programme:
    series: UUID
    #: the opening days of Oulu and of the nation, and a shared study day
    sessions: list[UUID]
    oulu: UUID
    national: UUID


@pytest.fixture
def programme(given: Given, organisation: UUID) -> Programme:
    """Two groups with an opening day each, and two study days together."""
    series = given.series(organisation, slug="kierros", kind="programme", language="en", credits=Decimal(15))
    own = [given.session(series, NOON + n * DAY, title=f"Opening {n}", kind="study-day") for n in (10, 20)]
    shared = [given.session(series, NOON + n * DAY, title=f"Shared {n}", kind="study-day") for n in (30, 60)]
    oulu = given.offering(series, [own[0], *shared], name="Oulu")
    return Programme(series, [*own, *shared], oulu, given.offering(series, [own[1], *shared], name="National"))


def text_of(page: Any) -> str:
    return " ".join(BeautifulSoup(page.text, "html.parser").get_text(" ").split())


def rows(given: Given) -> list[Any]:
    with given.database.reading() as db:
        return list(db.execute(select(Assignment.__table__).order_by(Assignment.id)))


def test_programme_says_who_comes_to_what_and_the_hours(organiser: FlaskClient, programme: Programme) -> None:
    page = BeautifulSoup(organiser.get(PAGE).text, "html.parser")
    hours, matrix = (
        [[cell.get_text(" ", strip=True) for cell in row("td")] for row in table("tr")][1:] for table in page("table")
    )
    assert [line[:4] for line in hours] == [["3", "3", "6 h", "about 394 h"]] * 2
    assert matrix[0] == ["Comes", "–", "Own"]
    assert matrix[2] == ["Comes", "Comes", "Shared"]
    assert "15 ECTS credits, about 400 hours of work" in text_of(organiser.get(PAGE))


def test_assignment_follows_its_session(
    organiser: FlaskClient, visitor: FlaskClient, programme: Programme, given: Given
) -> None:
    form = {**form_of(organiser.get(NEW).text), "title": "Read the guide", "instructions": "**All** of it"}
    said = {**form, "session_id": str(programme.sessions[2]), "days_before": "7"}
    for _ in range(2):
        assert organiser.post(NEW, data=said).status_code == 303
    [one] = rows(given)
    assert (one.days_before, one.due_at, one.remind_days) == (7, None, 3)
    assert "Due by Wednesday 3 February 2027, end of day" in text_of(organiser.get(PAGE))
    public = text_of(visitor.get("/series/kierros"))
    assert public.count("Preliminary assignment: Read the guide , due by Wednesday 3 February 2027") == 2, (
        "both go there"
    )
    assert "All of it" not in public
    with given.database.writing() as db:
        later = {"starts_at": NOON + 31 * DAY, "ends_at": NOON + 31 * DAY + timedelta(hours=2)}
        db.execute(update(Session).where(Session.id == programme.sessions[2]).values(later))
    assert "Due by Thursday 4 February 2027" in text_of(organiser.get(PAGE))
    with given.database.writing() as db:
        db.execute(update(Session).where(Session.id == programme.sessions[2]).values(state="cancelled"))
    assert "Its session is cancelled" in text_of(organiser.get(PAGE))


def test_assignment_of_one_cohort_by_a_day(
    organiser: FlaskClient, visitor: FlaskClient, programme: Programme, given: Given
) -> None:
    form = {**form_of(organiser.get(NEW).text), "title": "Ask one question"}
    for wrong, sentence in (
        ({"session_id": "", "due_on": ""}, "This field is needed."),
        ({"session_id": str(programme.sessions[1]), "offering_id": str(programme.oulu)}, "come to that session"),
        ({"session_id": str(programme.oulu)}, "There is no such session."),
    ):
        answer = organiser.post(NEW, data={**form, **wrong})
        assert (answer.status_code, sentence in answer.text) == (422, True), sentence
        assert "Ask one question" in answer.text
    said = {**form, "session_id": "", "due_on": "2027-01-20", "offering_id": str(programme.oulu), "remind_days": ""}
    assert organiser.post(NEW, data=said).status_code == 303
    [one] = rows(given)
    assert (one.due_at.isoformat(), one.remind_days) == ("2027-01-20T21:59:59+00:00", None)
    assert text_of(visitor.get("/series/kierros")).count("Preliminary assignment: Ask one question") == 1, (
        "in one group's list"
    )

    edit = f"/workspace/assignments/{one.id}/edit"
    mine, theirs = (form_of(organiser.get(edit).text) for _ in range(2))
    late = {**theirs, "title": "Ask two questions", "due_on": "2020-01-20"}
    assert "It is due in the past" in organiser.post(edit, data=late, follow_redirects=True).text
    stale = organiser.post(edit, data={**mine, "title": "Ask three questions"})
    assert stale.status_code == 409
    assert "Ask two questions" in stale.text
    assert "Ask three questions" in stale.text
    assert organiser.post(f"/workspace/assignments/{one.id}/remove").status_code == 303
    assert organiser.get(edit).status_code == 404
    assert "Ask" not in text_of(organiser.get(PAGE))
    assert "was removed" in text_of(organiser.get("/workspace/series/kierros/history"))


def test_each_cohort_has_its_route(visitor: FlaskClient, programme: Programme) -> None:
    page = BeautifulSoup(visitor.get("/series/kierros").text, "html.parser")
    assert [one.get_text(strip=True) for one in page.select(".cohort-name")] == ["Oulu", "National"]
    oulu, national = page.select(".route")
    assert [one.get_text(strip=True) for one in oulu.select(".stop-title")] == ["Opening 10", "Shared 30", "Shared 60"]
    assert oulu.get_text().count("shared by the groups") == 2
    ids = [one["id"] for one in page.select("[id]")]
    assert len(ids) == len(set(ids))
    assert "3 study days · 3 sessions, 6 h together · about 394 h of your own work" in " ".join(
        page.get_text(" ").split()
    )
    assert [one["id"] for one in national.select(".stop")][1] == f"stop-{programme.sessions[2]}-2"


def test_copy_takes_assignments_along(organiser: FlaskClient, programme: Programme, given: Given) -> None:
    given.assignment(programme.series, programme.sessions[2], title="Before", offering_id=programme.oulu)
    given.assignment(programme.series, title="By a day", due_at=NOON)
    given.assignment(programme.series, title="Gone", removed_at=NOON)
    copy = "/workspace/series/kierros/copy"
    form = form_of(organiser.get(copy).text)
    answer = organiser.post(copy, data={**form, "first_day": "2028-01-17", "confirmed": "yes"})
    assert answer.status_code in (302, 303), answer.text
    copied = [one for one in rows(given) if one.series_id != programme.series]
    assert [one.title for one in copied] == ["Before", "By a day"]
    assert copied[0].session_id not in programme.sessions
    assert (copied[1].due_at - NOON) == timedelta(weeks=52)
