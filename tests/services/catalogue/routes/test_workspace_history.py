from datetime import timedelta
from typing import Any
from uuid import UUID

from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select
from structlog.contextvars import bound_contextvars
from time_machine import Traveller

from services.catalogue.actions.change_sessions import SessionChange, change_sessions
from services.catalogue.actions.partners import set_partner
from services.catalogue.actions.presenters import NewPresenter, add_presenter
from services.catalogue.actions.purge import purge
from services.catalogue.actions.quotas import set_quota
from services.catalogue.actions.series import edit_series
from services.catalogue.actions.sessions import edit_session
from services.catalogue.queries.history import KINDS, history, whole_saves
from shared import journal
from shared.database import Database
from shared.schema.announcements import Announcement
from shared.schema.base import new_id
from shared.schema.changes import Change, ChangedField
from shared.schema.journal import JournalLine
from shared.schema.materials import Material
from tests.services.catalogue.conftest import Call, Made
from tests.services.catalogue.routes.form_of import form_of
from tests.services.catalogue.routes.test_api_inner import inner, reply
from tests.support.factories import NOON, Given

PAGE = "/workspace/series/luonnos"
ACTOR = f"account:{UUID(int=1)}"


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
    organiser.post(
        f"/workspace/sessions/{session}/edit", data=sent | {"starts": ["12:30"], "ends": ["23:00"], "venue": ["Kauppi"]}
    )
    noon.shift(timedelta(hours=1))
    organiser.post(f"{PAGE}/publish")
    inner(app, f"/presenters/{presenter}/reply", reply("declined", 90, sequence=1))
    *newer, oldest = rows(organiser.get(f"{PAGE}/history").text)
    assert newer == [
        ["Mon 11 January 2027, 13:00", "Bo Lärare", "The invitation to “Nepsy <arjessa>” was answered. Declined."],
        ["Mon 11 January 2027, 13:00", "Olli Organisoija", "The series was published."],
    ]
    assert oldest[:2] == ["Mon 11 January 2027, 12:00", "Olli Organisoija"]
    assert oldest[2].startswith("When and where “Nepsy <arjessa>” is held was changed. Starts at: ")
    assert oldest[2].index("Starts at: ") < oldest[2].index("Ends at: ") < oldest[2].index("Venue: ")
    assert "Venue: – → Kauppi" in oldest[2]


def test_long_history_goes_on_and_holds_nobodys_registrations(
    organiser: FlaskClient, catalogue: Database, given: Given, organisation: UUID, noon: Traveller
) -> None:
    series, other = (given.series(organisation, slug=slug) for slug in ("luonnos", "other"))
    with catalogue.writing() as db:
        for number in range(51):
            with bound_contextvars(request_id=f"save-{number}"):
                journal.append(db, "series.changed", "system", journal.Subject(series))
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


def test_what_one_save_changed_is_one_entry_that_opens_to_its_lines(
    organiser: FlaskClient, catalogue: Database, given: Given, organisation: UUID, noon: Traveller
) -> None:
    """It is never cut in two by the end of a page."""
    series = given.series(organisation, slug="luonnos", state="draft", published_at=None)
    days = [given.session(series, NOON + timedelta(days=week), title=f"Osa {week}") for week in range(30)]
    presenters = [NewPresenter("Bo Lärare", "bo@example.org")]
    aino = given.account("aino@example.org", name="Aino")
    with catalogue.writing() as db, bound_contextvars(request_id="first"):
        edit_series(db, ACTOR, series, {"summary": "Lyhyt"})
    with catalogue.writing() as db, bound_contextvars(request_id="table"):
        wanted = [SessionChange(one, {"join_url": "https://new.example.org"}, None, presenters) for one in days]
        change_sessions(db, f"account:{aino}", series, wanted, "")
    table = BeautifulSoup(organiser.get(f"{PAGE}/history").text, "html.parser")
    (when, who, what) = table.select("tbody tr > td")
    assert (when.text, who.text) == ("Mon 11 January 2027, 12:00", "Aino")
    assert [one.get_text(strip=True) for one in what.select("details > summary")] == ["30 sessions were changed."]
    lines = [one.get_text(" ", strip=True) for one in what.select("details .line")]
    assert len(lines) == 60
    assert lines[0] == "Bo Lärare was added as a presenter of “Osa 0”."
    assert lines[1].startswith("The link to join “Osa 0” was changed. Link to join: https://meet.example.org/nepsy → ")
    assert len(what.select("details a[href$=undo]")) == 30
    (link,) = table.select("main a[href*=before]")
    ((_when, _who, earlier),) = rows(organiser.get(str(link["href"])).text)
    assert earlier.startswith("The series was changed. In one or two sentences: – → Lyhyt")
    noon.shift(timedelta(hours=1))
    edit = f"/workspace/sessions/{days[0]}/edit"
    organiser.post(edit, data=form_of(organiser.get(edit).text) | {"ends": ["23:00"], "title": ["Alku"]})
    assert len(rows(organiser.get(f"{PAGE}/history").text)) == 2


def test_each_line_names_whom_and_what_it_is_about(
    organiser: FlaskClient, catalogue: Database, given: Given, organisation: UUID
) -> None:
    series, earlier = given.series(organisation, slug="luonnos"), given.series(organisation, title="Kevät")
    draft = given.series(given.organisation("Muu"), title="Salainen", state="draft", published_at=None)
    session = given.session(series)
    again = given.session(series, NOON + timedelta(days=14))
    offering = given.offering(series, [session], name="Oulun ryhmä")
    city, other = given.organisation("Tampereen kaupunki"), given.organisation("Oulun yliopisto")
    given.project(organisation, series)
    ids = {"series_id": series, "session_id": again, "offering_id": offering}
    person = given.presenter(session, name="Bo Lärare")
    question = given.question(offering, "ryhmä", label="Mikä ryhmä?")
    assignment = given.assignment(series, title="Lue opas")
    letter = given.row(Announcement, series_id=series, subject="Tervetuloa", text="", actor="x", created_at=NOON)
    colleague = given.account("liisa@example.org")
    lines: list[tuple[str, list[str], UUID | None, dict[str, Any]]] = [
        ("presenter.added", ["session_id"], person, {}),
        ("question.removed", ["offering_id"], question, {}),
        ("assignment.changed", [], assignment, {"fields": ["days_before", "title"]}),
        ("announcement.sent", [], letter, {"recipients": 12}),
        ("series.responsible_changed", [], colleague, {}),
        ("series.project_set", [], organisation, {}),
        ("series.copied", [], None, {"from": str(earlier)}),
        ("series.copied", [], None, {"from": str(draft)}),
        ("reminders.changed", [], None, {"what": "added", "says": "coming", "offset_minutes": -1440, "is_on": True}),
        ("template.changed", [], None, {"kind": "session-moved", "language": "sv", "version": 2}),
    ]
    with catalogue.writing() as db:
        for number, (kind, about, subject, detail) in enumerate(lines):
            with bound_contextvars(request_id=f"save-{number}"):
                known = {key: ids[key] for key in ("series_id", *about)}
                journal.append(db, kind, "system", journal.Subject(**known, subject_id=subject, detail=detail))
        for number, places in enumerate((5, 8)):
            with bound_contextvars(request_id=f"quota-{number}"):
                set_quota(db, "system", offering, city, places)
        for number, role in enumerate(("partner", "funder")):
            with bound_contextvars(request_id=f"partner-{number}"):
                set_partner(db, "system", series, other, role)
    assert [what for _when, _who, what in reversed(rows(organiser.get(f"{PAGE}/history").text))] == [
        "Bo Lärare was added as a presenter of “Nepsy arjessa, Mon 25 January 2027”.",
        "The question “Mikä ryhmä?” of “Oulun ryhmä” was removed.",
        "The preliminary assignment “Lue opas” was changed. Title · Days before the session",
        "The message “Tervetuloa” went to 12 people. This can't be undone.",
        "liisa@example.org answers for the series from now on.",
        "The series was put into the project “SOSRAKE”.",
        "It was copied from “Kevät”.",
        "It was copied from another series.",
        "A reminder was added: Reminder of the session, 24 hours before the session.",
        "The words of the mail “New time or place” were changed (Swedish).",
        "The quota of Tampereen kaupunki in “Oulun ryhmä” was set. Places: – → 5",
        "The quota of Tampereen kaupunki in “Oulun ryhmä” was set. Places: 5 → 8",
        "Oulun yliopisto became a partner. Role: – → Partner",
        "The role of Oulun yliopisto was changed. Role: Partner → Funder",
    ]


def test_whoever_was_removed_is_named_for_a_while_and_never_in_the_journal(
    call: Call, catalogue: Database, made: Made, noon: Traveller
) -> None:
    bo = [{"name": "Bo Lärare", "email": "bo@example.org"}]
    call("PATCH", made.session, {"presenters": bo})
    # beside somebody who is new, what is shown of those who stay is told too
    cecilia = {"name": "Cecilia", "email": "cecilia@example.org"}
    call("PATCH", made.session, {"presenters": [{**bo[0], "title": "rehtori"}, cecilia]})
    call("PATCH", made.session, {"presenters": []})

    def told() -> list[str]:
        lines = call("GET", f"{made.series}/history").json["items"]
        sentences = [one["sentence"] for one in lines if one["kind"].startswith("presenter.")]
        return [one for one in sentences if not one.startswith("Cecilia")]

    assert told() == [
        "Bo Lärare no longer presents “Nepsy arjessa”.",
        "What is shown of Bo Lärare, who presents “Nepsy arjessa”, was changed.",
        "Bo Lärare was added as a presenter of “Nepsy arjessa”.",
        "Aino Esittelijä no longer presents “Nepsy arjessa”.",
        "Aino Esittelijä was added as a presenter of “Nepsy arjessa”.",
    ]
    noon.shift(timedelta(days=91))
    with catalogue.writing() as db:
        purge(db)
    ended = ("removed", "removed", "changed", "added", "added", "removed", "added")
    assert told() == [f"A presenter of “Nepsy arjessa” was {what}." for what in ended]
    with catalogue.reading() as db:
        kept = [*db.execute(select(JournalLine.detail)), *db.execute(select(ChangedField.__table__))]
    assert "Lärare" not in str(kept)


def test_what_somebody_was_called_before_is_told_for_a_while_too(
    call: Call, catalogue: Database, made: Made, noon: Traveller
) -> None:
    for name in ("Bo Former", "Bo Lärare"):
        call("PATCH", made.session, {"presenters": [{"name": name, "email": "bo@example.org"}]})

    def kept() -> str:
        with catalogue.reading() as db:
            return str(db.execute(select(ChangedField.__table__)).all())

    assert "Bo Former" in kept()
    noon.shift(timedelta(days=91))
    with catalogue.writing() as db:
        purge(db)
    assert "Bo Former" not in kept()


def test_changes_of_what_belongs_to_a_series_say_from_what_to_what_and_are_not_undone(
    call: Call, organiser: FlaskClient, given: Given, catalogue: Database, organisation: UUID
) -> None:
    series = given.series(organisation, slug="luonnos", state="draft", published_at=None)
    first, second = given.session(series, title="Alku"), given.session(series, title="Uusi")
    offering, other = (
        given.offering(series, [first], name="Kierros", capacity=20),
        given.offering(series, [first], name="Toinen"),
    )
    question = given.question(offering, "ryhma", label="Ryhmä?", kind="choice", options=["a", "b"])
    assignment = given.assignment(series, title="X")
    material = given.row(Material, session_id=first, title="Kalvot", url="https://example.org", created_at=NOON)
    call("PATCH", "/series/luonnos", {"summary": "Lyhyt"})
    call("PATCH", f"/offerings/{offering}", {"capacity": None, "session_ids": [str(second)]})
    call("PATCH", f"/questions/{question}", {"options": ["a", "c"], "required": True})
    call("PATCH", f"/assignments/{assignment}", {"due_at": "2027-01-20T12:00:00+02:00"})
    call("PATCH", f"/materials/{material}", {"audience": "everybody", "title": "Diat"})
    call("DELETE", f"/materials/{material}")
    call("DELETE", f"/offerings/{other}")
    call("DELETE", f"/questions/{question}")
    call("DELETE", f"/sessions/{first}")
    page = organiser.get(f"{PAGE}/history").text
    assert [what for _when, _who, what in rows(page)] == [
        "The session “Alku” was removed.",
        "The question “Ryhmä?” of “Kierros” was removed.",
        "The way to register “Toinen” was removed.",
        "Material of “Alku” was removed.",
        "Material of “Alku” was changed. Title · For whom",
        "The preliminary assignment “X” was changed. By when: Thu 14 January 2027, 12:00 → Wed 20 January 2027, 12:00",
        "The question “Ryhmä?” of “Kierros” was changed. Options: a, b → a, c An answer is required: No → Yes",
        "The way to register “Kierros” was changed. Sessions: no longer Alku Sessions: new: Uusi Places: 20 → No limit",
        "The series was changed. In one or two sentences: – → Lyhyt Undo this : The series was changed.",
    ]
    items = call("GET", "/series/luonnos/history").json["items"]
    assert [one["change_id"] is not None for one in items] == [False] * 8 + [True]
    with catalogue.reading() as db:
        (told,) = db.scalars(select(Change.id).where(Change.about == "assignment"))
    assert call("POST", f"/changes/{told}/undo").json["code"] == "not_the_last"


def test_each_kind_of_line_says_something_of_what_nobody_knows_any_more(
    organiser: FlaskClient, catalogue: Database, given: Given, organisation: UUID
) -> None:
    series, gone = given.series(organisation, slug="luonnos"), new_id()
    with catalogue.writing() as db:
        for kind in KINDS:
            with bound_contextvars(request_id=kind):
                journal.append(db, kind, f"presenter:{gone}", journal.Subject(series, gone, subject_id=gone))
    first = organiser.get(f"{PAGE}/history").text
    link = BeautifulSoup(first, "html.parser").select("main a[href*=before]")[0]["href"]
    page = rows(first) + rows(organiser.get(str(link)).text)
    assert len(page) == len(KINDS)
    assert {who for _when, who, _what in page} == {"Somebody"}
    assert all(what.endswith(".") for _when, _who, what in page)


def test_long_history_asks_the_database_as_often_as_a_short_one(
    catalogue: Database, given: Given, organisation: UUID
) -> None:
    series = given.series(organisation)
    asked: list[str] = []

    def count() -> int:
        asked.clear()
        with catalogue.reading() as db:
            event.listen(db, "before_cursor_execute", lambda *one: asked.append(one[2]))
            whole_saves(db, series, 50)
        return len(asked)

    def save(many: int) -> None:
        sessions = [given.session(series, title=f"Osa {number}") for number in range(many)]
        with catalogue.writing() as db, bound_contextvars(request_id=str(many)):
            for number, one in enumerate(sessions):
                edit_session(db, ACTOR, one, {"title": f"Osa {number}, uusi"})
                add_presenter(db, ACTOR, one, NewPresenter("Bo", "bo@example.org"))

    save(2)
    few = count()
    save(20)
    assert count() == few == 4


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
