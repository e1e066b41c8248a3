from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select, update

from shared.schema.catalogue import Presenter, Session
from shared.schema.inbound import Inbound
from shared.schema.journal import JournalLine
from shared.schema.registration import Batch, Person, Registration
from shared.schema.session_moves import SessionMove
from tests.services.catalogue.conftest import Journal
from tests.services.catalogue.routes.form_of import form_of
from tests.support.factories import NOON, Given

WHEN = NOON + timedelta(days=7)


@pytest.fixture
def series(given: Given, organisation: UUID) -> UUID:
    """A published series at /workspace/series/one."""
    return given.series(organisation, slug="one")


@pytest.fixture
def form() -> dict[str, str]:
    """What an organiser types for a session: the one that `given.session` makes."""
    return {
        "title": "Nepsy arjessa",
        "day": "2027-01-18",
        "starts": "12:00",
        "ends": "14:00",
        "ends_on": "",
        "timezone": "Europe/Helsinki",
        "mode": "online",
        "join_url": "https://meet.example.org/nepsy",
        "venue": "",
        "description": "",
        "version": "1",
        "new_id": str(uuid4()),
    }


def presenters(*people: tuple[str, str]) -> dict[str, str]:
    rows: dict[str, str] = {}
    for number, (name, email) in enumerate(people):
        rows |= {
            f"presenters-{number}-name": name,
            f"presenters-{number}-email": email,
            f"presenters-{number}-title": "",
            f"presenters-{number}-role": "speaker",
        }
    return rows


AINO = presenters(("Aino Esittelijä", "esittelija@example.org"))


def stored(given: Given, session_id: UUID | None = None) -> Any:
    with given.database.reading() as db:
        found = select(Session) if session_id is None else select(Session).where(Session.id == session_id)
        return db.execute(found).one_or_none()


def names(given: Given) -> list[str]:
    with given.database.reading() as db:
        return list(db.scalars(select(Presenter.name).order_by(Presenter.name)))


def participant(given: Given, offering_id: UUID, number: int, state: str = "confirmed") -> None:
    email = f"person{number}@example.org"
    person = given.row(Person, email_key=email, email=email, name="A Person", language="fi", created_at=NOON)
    batch = given.row(Batch, offering_id=offering_id, if_full="waitlist", actor="person", created_at=NOON)
    given.row(
        Registration, offering_id=offering_id, batch_id=batch, person_id=person, state=state,
        queued_at=NOON, created_at=NOON, changed_at=NOON,
    )  # fmt: skip


def test_new_session_is_put_on_the_route_with_its_presenters(
    organiser: FlaskClient, given: Given, series: UUID, form: dict[str, str]
) -> None:
    people = presenters(("Aino", "Aino@Example.org"), ("", ""), ("Bo", "bo@example.org"))
    answer = organiser.post("/workspace/series/one/sessions/new", data=form | people)
    assert answer.status_code == 302
    session = stored(given)
    assert (session.starts_at, session.ends_at) == (WHEN, WHEN + timedelta(hours=2))
    assert names(given) == ["Aino", "Bo"]
    with given.database.reading() as db:
        assert "aino@example.org" in db.scalars(select(Presenter.email)).all()


def test_rehearsal_is_set_beside_the_presenters_and_follows_the_session(
    organiser: FlaskClient, given: Given, series: UUID, form: dict[str, str]
) -> None:
    session = given.session(series)
    given.presenter(session, "esittelija@example.org")
    address = f"/workspace/sessions/{session}/edit"
    wanted = form | AINO | {"rehearsal_before": "30", "rehearsal_minutes": "45"}
    refused = organiser.post(address, data=wanted)
    assert "The rehearsal must be over when the session begins." in refused.text
    wanted["rehearsal_minutes"] = "20"
    assert organiser.post(address, data=wanted).status_code == 302
    row = stored(given, session)
    assert (row.rehearsal_before, row.rehearsal_minutes, row.rehearsal_revision, row.revision) == (30, 20, 1, 0)
    shown = " ".join(BeautifulSoup(organiser.get("/workspace/series/one").text, "html.parser").get_text(" ").split())
    assert "Rehearsal: Mon 18 January 2027, 11:30–11:50" in shown
    moving = organiser.post(address, data=wanted | {"version": str(row.version), "day": "2027-01-19"})
    table = BeautifulSoup(moving.text, "html.parser").table
    assert table is not None
    assert "Tue 19 January 2027, 11:30–11:50" in table.get_text(" ")


@pytest.mark.usefixtures("noon")
def test_presenter_typed_with_a_move_is_looked_up_at_the_new_time(
    organiser: FlaskClient, given: Given, series: UUID, form: dict[str, str]
) -> None:
    session = given.session(series)
    given.presenter(session)
    elsewhere = given.session(given.series(title="Theirs"), WHEN + timedelta(days=1), title="Secret")
    given.presenter(elsewhere, "bo@example.org")
    wanted = form | {"day": "2027-01-19"} | presenters(("Bo Ek", "BO@example.org"))
    asked = organiser.post(f"/workspace/sessions/{session}/edit", data=wanted).text
    assert "Bo Ek is booked elsewhere then." in asked
    assert "Secret" not in asked


def test_new_session_sent_twice_is_one(
    organiser: FlaskClient, given: Given, series: UUID, form: dict[str, str]
) -> None:
    for _time in range(2):
        assert organiser.post("/workspace/series/one/sessions/new", data=form | AINO).status_code == 302
    assert stored(given) is not None
    assert names(given) == ["Aino Esittelijä"]


def test_new_session_begins_with_the_hours_of_the_last_one(organiser: FlaskClient, given: Given, series: UUID) -> None:
    given.session(series, timezone="Europe/Stockholm")
    page = organiser.get("/workspace/series/one/sessions/new").text
    assert 'value="11:00"' in page
    assert 'selected value="Europe/Stockholm"' in page


def test_rows_are_added_and_removed_without_losing_what_was_typed(
    organiser: FlaskClient, given: Given, series: UUID, form: dict[str, str]
) -> None:
    two = presenters(("Aino", "aino@example.org"), ("Bo", "bo@example.org"))
    more = organiser.post("/workspace/series/one/sessions/new", data=form | two | {"row": "add", "title": "Typed"})
    assert more.status_code == 200
    assert "presenters-2-name" in more.text
    assert 'value="Typed"' in more.text
    assert 'value="bo@example.org"' in more.text
    fewer = organiser.post("/workspace/series/one/sessions/new", data=form | two | {"row": "remove-0"})
    assert 'value="Aino"' not in fewer.text
    assert 'value="Bo"' in fewer.text
    assert "presenters-1-name" not in fewer.text
    assert stored(given) is None


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"title": " "}, "title", "This field is needed."),
        ({"ends": "11:00"}, "ends", "The end must be after the start."),
        ({"ends_on": "2027-02-17"}, "ends", "A session lasts at most 14 days."),
        ({"day": "2027-02-30"}, "day", "A day such as"),
        ({"day": ""}, "day", "This field is needed."),
        ({"starts": "25:00"}, "starts", "A time such as 14:00."),
        ({"day": "1999-12-31"}, "day", "The year must be between 2000 and 2099."),
        ({"day": "9999-12-31"}, "day", "The year must be between 2000 and 2099."),
        ({"timezone": "Europe/Atlantis"}, "timezone", "There is no such time zone."),
        ({"day": "2027-03-28", "starts": "03:30", "ends": "05:00"}, "starts", "Clocks skip this time"),
        ({"day": "2027-10-31", "starts": "03:30", "ends": "05:00"}, "starts", "This time occurs twice"),
        ({"join_url": "javascript:alert(1)"}, "join_url", "A web address such as"),
        ({"venue": "x" * 201}, "venue", "At most 200 characters."),
        ({"mode": "telepathy"}, "mode", "One of these: Online, "),
    ],
)
def test_new_session_names_what_is_wrong_and_keeps_the_rest(
    organiser: FlaskClient,
    given: Given,
    series: UUID,
    form: dict[str, str],
    change: dict[str, str],
    field: str,
    sentence: str,
) -> None:
    answer = organiser.post("/workspace/series/one/sessions/new", data=form | AINO | change)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'href="#{field}"' in answer.text
    assert 'value="esittelija@example.org"' in answer.text
    assert stored(given) is None


def test_hour_that_comes_twice_is_asked_about(
    organiser: FlaskClient, given: Given, series: UUID, form: dict[str, str]
) -> None:
    twice = form | {"day": "2027-10-31", "starts": "03:30", "ends": "05:00"}
    assert 'name="which_hour"' in organiser.post("/workspace/series/one/sessions/new", data=twice).text
    organiser.post("/workspace/series/one/sessions/new", data=twice | {"which_hour": "second"})
    assert stored(given).starts_at == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)


def test_end_in_the_second_of_two_hours_stands_when_edited(
    organiser: FlaskClient, given: Given, series: UUID, form: dict[str, str]
) -> None:
    twice = form | {"day": "2027-10-31", "starts": "02:00", "ends": "03:30", "which_hour": "second"}
    organiser.post("/workspace/series/one/sessions/new", data=twice)
    page = organiser.get(f"/workspace/sessions/{stored(given).id}/edit").text
    assert form_of(page)["which_hour"] == ["second"]


@pytest.mark.parametrize(
    ("people", "field", "sentence"),
    [
        ([("Aino", "")], "presenters-0-email", "The invitation goes to this address."),
        ([("", "aino@example.org")], "presenters-0-name", "This field is needed."),
        ([("Aino", "nowhere")], "presenters-0-email", "This is not an e-mail address"),
        ([("Aino", "a@example.org"), ("", ""), ("Bo", "A@example.org")], "presenters-2-email", "in the list twice"),
    ],
)
def test_presenters_are_checked_row_by_row(
    organiser: FlaskClient,
    given: Given,
    series: UUID,
    form: dict[str, str],
    people: list[tuple[str, str]],
    field: str,
    sentence: str,
) -> None:
    answer = organiser.post("/workspace/series/one/sessions/new", data=form | presenters(*people))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'id="{field}-error"' in answer.text
    assert stored(given) is None


def test_move_shows_before_and_after_and_how_many_are_told(
    organiser: FlaskClient, given: Given, series: UUID, form: dict[str, str], journal: Journal
) -> None:
    session = given.session(series, WHEN)
    given.presenter(session)
    offering = given.offering(series, [session])
    for number in range(3):
        participant(given, offering, number)
    participant(given, offering, 4, "waitlisted")
    moved = form | AINO | {"day": "2027-01-20"}
    asked = organiser.post(f"/workspace/sessions/{session}/edit", data=moved)
    assert asked.status_code == 200
    for words in ("One presenter and 3 participants", "Mon 18 January 2027", "Wed 20 January 2027", "tell 4 people"):
        assert words in asked.text
    assert 'name="day" value="2027-01-20"' in asked.text
    assert stored(given, session).starts_at == WHEN
    assert organiser.post(f"/workspace/sessions/{session}/edit", data=moved | {"confirmed": "yes"}).status_code == 302
    after = stored(given, session)
    assert (after.starts_at, after.revision) == (WHEN + timedelta(days=2), 1)
    assert journal() == ["session.moved"]


def test_move_before_a_deadline_is_warned_of_before_and_after_it_is_done(
    organiser: FlaskClient, given: Given, series: UUID, form: dict[str, str]
) -> None:
    session = given.session(series, WHEN)
    given.presenter(session)
    offering = given.offering(series, [session], name="Etänä", closes_at=WHEN - timedelta(days=1))
    sentence = "Registration for “Etänä” closes on Sunday 17 January 2027"
    link = f'href="/workspace/offerings/{offering}/edit"'
    moved = form | AINO | {"day": "2027-01-15"}
    asked = organiser.post(f"/workspace/sessions/{session}/edit", data=moved).text
    assert sentence in asked
    assert link in asked
    later = organiser.post(f"/workspace/sessions/{session}/edit", data=form | AINO | {"day": "2027-01-20"}).text
    assert sentence not in later
    done = organiser.post(
        f"/workspace/sessions/{session}/edit", data=moved | {"confirmed": "yes"}, follow_redirects=True
    ).text
    assert sentence in done
    assert f"{link}>Change the deadline</a>" in done


def test_move_into_the_past_is_warned_of_and_promises_no_mail(
    organiser: FlaskClient, given: Given, series: UUID, form: dict[str, str]
) -> None:
    session = given.session(series, WHEN)
    given.presenter(session)
    moved = form | AINO | {"day": "2027-01-04"}
    asked = organiser.post(f"/workspace/sessions/{session}/edit", data=moved).text
    assert "This time is already past." in asked
    assert "people's calendars keep the earlier time" in asked
    assert "Reminders follow" not in asked
    assert "tell one person" not in asked
    done = organiser.post(
        f"/workspace/sessions/{session}/edit", data=moved | {"confirmed": "yes"}, follow_redirects=True
    ).text
    assert "This time is already past." in done
    assert "A mail goes" not in done


def test_session_added_in_the_past_is_told(
    organiser: FlaskClient, given: Given, series: UUID, form: dict[str, str]
) -> None:
    address = "/workspace/series/one/sessions/new"
    assert "already past" in organiser.post(address, data=form | {"day": "2027-01-04"}, follow_redirects=True).text
    assert (
        "already past" not in organiser.post(address, data=form | {"new_id": str(uuid4())}, follow_redirects=True).text
    )


def test_move_sent_twice_is_one(
    organiser: FlaskClient, given: Given, series: UUID, form: dict[str, str], journal: Journal
) -> None:
    session = given.session(series, WHEN)
    given.presenter(session)
    for _time in range(2):
        data = form | AINO | {"day": "2027-01-20", "confirmed": "yes"}
        assert organiser.post(f"/workspace/sessions/{session}/edit", data=data).status_code == 302
    assert journal() == ["session.moved"]


def test_going_back_from_the_move_keeps_what_was_typed(
    organiser: FlaskClient, given: Given, series: UUID, form: dict[str, str]
) -> None:
    session = given.session(series, WHEN)
    given.presenter(session)
    data = form | AINO | {"day": "2027-01-20", "confirmed": "yes", "again": "yes"}
    page = organiser.post(f"/workspace/sessions/{session}/edit", data=data).text
    assert 'value="2027-01-20"' in page
    assert stored(given, session).starts_at == WHEN


def test_change_of_text_alone_is_saved_at_once(
    organiser: FlaskClient, given: Given, series: UUID, form: dict[str, str], journal: Journal
) -> None:
    session = given.session(series, WHEN)
    given.presenter(session)
    data = form | AINO | {"description": "New"}
    assert organiser.post(f"/workspace/sessions/{session}/edit", data=data).status_code == 302
    assert journal() == ["session.changed"]


def test_edit_on_an_old_version_shows_both_and_loses_nothing(
    organiser: FlaskClient, given: Given, series: UUID, form: dict[str, str]
) -> None:
    session = given.session(series, WHEN)
    with given.database.writing() as db:
        db.execute(update(Session).values(title="Theirs", version=2))
    mine = form | presenters(("Bo", "bo@example.org")) | {"title": "Mine"}
    answer = organiser.post(f"/workspace/sessions/{session}/edit", data=mine)
    assert answer.status_code == 409
    assert "Theirs" in answer.text
    assert 'value="Mine"' in answer.text
    assert 'value="bo@example.org"' in answer.text
    assert stored(given, session).title == "Theirs"
    assert names(given) == []
    again = organiser.post(f"/workspace/sessions/{session}/edit", data=mine | {"version": "2"})
    assert again.status_code == 302
    assert stored(given, session).title == "Mine"


def test_two_organisers_changes_of_different_fields_are_joined(
    organiser: FlaskClient, given: Given, series: UUID
) -> None:
    session = given.session(series, WHEN, description="One\nTwo", join_url=None)
    given.presenter(session)
    address = f"/workspace/sessions/{session}/edit"
    first, second = form_of(organiser.get(address).text), form_of(organiser.get(address).text)
    late = first | {"starts": ["12:30"], "ends": ["14:30"], "title": ["Theirs"], "confirmed": ["yes"]}
    assert organiser.post(address, data=late).status_code == 302
    answer = organiser.post(address, data=second | {"title": ["Mine"], "venue": ["Kauppi"]})
    assert answer.status_code == 409
    assert [cell.get_text() for cell in BeautifulSoup(answer.text, "html.parser").select("main table td")] == [
        "Theirs",
        "Mine",
    ]
    assert "in the form already: Starts at, Ends at." in answer.text
    joined = form_of(answer.text) | {"confirmed": ["yes"]}
    assert organiser.post(address, data=joined).status_code == 302
    now = stored(given, session)
    assert (now.title, now.venue, now.starts_at) == ("Mine", "Kauppi", WHEN + timedelta(minutes=30))
    assert names(given) == ["Aino Esittelijä"]


def test_presenters_changed_on_an_old_version_are_not_lost_either(
    organiser: FlaskClient, given: Given, series: UUID, form: dict[str, str]
) -> None:
    session = given.session(series, WHEN)
    given.presenter(session, name="Theirs", email="theirs@example.org")
    with given.database.writing() as db:
        db.execute(update(Session).values(version=2))
    answer = organiser.post(f"/workspace/sessions/{session}/edit", data=form | AINO)
    assert answer.status_code == 409
    assert names(given) == ["Theirs"]


def test_cancel_says_who_is_told_and_then_does_it(
    organiser: FlaskClient, given: Given, series: UUID, journal: Journal
) -> None:
    session = given.session(series, WHEN)
    given.presenter(session)
    participant(given, given.offering(series, [session]), 1)
    page = organiser.get(f"/workspace/sessions/{session}/cancel").text
    assert "one presenter and one participant" in page
    assert "tell 2 people" in page
    said = [organiser.post(f"/workspace/sessions/{session}/cancel", follow_redirects=True).text for _time in range(2)]
    assert "The session is cancelled. A mail goes to 2 people." in said[0]
    assert "A mail goes" not in said[1]
    assert f"session_id={session}" in said[0]
    assert stored(given, session).state == "cancelled"
    assert journal() == ["session.cancelled"]


def test_cancel_of_a_draft_tells_nobody(organiser: FlaskClient, given: Given, organisation: UUID) -> None:
    session = given.session(given.series(organisation, state="draft", published_at=None))
    given.presenter(session)
    assert "Nobody gets a mail." in organiser.get(f"/workspace/sessions/{session}/cancel").text


def test_cancelled_session_is_not_edited(
    organiser: FlaskClient, given: Given, series: UUID, form: dict[str, str]
) -> None:
    session = given.session(series, WHEN, state="cancelled")
    page = organiser.post(f"/workspace/sessions/{session}/edit", data=form | {"title": "New"}, follow_redirects=True)
    assert "has been cancelled and can" in page.text
    assert stored(given, session).title == "Nepsy arjessa"


@pytest.mark.parametrize("what", ["edit", "cancel"])
def test_sessions_of_others_are_closed(stranger: FlaskClient, given: Given, series: UUID, what: str) -> None:
    session = given.session(series, WHEN)
    assert stranger.get(f"/workspace/sessions/{session}/{what}").status_code == 403
    assert stranger.post(f"/workspace/sessions/{session}/{what}").status_code == 403
    assert stranger.get(f"/workspace/sessions/{uuid4()}/{what}").status_code == 404


def test_saved_session_tells_what_deserves_a_second_look(
    organiser: FlaskClient, given: Given, series: UUID, form: dict[str, str]
) -> None:
    page = organiser.post(
        "/workspace/series/one/sessions/new", data=form | {"join_url": ""}, follow_redirects=True
    ).text
    assert "There is no link to join yet. Participants need it" in page


def test_moved_session_is_told_later_and_can_be_put_back_whole_until_then(
    organiser: FlaskClient, given: Given, series: UUID, form: dict[str, str]
) -> None:
    session = given.session(series, WHEN)
    given.presenter(session)
    participant(given, given.offering(series, [session]), 1)
    where = f"/workspace/sessions/{session}/edit"
    moved = form | AINO | {"day": "2027-01-20", "mode": "onsite", "venue": "Sali 2"}
    asked = organiser.post(where, data=moved).text
    assert "One presenter and one participant will get an update" in asked
    assert "For a minute you can undo it" in asked
    wordy = organiser.post(where, data=moved | {"confirmed": "yes", "note": "x" * 1001})
    assert (wordy.status_code, stored(given, session).version) == (422, 1)
    done = organiser.post(where, data=moved | {"confirmed": "yes", "note": "The room is taken."}, follow_redirects=True)
    assert "2 people will be told at" in done.text
    held = stored(given, session)
    with given.database.reading() as db:
        move = db.execute(select(SessionMove.__table__)).one()
        assert db.scalars(select(JournalLine.tell_at).where(JournalLine.kind == "session.moved")).all() == [
            held.told_from
        ]
    assert (move.note, move.told_from, held.venue) == ("The room is taken.", held.told_from, "Sali 2")
    undo = BeautifulSoup(done.text, "html.parser").select_one("form.undoable")
    assert undo is not None
    back = organiser.post(str(undo["action"]), data={"view": "", "series": ""}, follow_redirects=True)
    assert "is held when and where it was to be" in back.text
    assert "form.undoable" not in back.text
    again = stored(given, session)
    assert (again.starts_at, again.mode, again.venue, again.revision) == (WHEN, "online", None, 2)


def test_text_of_a_session_is_saved_with_nothing_to_undo(
    organiser: FlaskClient, given: Given, series: UUID, form: dict[str, str]
) -> None:
    session = given.session(series, WHEN)
    given.presenter(session)
    renamed = form | AINO | {"title": "Uusi nimi"}
    saved = organiser.post(f"/workspace/sessions/{session}/edit", data=renamed, follow_redirects=True).text
    assert "Saved." in saved
    assert 'class="row-wrap undoable"' not in saved


def proposal(given: Given, session_id: UUID, **more: Any) -> None:
    """Aino proposes another time by mail."""
    values = {
        "received_at": NOON,
        "digest": f"digest-{len(more)}-{more.get('sender')}",
        "kind": "counter",
        "outcome": "noted",
        "session_id": session_id,
        "sender": "aino@example.org",
        "comment": "Torstai <b>sopisi</b>",
        "proposal": "open",
        "proposed_starts_at": NOON + timedelta(days=9, hours=2),
        "proposed_ends_at": NOON + timedelta(days=9, hours=3, minutes=30),
    }
    given.row(Inbound, **{**values, **more})


def test_proposed_time_shows_on_the_session_and_fills_the_form_without_moving_anything(
    organiser: FlaskClient, given: Given, series: UUID
) -> None:
    session_id = given.session(series, NOON + timedelta(days=7))
    given.presenter(session_id, "aino@example.org")
    proposal(given, session_id)
    proposal(given, session_id, sender="eve@example.com")
    before = stored(given, session_id)
    moves = []
    for page in ("/workspace/series/one", f"/workspace/sessions/{session_id}/edit"):
        soup = BeautifulSoup(organiser.get(page).text, "html.parser")
        [notice] = [one for one in soup.select(".notice-warning") if "proposes" in one.get_text()]
        moves += [link["href"] for link in notice.select("a") if "Move" in link.get_text()]
        assert "Aino Esittelijä proposes another time" in notice.get_text()
        assert "Torstai <b>sopisi</b>" in notice.get_text()
    move, same = moves
    assert move == same
    filled = BeautifulSoup(organiser.get(str(move)).text, "html.parser")
    typed = {name: filled.select_one(f"[name={name}]") for name in ("day", "starts", "ends")}
    assert {name: field["value"] for name, field in typed.items() if field} == {
        "day": "2027-01-20",
        "starts": "14:00",
        "ends": "15:30",
    }
    assert "These are the proposed times" in filled.get_text()
    assert stored(given, session_id) == before


@pytest.mark.parametrize(
    "query",
    [
        "starts_at=x&ends_at=y",
        "starts_at=2027-01-20T12:00:00&ends_at=2027-01-20T13:00:00",
        "starts_at=2027-01-20T12:00:00%2B00:00",
        "starts_at=2027-01-20T12:00:00%2B00:00&ends_at=2027-01-20T12:00:00%2B00:00",
        "starts_at=0001-01-01T00:00:00%2B14:00&ends_at=9999-12-31T23:00:00-14:00",
    ],
)
def test_form_takes_no_times_from_an_address_that_says_none(
    organiser: FlaskClient, given: Given, series: UUID, query: str
) -> None:
    session_id = given.session(series, NOON + timedelta(days=7))
    page = BeautifulSoup(organiser.get(f"/workspace/sessions/{session_id}/edit?{query}").text, "html.parser")
    day = page.select_one("[name=day]")
    assert day is not None
    assert day["value"] == "2027-01-18"
    assert "proposed times" not in page.get_text()


@pytest.mark.parametrize("settled", ["declined", "accepted", "overtaken", None])
def test_settled_proposal_shows_no_more(
    organiser: FlaskClient, given: Given, series: UUID, settled: str | None
) -> None:
    session_id = given.session(series, NOON + timedelta(days=7))
    given.presenter(session_id, "aino@example.org")
    proposal(given, session_id, proposal=settled)
    assert "proposes another time" not in organiser.get(f"/workspace/sessions/{session_id}/edit").text


def test_proposed_time_that_was_taken_shows_no_more_while_nobody_has_been_told(
    organiser: FlaskClient, given: Given, series: UUID
) -> None:
    session_id = given.session(series, NOON + timedelta(days=7))
    given.presenter(session_id, "aino@example.org")
    proposal(given, session_id)
    page = f"/workspace/sessions/{session_id}/edit"

    def offered() -> list[bool]:
        return ["proposes another time" in organiser.get(path).text for path in ("/workspace", page)]

    assert offered() == [True, True]
    typed = form_of(organiser.get(page).text) | {"venue": ["Kauppi"], "confirmed": ["yes"]}
    organiser.post(page, data=typed)
    assert offered() == [True, True]
    typed = form_of(organiser.get(page).text) | {"day": ["2027-01-20"], "starts": ["14:00"], "confirmed": ["yes"]}
    organiser.post(page, data=typed | {"ends": ["15:30"]})
    assert offered() == [False, False]
    undo = BeautifulSoup(organiser.get("/workspace/series/one").text, "html.parser").select_one("form.undoable")
    assert undo is not None
    organiser.post(str(undo["action"]))
    assert offered() == [True, True]
