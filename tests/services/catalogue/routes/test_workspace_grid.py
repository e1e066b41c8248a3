from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import delete, event, select, update

from shared.schema.catalogue import Presenter, Series, Session
from shared.schema.session_moves import SessionMove
from shared.web.current import EXTENSION
from tests.services.catalogue.conftest import Call, Journal, Made
from tests.services.catalogue.routes.form_of import form_of
from tests.support.factories import Given

ADDRESS = "/workspace/series/kierros/sessions/edit"
Sessions = list[UUID]


@pytest.fixture
def series(given: Given, organisation: UUID) -> UUID:
    return given.series(organisation, slug="kierros", state="draft", published_at=None)


@pytest.fixture
def sessions(given: Given, series: UUID) -> Sessions:
    """Three Wednesdays at 14:00:30 in Helsinki; the second has a presenter; and one that is called off."""
    found = [
        given.session(series, datetime(2027, 2, day, 12, 0, 30, 5, tzinfo=UTC), title=f"Osa {day}")
        for day in (3, 10, 17)
    ]
    given.presenter(found[1], reply="accepted", reply_at=datetime(2027, 1, 2, tzinfo=UTC), reply_revision=0)
    given.session(series, datetime(2027, 2, 24, 12, tzinfo=UTC), state="cancelled", title="Peruttu")
    return found


def field(session: UUID, name: str) -> str:
    return f"s-{session}-{name}"


def row(given: Given, session: UUID) -> Any:
    with given.database.reading() as db:
        return db.execute(select(Session.__table__).where(Session.id == session)).one()


def change(given: Given, session: UUID, **values: Any) -> None:
    """As a colleague would, at the same time."""
    with given.database.writing() as db:
        db.execute(update(Session).where(Session.id == session).values(**values, version=Session.version + 1))


def publish(given: Given, series: UUID) -> None:

    with given.database.writing() as db:
        now = datetime(2027, 1, 1, tzinfo=UTC)
        db.execute(update(Series).where(Series.id == series).values(state="published", published_at=now))


def test_rows_that_were_touched_are_saved_and_no_others(
    organiser: FlaskClient, given: Given, sessions: Sessions, journal: Journal
) -> None:
    first, second, third = sessions
    sent = form_of(organiser.get(ADDRESS).text)
    assert sent[field(first, "starts")] == ["14:00:30"]
    assert not any("Peruttu" in values for values in sent.values())
    before = row(given, third)
    sent |= {
        field(first, "title"): ["  Uusi  nimi "],
        field(second, "day"): ["11.2.2027"],
        field(second, "venue"): ["Sali 2"],
        field(third, "title"): ["Osa  17"],
    }
    saved = organiser.post(ADDRESS, data=sent)
    assert "2 sessions are changed." in organiser.get(saved.headers["Location"]).text
    assert (row(given, first).title, row(given, first).starts_at.microsecond) == ("Uusi nimi", 5)
    moved = row(given, second)
    assert (moved.starts_at, moved.venue, moved.revision) == (
        datetime(2027, 2, 11, 12, 0, 30, tzinfo=UTC),
        "Sali 2",
        1,
    )
    assert row(given, third) == before
    assert [kind for kind in journal() if kind.startswith("session.")] == ["session.changed", "session.moved"]
    # sending the same again finds nothing to do, though its versions are old
    again = organiser.post(ADDRESS, data=form_of(organiser.get(ADDRESS).text))
    assert "Nothing was changed." in organiser.get(again.headers["Location"]).text
    assert len(journal()) == 2


def test_who_is_told_is_shown_before_a_published_session_moves(
    organiser: FlaskClient, given: Given, series: UUID, sessions: Sessions, journal: Journal
) -> None:
    publish(given, series)
    first, second, third = sessions
    given.presenter(third, "bo@example.org")
    sent = form_of(organiser.get(ADDRESS).text) | {
        field(first, "starts"): ["13:00"],
        field(second, "starts"): ["15:00"],
        field(second, "ends"): ["17:00"],
        field(third, "starts"): ["15:00"],
        field(third, "ends"): ["17:00"],
    }
    asked = organiser.post(ADDRESS, data=sent)
    said = " ".join(BeautifulSoup(asked.text, "html.parser").text.split())
    # nobody has the first one in a calendar
    assert "2 mails go out" in said
    assert "3 sessions in all are changed." in said
    assert "one presenter" in said
    assert "Save and send 2 mails" in said
    assert journal() == []
    page = BeautifulSoup(asked.text, "html.parser").select_one("main form")
    assert page is not None
    held = {str(one["name"]): str(one["value"]) for one in page.select("input[name]")}
    back = organiser.post(ADDRESS, data=held | {"again": "yes"})
    assert form_of(back.text)[field(second, "starts")] == ["15:00"]
    saved = organiser.post(ADDRESS, data=held | {"note": "Bussi on myöhässä."})
    after = organiser.get(saved.headers["Location"]).text
    assert "3 sessions are changed." in after
    assert row(given, second).starts_at == datetime(2027, 2, 10, 13, tzinfo=UTC)
    with given.database.reading() as db:
        assert db.scalars(select(SessionMove.note)).all() == ["Bussi on myöhässä."] * 2
        assert set(db.scalars(select(Presenter.reply))) == {"needs-action"}
    # nobody has been told: both go back by one button, answers and all
    undo = BeautifulSoup(after, "html.parser").select_one("form.undo-all")
    assert undo is not None
    shown = [str(one["value"]) for one in undo.select("[name=move]")]
    assert (
        "2 changes are undone." in organiser.post(str(undo["action"]), data={"move": shown}, follow_redirects=True).text
    )
    assert [row(given, one).starts_at.hour for one in (second, third)] == [12, 12]
    with given.database.reading() as db:
        assert "accepted" in db.scalars(select(Presenter.reply)).all()


def test_who_presents_and_how_it_is_held_are_changed_in_the_row(
    organiser: FlaskClient, given: Given, sessions: Sessions, journal: Journal
) -> None:
    first, second, third = sessions
    given.presenter(third, "bo@example.org", name="Bo Ek", role="host", title="Rektor")
    sent = form_of(organiser.get(ADDRESS).text)
    assert sent[field(second, "presenters")] == ["Aino Esittelijä <esittelija@example.org>"]
    sent |= {
        field(first, "presenters"): ["bo ek\r\nUusi Ihminen, UUSI@example.org\r\n"],
        field(first, "mode"): ["hybrid"],
        field(second, "presenters"): [""],
        field(third, "presenters"): ["Bo <bo@example.org>"],
    }
    assert "3 sessions are changed." in organiser.post(ADDRESS, data=sent, follow_redirects=True).text
    with given.database.reading() as db:
        found = db.execute(select(Presenter.__table__).order_by(Presenter.session_id, Presenter.name)).all()
    people = {(one.session_id, one.name, one.email, one.role, one.title) for one in found}
    assert people == {
        (first, "Bo Ek", "bo@example.org", "host", "Rektor"),
        (first, "Uusi Ihminen", "uusi@example.org", "speaker", ""),
        (third, "Bo", "bo@example.org", "host", "Rektor"),
    }
    assert row(given, first).mode == "hybrid"
    lines = len(journal())
    wrong = form_of(organiser.get(ADDRESS).text) | {field(second, "presenters"): ["Ei Kukaan"]}
    refused = organiser.post(ADDRESS, data=wrong)
    assert (refused.status_code, len(journal())) == (422, lines)
    assert "There is no address for “Ei Kukaan”." in BeautifulSoup(refused.text, "html.parser").text
    # what is to be mended isn't folded away
    assert len(BeautifulSoup(refused.text, "html.parser").select("details[data-wrong]")) == 1


def test_somebody_elses_change_is_shown_beside_ones_own_and_the_rest_kept(
    organiser: FlaskClient, given: Given, sessions: Sessions, journal: Journal
) -> None:
    first, second, third = sessions
    sent = form_of(organiser.get(ADDRESS).text)
    change(given, first, title="Heidän", venue="Heidän sali")
    change(given, third, title="Kolmas, heidän")
    sent |= {field(first, "title"): ["Minun"], field(second, "title"): ["Toinen"]}
    stale = organiser.post(ADDRESS, data=sent)
    assert stale.status_code == 409
    assert journal() == []
    assert "somebody else has changed 2 of these sessions" in stale.text
    said = BeautifulSoup(stale.text, "html.parser").select_one(".row-both")
    assert said is not None
    assert "Heidän" in said.text
    assert "Minun" in said.text
    shown = form_of(stale.text)
    assert shown[field(first, "title")] == ["Minun"]
    assert shown[field(first, "venue")] == ["Heidän sali"]
    assert shown[field(second, "title")] == ["Toinen"]
    assert shown[field(third, "title")] == ["Kolmas, heidän"]
    assert organiser.post(ADDRESS, data=shown).status_code == 302
    assert (row(given, first).title, row(given, first).venue) == ("Minun", "Heidän sali")
    assert row(given, third).title == "Kolmas, heidän"
    assert journal() == ["session.changed", "session.changed"]


def test_change_of_a_row_that_one_left_alone_stops_nobody(
    organiser: FlaskClient, given: Given, sessions: Sessions
) -> None:
    sent = form_of(organiser.get(ADDRESS).text) | {field(sessions[0], "title"): ["Minun"]}
    change(given, sessions[1], title="Heidän")
    assert organiser.post(ADDRESS, data=sent).status_code == 302
    assert [row(given, one).title for one in sessions] == ["Minun", "Heidän", "Osa 17"]


def test_row_of_a_session_that_went_is_said_and_the_others_kept(
    organiser: FlaskClient, given: Given, sessions: Sessions
) -> None:
    sent = form_of(organiser.get(ADDRESS).text) | {field(sessions[0], "title"): ["Minun"]}
    with given.database.writing() as db:
        db.execute(delete(Session).where(Session.id == sessions[2]))
    change(given, sessions[0], state="cancelled")
    gone = organiser.post(ADDRESS, data=sent | {field(sessions[1], "title"): ["Toinen"]})
    assert gone.status_code == 409
    assert "2 sessions have been cancelled or removed meanwhile" in gone.text
    assert organiser.post(ADDRESS, data=form_of(gone.text)).status_code == 302
    assert [row(given, one).title for one in sessions[:2]] == ["Osa 3", "Toinen"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"title": ""}, "This field is needed."),
        ({"title": "x" * 201}, "At most 200 characters."),
        ({"day": "31.2.2027"}, "A day such as 2027-01-17."),
        ({"starts": "illalla"}, "A time such as 14:00."),
        ({"ends": "13:00"}, "The end must be after the start."),
        ({"join_url": "javascript:alert(1)"}, "A web address such as"),
        ({"day": "2027-03-28", "starts": "03:30"}, "Clocks skip this time"),
        ({"day": "2027-10-31", "starts": "03:30", "ends": "05:00"}, "This time occurs twice"),
    ],
)
def test_wrong_row_is_named_and_nothing_is_saved(
    organiser: FlaskClient, given: Given, sessions: Sessions, journal: Journal, change: dict[str, str], sentence: str
) -> None:
    sent = form_of(organiser.get(ADDRESS).text) | {field(sessions[1], "venue"): ["Sali"]}
    sent |= {field(sessions[0], name): [value] for name, value in change.items()}
    answer = organiser.post(ADDRESS, data=sent)
    assert answer.status_code == 422
    page = BeautifulSoup(answer.text, "html.parser")
    assert sentence in page.select(".error-summary")[0].text
    assert form_of(answer.text)[field(sessions[1], "venue")] == ["Sali"]
    assert journal() == []
    if "twice" in sentence:
        mended = sent | {field(sessions[0], "which_hour"): ["second"]}
        assert organiser.post(ADDRESS, data=mended).status_code == 302
        assert row(given, sessions[0]).starts_at == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)


def test_sessions_of_others_are_not_changed(stranger: FlaskClient, given: Given, organisation: UUID) -> None:
    given.session(given.series(organisation, slug="kierros"))
    assert stranger.get(ADDRESS).status_code == 403
    assert stranger.post(ADDRESS, data={}).status_code == 403


def test_program_changes_many_or_none(call: Call, made: Made, journal: Journal) -> None:
    times = {"starts_at": "2027-03-01T14:00+02:00", "ends_at": "2027-03-01T15:00+02:00"}
    other = call("POST", f"{made.series}/sessions", times)
    first, second = {"id": made.session_id, "title": "Yksi"}, {"id": other.json["id"], "title": "Kaksi", "version": 1}
    lines = len(journal())
    answer = call("PATCH", f"{made.series}/sessions", {"sessions": [first, second]})
    assert answer.status_code == 200, answer.text
    assert [one["title"] for one in answer.json["items"]] == ["Yksi", "Kaksi"]
    assert journal()[lines:] == ["session.changed"] * 2
    stale = {"sessions": [first | {"title": "Muu"}, second | {"title": "Muu"}]}
    refused = call("PATCH", f"{made.series}/sessions", stale)
    assert (refused.status_code, refused.json["code"], refused.json["field"]) == (409, "stale", "sessions.1.version")
    assert call("GET", made.session).json["title"] == "Yksi"
    people = [{"name": "Bo", "email": "bo@example.org"}]
    named = call("PATCH", f"{made.series}/sessions", {"sessions": [first | {"presenters": people}]})
    assert [one["name"] for one in named.json["items"][0]["presenters"]] == ["Bo"]
    series = {"title": "Muu", "organiser_id": made.organisation, "kind": "tour"}
    elsewhere = call("POST", "/series", series).json["slug"]
    assert call("PATCH", f"/series/{elsewhere}/sessions", {"sessions": [first]}).status_code == 404
    late = first | {"ends_at": "2020-01-01T00:00Z"}
    bodies: list[Any] = [{"sessions": []}, {}, {"sessions": [{"title": "x"}]}, {"sessions": [late]}]
    for wrong in bodies:
        assert call("PATCH", f"{made.series}/sessions", wrong).status_code == 422, wrong


def test_sessions_that_move_together_stand_against_each_other_only_where_they_go(
    organiser: FlaskClient, given: Given, series: UUID, sessions: Sessions
) -> None:
    publish(given, series)
    first, second, _third = sessions
    given.presenter(first)
    sent = form_of(organiser.get(ADDRESS).text)
    # a week later each: the second has left the day that the first one takes
    weeks_later = sent | {field(first, "day"): ["10.2.2027"], field(second, "day"): ["17.2.2027"]}
    asked = organiser.post(ADDRESS, data=weeks_later).text
    assert "Who is told" in asked
    assert "at the same time" not in asked
    one_day = sent | {field(first, "day"): ["12.2.2027"], field(second, "day"): ["12.2.2027"]}
    assert "Aino Esittelijä presents “Osa 10” at the same time." in organiser.post(ADDRESS, data=one_day).text


@pytest.mark.usefixtures("noon")
def test_presenters_typed_in_the_row_are_looked_up_elsewhere_too(
    organiser: FlaskClient, given: Given, series: UUID, sessions: Sessions
) -> None:
    first, second, _third = sessions
    elsewhere = given.session(given.series(title="Theirs"), datetime(2027, 2, 3, 12, 30, tzinfo=UTC), title="Secret")
    given.presenter(elsewhere, "bo@example.org")
    sent = form_of(organiser.get(ADDRESS).text) | {field(first, "presenters"): ["Bo Ek, bo@example.org"]}
    said = organiser.post(ADDRESS, data=sent, follow_redirects=True).text
    assert "Osa 3: Bo Ek is booked elsewhere then." in said
    assert "Secret" not in said
    publish(given, series)
    # who goes is looked up no more, and who comes is, before people are told of the move
    move = {field(second, "day"): ["3.2.2027"], field(second, "presenters"): ["Bo Ek, bo@example.org"]}
    asked = organiser.post(ADDRESS, data=form_of(organiser.get(ADDRESS).text) | move).text
    assert "Who is told" in asked
    assert "Bo Ek is booked elsewhere then." in asked
    assert "Bo Ek presents “Osa 3” at the same time." in asked
    assert "Aino Esittelijä presents" not in asked


def test_what_a_session_is_called_is_nobodys_position(organiser: FlaskClient, sessions: Sessions) -> None:
    for language, word in (("fi", "Otsikko"), ("sv", "Rubrik")):
        page = BeautifulSoup(organiser.get(f"{ADDRESS}?lang={language}").text, "html.parser")
        assert page.select_one(f"label[for='{field(sessions[0], 'title')}']").text == word  # type: ignore[union-attr]


def test_draft_moved_before_a_deadline_is_saved_and_said(
    organiser: FlaskClient, given: Given, series: UUID, sessions: Sessions
) -> None:
    closes = datetime(2027, 2, 2, tzinfo=UTC)
    given.offering(series, sessions[:2], name="Molemmat", closes_at=closes)
    given.offering(series, [sessions[0]], name="Jälkimmäinen", closes_at=datetime(2027, 1, 25, tzinfo=UTC))
    page = form_of(organiser.get(ADDRESS).text)
    earlier = page | {field(one, "day"): ["2027-02-01"] for one in sessions[:2]}
    said = organiser.post(ADDRESS, data=earlier, follow_redirects=True).text
    assert said.count("Registration for “Molemmat” closes on") == 1
    assert "Jälkimmäinen” closes" not in said


def test_draft_moved_to_a_holiday_is_saved_and_said(organiser: FlaskClient, sessions: Sessions) -> None:
    page = form_of(organiser.get(ADDRESS).text)
    data = page | {field(sessions[0], "day"): ["2027-03-26"]}
    said = organiser.post(ADDRESS, data=data, follow_redirects=True).text
    assert "Osa 3: It is a holiday in Finland: Good Friday." in said
    assert "Osa 10: It is" not in said


def test_draft_leads_from_the_table_to_its_publishing(
    organiser: FlaskClient, given: Given, series: UUID, sessions: Sessions
) -> None:
    sent = form_of(organiser.get(ADDRESS).text) | {field(sessions[0], "title"): ["Alku"], "onward": ["yes"]}
    assert organiser.post(ADDRESS, data=sent).location == "/workspace/series/kierros/publish"
    assert row(given, sessions[0]).title == "Alku"
    publish(given, series)
    assert "onward" not in organiser.get(ADDRESS).text


def test_line_for_all_rows_fills_in_what_is_empty_and_is_looked_at_before_it_is_saved(
    organiser: FlaskClient, given: Given, sessions: Sessions, journal: Journal
) -> None:
    first, second, third = sessions
    change(given, first, join_url=None)
    change(given, second, join_url="https://meet.example.org/own", mode="hybrid")
    change(given, third, join_url=None, mode="onsite")
    link = {"all-join_url": ["https://meet.example.org/all"], field(first, "title"): ["Alku"]}
    # whichever button is pressed: nothing is saved that one hasn't seen
    filled = organiser.post(ADDRESS, data=form_of(organiser.get(ADDRESS).text) | link)
    shown = form_of(filled.text)
    assert (filled.status_code, journal()) == (200, [])
    assert "Filled in on one row. Nothing is saved yet" in filled.text
    assert "One row says something else and keeps it." in filled.text
    # nobody joins online what is held on site
    assert [shown[field(one, "join_url")][0].rpartition("/")[2] for one in sessions] == ["all", "own", ""]
    assert shown[field(first, "title")] == ["Alku"]
    # what is left in the line stops nobody; ticked, it goes over what the row has
    ticked = organiser.post(ADDRESS, data=shown | {"all-over": ["y"], "all-venue": ["Sali"], "fill": ["yes"]})
    again = form_of(ticked.text)
    assert again[field(second, "join_url")] == link["all-join_url"]
    assert [again[field(one, "venue")] for one in sessions] == [[""], ["Sali"], ["Sali"]]
    assert (again["all-join_url"], again["all-venue"], "all-over" in again) == ([""], [""], False)
    same = organiser.post(ADDRESS, data=again | {"all-venue": ["Sali"], "fill": ["yes"]})
    assert "No row was filled in" in same.text
    assert organiser.post(ADDRESS, data=shown).status_code == 302
    assert [(row(given, one).join_url or "").rpartition("/")[2] for one in sessions] == ["all", "own", ""]


def test_new_start_for_all_rows_keeps_each_ones_length(organiser: FlaskClient, sessions: Sessions) -> None:
    first, _second, third = sessions
    sent = form_of(organiser.get(ADDRESS).text) | {field(first, "ends"): ["16:30"], field(third, "ends"): ["klo"]}
    sent |= {"all-starts": ["22:15"], "all-over": ["y"], "fill": ["yes"]}
    shown = form_of(organiser.post(ADDRESS, data=sent).text)
    assert [shown[field(one, "starts")] for one in sessions] == [["22:15"]] * 3
    # past midnight it ends on the next day; what can't be read stays to be mended
    assert (shown[field(first, "ends")], shown[field(first, "ends_on")]) == (["00:44:30"], ["2027-02-04"])
    assert shown[field(third, "ends")] == ["klo"]
    far = sent | {field(first, "day"): ["31.12.9999"], field(third, "ends_on"): ["0001-01-01"]}
    told = organiser.post(ADDRESS, data=far)
    assert (told.status_code, told.text.count("The year must be between 2000 and 2099.")) == (422, 4), told.text
    nothing = organiser.post(ADDRESS, data=form_of(organiser.get(ADDRESS).text) | {"fill": ["yes"]})
    assert "Nothing stands in the line for all rows." in nothing.text
    wrong = organiser.post(ADDRESS, data=sent | {"all-join_url": ["javascript:1"]})
    assert (wrong.status_code, "For all rows, Link to join" in wrong.text) == (422, True)
    assert form_of(wrong.text)["all-starts"] == ["22:15"]


@pytest.mark.usefixtures("noon")
def test_person_is_introduced_once_and_called_by_first_name_elsewhere(
    organiser: FlaskClient, given: Given, organisation: UUID, sessions: Sessions
) -> None:
    first, second, third = sessions
    ours = given.session(given.series(organisation, title="Muu"))
    given.presenter(ours, "cecilia@example.org", name="Cecilia Luoto", title="Rektor", role="host")
    given.presenter(ours, "eeva@example.org", name="Eeva Salo")
    theirs = given.session(given.series(title="Theirs"))
    given.presenter(theirs, "dan@example.org", name="Dan Ek")
    page = form_of(organiser.get(ADDRESS).text)
    lines = {first: "Bo\ncecilia luoto", second: "Bo Ek <bo@example.org>", third: "ek; esittelijä, aino@example.org"}
    sent = page | {field(session, "presenters"): [line] for session, line in lines.items()}
    assert "3 sessions are changed." in organiser.post(ADDRESS, data=sent, follow_redirects=True).text
    with given.database.reading() as db:
        wanted = select(Presenter.email, Presenter.title, Presenter.role).where(Presenter.session_id == first)
        found = {tuple(one) for one in db.execute(wanted)}
        others = set(db.scalars(select(Presenter.email).where(Presenter.session_id == third)))
    assert others == {"bo@example.org", "aino@example.org"}
    assert found == {("bo@example.org", "", "speaker"), ("cecilia@example.org", "Rektor", "speaker")}
    for line, sentence in (
        ("Dan Ek", "There is no address for “Dan Ek”."),
        ("salo", "There is no address for “salo”."),
        ("Bo Ek\nBo Ek <bo2@example.org>", "“Bo Ek” fits several: "),
    ):
        refused = organiser.post(ADDRESS, data=page | {field(first, "presenters"): [line]})
        assert (refused.status_code, sentence in refused.text) == (422, True), line


@pytest.mark.usefixtures("noon")
def test_what_stands_against_a_row_is_said_on_it_after_an_error_too(
    organiser: FlaskClient, given: Given, series: UUID, sessions: Sessions
) -> None:
    first, second, third = sessions
    given.offering(series, sessions, name="Kaikki", closes_at=datetime(2027, 3, 1, tzinfo=UTC))
    given.offering(series, [first], name="Alku", closes_at=datetime(2027, 2, 2, tzinfo=UTC))

    def against(page: str) -> dict[UUID, str]:
        found = BeautifulSoup(page, "html.parser")
        return {one: str(found.select(f"#row-{one} .row-odd")) for one in sessions}

    said = against(organiser.get(ADDRESS).text)
    assert ["Registration for “Kaikki”" in said[one] for one in sessions] == [False, False, True]
    typed = {
        field(first, "day"): ["2027-02-01"],
        field(second, "day"): ["2027-03-26"],
        field(second, "join_url"): ["http:"],
        field(third, "presenters"): ["Ei Kukaan"],
    }
    refused = organiser.post(ADDRESS, data=form_of(organiser.get(ADDRESS).text) | typed)
    said = against(refused.text)
    assert refused.status_code == 422
    assert "It is a holiday in Finland: Good Friday." in said[second]
    assert "holiday" not in said[first] + said[third]
    assert "Registration for “Alku”" in said[first]
    assert "Registration for “Kaikki”" not in said[third]


@pytest.mark.usefixtures("noon")
def test_whoever_is_booked_for_much_hides_no_holiday(
    organiser: FlaskClient, given: Given, organisation: UUID, series: UUID
) -> None:
    good_friday = datetime(2027, 3, 26, 12, tzinfo=UTC)
    here = given.session(series, good_friday, title="Here")
    others = [given.session(given.series(organisation), good_friday, title=f"Other {number}") for number in range(5)]
    for one in (here, *others):
        given.presenter(one, "bo@example.org", name="Bo")
    [row] = BeautifulSoup(organiser.get(ADDRESS).text, "html.parser").select(f"#row-{here} .row-odd")
    at_once = [line.get_text(" ", strip=True) for line in row.select("div > ul > li")]
    assert at_once == [
        "It is a holiday in Finland: Good Friday.",
        *(f"Bo presents “Other {n}” at the same time." for n in range(3)),
    ]
    [more] = row.select("details")
    assert "2 more like this" in more.text
    assert "Other 4" in more.text


def test_many_rows_are_asked_about_in_as_many_statements_as_two(
    organiser: FlaskClient, given: Given, series: UUID, sessions: Sessions
) -> None:
    asked_for: list[str] = []
    engine = organiser.application.extensions[EXTENSION].database.engine
    event.listen(engine, "before_cursor_execute", lambda *said: asked_for.append(said[2]))
    publish(given, series)
    given.offering(series, sessions, closes_at=datetime(2027, 2, 2, tzinfo=UTC))

    def asked(rows: Sessions) -> tuple[int, int]:
        for one in rows:
            given.presenter(one, f"{one}@example.org")
        page = form_of(organiser.get(ADDRESS).text)
        later = page | {field(one, "starts"): ["13:00"] for one in rows}
        asked_for.clear()
        organiser.get(ADDRESS)
        shown = len(asked_for)
        assert "Who is told" in organiser.post(ADDRESS, data=later).text
        return shown, len(asked_for) - shown

    two = asked(sessions[:2])
    more = [given.session(series, datetime(2027, 4, day, 12, tzinfo=UTC)) for day in range(1, 9)]
    assert asked(more) == two
