import base64
import io
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
import xlsxwriter
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from shared.schema.catalogue import OfferingSession, Presenter, Session
from tests.services.catalogue.conftest import Call, Journal, Made
from tests.services.catalogue.routes.form_of import form_of
from tests.support.factories import Given

ADDRESS = "/workspace/series/kierros/sessions/import"
#: as a Finnish Excel writes it
CSV = (
    "Otsikko;Päivä;Alkaa;Päättyy;Tapaamispaikka;Esittäjät;Esittäjien sähköpostit\r\n"
    "Äiti ja lapsi;ke 3.2.2027;14.00;16.00;Kauppi;Åsa Öhman; Asa@Example.org\r\n"
    "Toinen;10.2.2027;klo 14–16;;;Åsa Öhman; asa@example.org\r\n"
    "Kolmas;17.2.2027;illalla;16;;;\r\n"
).encode("cp1252")
CALENDAR = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:a\r\nSUMMARY:Viikko\r\n"
    b"DTSTART;TZID=Europe/Helsinki:20270203T140000\r\nDTEND;TZID=Europe/Helsinki:20270203T150000\r\n"
    b"RRULE:FREQ=WEEKLY;COUNT=3\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:b\r\nSUMMARY:Loma\r\n"
    b"DTSTART;VALUE=DATE:20270301\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


@pytest.fixture
def series(given: Given, organisation: UUID) -> UUID:
    """A published series with a session at 14-16 on 10 February, and an offering of all of it."""
    series = given.series(organisation, slug="kierros", title="Kierros")
    session = given.session(series, datetime(2027, 2, 10, 12, tzinfo=UTC), title="Vanha")
    given.offering(series, [session])
    return series


def give(client: FlaskClient, data: bytes, name: str = "lista.csv") -> Any:
    return client.post(ADDRESS, data={"file": (io.BytesIO(data), name)}, content_type="multipart/form-data")


def sessions(given: Given) -> list[Any]:
    with given.database.reading() as db:
        rows = db.execute(select(Session.__table__).where(Session.title != "Vanha").order_by(Session.starts_at)).all()
    return list(rows)


def boxes(html: str) -> dict[str, bool]:
    page = BeautifulSoup(html, "html.parser")
    return {str(box["value"]): box.has_attr("checked") for box in page.select("input[name=take]")}


def test_file_is_shown_mended_and_brought_once(
    organiser: FlaskClient, given: Given, series: UUID, journal: Journal
) -> None:
    shown = give(organiser, CSV)
    assert shown.status_code == 200
    assert sessions(given) == []
    # the second one meets the session that is there
    assert boxes(shown.text) == {"2": True, "3": False}
    assert "“Vanha” is held at the same time." in shown.text
    assert "One row is to be mended." in shown.text
    assert "Nothing was added yet" not in shown.text
    assert "the presenter named here gets an invitation" in shown.text
    sent = form_of(shown.text)
    assert sent["cell-4-starts"] == ["illalla"]
    assert len(sent["offerings"]) == 1
    mended = organiser.post(ADDRESS, data=sent | {"cell-4-starts": ["14:00"], "take": ["2", "3"]})
    assert mended.status_code == 200
    assert "Nothing was added yet" in mended.text
    assert boxes(mended.text) == {"2": True, "3": True, "4": True}
    assert sessions(given) == []
    sent = form_of(mended.text)
    first, second = (organiser.post(ADDRESS, data=sent) for _time in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    page = organiser.get(first.headers["Location"]).text
    assert "3 sessions are added." in page
    assert "All of these sessions were there already." in page
    made = sessions(given)
    assert [(one.title, one.starts_at, one.mode, one.venue) for one in made] == [
        ("Äiti ja lapsi", datetime(2027, 2, 3, 12, tzinfo=UTC), "onsite", "Kauppi"),
        ("Toinen", datetime(2027, 2, 10, 12, tzinfo=UTC), "online", None),
        ("Kolmas", datetime(2027, 2, 17, 12, tzinfo=UTC), "online", None),
    ]
    with given.database.reading() as db:
        assert db.scalar(select(func.count()).select_from(OfferingSession)) == 4
        assert set(map(tuple, db.execute(select(Presenter.name, Presenter.email)).all())) == {
            ("Åsa Öhman", "asa@example.org")
        }
    assert (journal().count("session.added"), journal().count("presenter.added")) == (3, 2)
    again = give(organiser, CSV)
    # only the row that was wrong may be mended again; it is known by what the file says
    assert boxes(again.text) == {}
    assert again.text.count("Already there") == 3


def test_wrong_row_is_left_out_and_what_the_page_takes_for_granted_is_said(
    organiser: FlaskClient, given: Given, series: UUID
) -> None:
    rows = "Day;Starts;Ends;Title\r\n3.2.2027;14;16;\r\n4.2.2027;illalla;16;Toinen\r\n5.2.2027;aamulla;9;Kolmas\r\n"
    shown = give(organiser, rows.encode())
    assert shown.text.count("No title in the file") == 1
    assert "2 rows are to be mended." in shown.text
    sent = form_of(shown.text) | {"take": ["2"], "leave": ["3", "4"]}
    mended = organiser.post(ADDRESS, data=sent | {"cell-4-starts": ["8:00"]})
    assert "are to be mended" not in mended.text
    assert "is to be mended" not in mended.text
    # what is left out stays so, mended or not, until it is ticked
    assert boxes(mended.text) == {"2": True, "4": False}
    added = organiser.post(ADDRESS, data=form_of(mended.text))
    page = organiser.get(added.headers["Location"]).text
    assert "One session is added." in page
    assert "was left out" not in page
    assert [one.title for one in sessions(given)] == ["Kierros"]


def test_calendar_that_was_brought_before_is_known_by_its_uids(
    organiser: FlaskClient, given: Given, series: UUID
) -> None:
    shown = give(organiser, CALENDAR, "kalenteri.ics")
    assert boxes(shown.text) == {"1": True, "2": False, "3": True}
    assert "It lasts whole days. A session needs a time" in shown.text
    sent = form_of(shown.text)
    assert organiser.post(ADDRESS, data=sent).status_code == 302
    assert len(sessions(given)) == 2
    later = give(organiser, CALENDAR.replace(b"SUMMARY:Viikko", b"SUMMARY:Uusi nimi"))
    assert boxes(later.text) == {"2": False}
    assert "2 sessions are here already" in later.text
    assert {one.title for one in sessions(given)} == {"Viikko"}


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Choose a file."),
        (b"kaikki;mit\xe4;on\r\n1;2;3\r\n", "No row says which column is which."),
        (b"Day;Starts;Ends\r\n", "There are no sessions in it."),
        (b"Day;Starts;Ends\r\n" + b"1.2.2027;9;10\r\n" * 101, "There are more than 100 sessions in it."),
        (b"\x89PNG\r\n\x1a\n\0\0\0\r", "This file can't be read."),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "old kind (.xls)"),
        (b"BEGIN:VCALENDAR\r\nnonsense\r\n", "This file can't be read as a calendar."),
    ],
)
def test_file_that_cant_be_read_says_what_to_do(
    organiser: FlaskClient, series: UUID, data: bytes, sentence: str
) -> None:
    answer = give(organiser, data) if data else organiser.post(ADDRESS, data={})
    assert answer.status_code == 422
    assert sentence in BeautifulSoup(answer.text, "html.parser").text


def test_each_wrong_cell_is_named_and_nothing_wrong_is_brought(
    organiser: FlaskClient, given: Given, series: UUID
) -> None:
    rows = [
        "day;starts;ends;link;time zone;mode;presenter name;presenter e-mail;title",
        "31.2.2027;14;16;;;;;;a",
        "3.2.1827;14;16;;;;;;b",
        "3.2.2027;14;13;;;;;;c",
        "3.2.2027;14;16;javascript:x;;;;;d",
        "3.2.2027;14;16;;Helsinki;;;;e",
        "3.2.2027;14;16;;;taivaalla;;;f",
        "3.2.2027;14;16;;;;Bo;;g",
        "3.2.2027;14;16;;;;Bo;bo@;h",
        "3.2.2027;14;16;;;;Bo|Bo;b@example.org|b@example.org;i".replace("|", '";"').replace('Bo";"Bo', '"Bo;Bo"')
        .replace('b@example.org";"b@example.org', '"b@example.org;b@example.org"'),
        "3.2.2027;14;16;;;;;;" + "x" * 201,
        '3.2.2027;2;4;;;;;;"<script>alert(1)</script>"',
    ]  # fmt: skip
    shown = give(organiser, "\n".join(rows).encode())
    said = BeautifulSoup(shown.text, "html.parser").text
    for sentence in (
        "There is no such day",
        "The year must be between 2000 and 2099.", "The end must be after the start.",
        "A web address such as", "There is no such time zone.", "One of these: online", "As many addresses as names",
        "This is not an e-mail address", "This person is in the list twice.", "At most 200 characters.",
        "It starts at night.",
    ):  # fmt: skip
        assert sentence in said, sentence
    assert boxes(shown.text) == {"12": True}
    assert "<script>alert" not in shown.text
    sent = form_of(shown.text)
    assert "Choose at least one session." in organiser.post(ADDRESS, data=sent | {"take": ["2", "3"]}).text
    assert sessions(given) == []


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_template_comes_back_as_a_session(
    organiser: FlaskClient, given: Given, organisation: UUID, kind: str, language: str
) -> None:
    given.series(organisation, slug="kierros", title="=1+1")
    organiser.set_cookie("kierros_language", language)
    file = organiser.get(f"/workspace/series/kierros/sessions/template.{kind}")
    assert file.status_code == 200
    if kind == "csv":
        assert b"'=1+1" in file.data
    organiser.set_cookie("kierros_language", "en")
    assert organiser.post(ADDRESS, data=form_of(give(organiser, file.data).text)).status_code == 302
    [made] = sessions(given)
    assert (made.title, made.mode, made.join_url) == ("=1+1", "online", "https://meet.example.org/room")


def test_spreadsheet_with_real_dates_and_times_is_read(organiser: FlaskClient, given: Given, series: UUID) -> None:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Datum", "Börjar", "Slutar", "Rubrik"])
        sheet.write_datetime(1, 0, datetime(2027, 2, 3), book.add_format({"num_format": "d.m.yyyy"}))  # noqa: DTZ001
        sheet.write_number(1, 1, 14 / 24, book.add_format({"num_format": "hh:mm"}))
        sheet.write_number(1, 2, 16.5 / 24)
        sheet.write_string(1, 3, "Träff")
    assert organiser.post(ADDRESS, data=form_of(give(organiser, data.getvalue()).text)).status_code == 302
    [made] = sessions(given)
    assert (made.starts_at, made.ends_at) == (
        datetime(2027, 2, 3, 12, tzinfo=UTC),
        datetime(2027, 2, 3, 14, 30, tzinfo=UTC),
    )


def test_others_bring_nothing(stranger: FlaskClient, series: UUID) -> None:
    assert stranger.get(ADDRESS).status_code == 403
    assert stranger.get("/workspace/series/kierros/sessions/template.csv").status_code == 403
    assert give(stranger, CSV).status_code == 403


def test_program_brings_a_file_after_a_look_at_it(call: Call, made: Made, journal: Journal) -> None:
    address = f"{made.series}/sessions/import"
    body = {"file": base64.b64encode(CSV).decode(), "dry_run": True}
    looked = call("POST", address, body)
    assert looked.status_code == 200, looked.text
    assert [row["state"] for row in looked.json["rows"]] == ["new", "new", "wrong"]
    assert looked.json["rows"][2]["problems"][0]["cell"] == "starts"
    assert looked.json["added"] == []
    whole = call("POST", address, body | {"dry_run": False})
    assert (whole.status_code, whole.json["field"]) == (422, "rows.4.starts")
    assert "session.added" not in journal()[-2:]
    taken = call("POST", address, body | {"dry_run": False, "take": [2, 3]})
    assert len(taken.json["added"]) == 2
    again = call("POST", address, body | {"dry_run": False, "take": [2, 3]})
    assert (again.json["added"], [row["state"] for row in again.json["rows"]]) == ([], ["there", "there", "wrong"])
    rows = [{"day": "2027-03-03", "starts": "14:00", "ends": "16:00", "title": "Rivi"}]
    assert len(call("POST", address, {"rows": rows}).json["added"]) == 1
    for wrong in (
        {},
        body | {"rows": rows},
        {"rows": [{"x": "1"}]},
        {"rows": [rows[0] | {"title": "Muu"}], "offering_ids": [made.session_id]},
    ):
        assert call("POST", address, wrong).status_code in (404, 422), wrong


def test_calendar_of_our_own_is_known_and_updates_what_is_ticked(
    organiser: FlaskClient, given: Given, organisation: UUID, series: UUID
) -> None:
    with given.database.reading() as db:
        [own] = db.execute(select(Session.__table__)).all()
    other = given.session(given.series(organisation, slug="muu"), datetime(2027, 2, 1, 12, tzinfo=UTC), title="Muualla")
    given.presenter(own.id)

    def event(session_id: UUID, title: str, day: str) -> str:
        return (
            f"BEGIN:VEVENT\r\nUID:session-{session_id}@kierros.example.org\r\nSUMMARY:{title}\r\nLOCATION:Sali 3\r\n"
            f"URL:https://kierros.example.org/sessions/x\r\nDESCRIPTION:Sarja\r\n"
            f"DTSTART:{day}T120000Z\r\nDTEND:{day}T140000Z\r\nEND:VEVENT\r\n"
        )

    entries = event(own.id, "Vanha", "20270211") + event(other, "Muualla", "20270201")
    shown = give(
        organiser, f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{entries}END:VCALENDAR\r\n".encode(), "a.ics"
    )
    page = BeautifulSoup(shown.text, "html.parser")
    # of another series a copy is added, of this one nothing
    assert boxes(shown.text) == {"1": True}
    [box] = page.select("input[name=update]")
    assert not box.has_attr("checked")
    said = " ".join(page.select_one("#rows-shown").get_text(" ").split())  # type: ignore[union-attr]
    assert "Already there, changed" in said
    assert "10 February 2027" in said
    assert "11 February 2027" in said
    assert "Title:" not in said
    sent = form_of(shown.text) | {"update": [str(box["value"])], "take": []}
    done = organiser.post(ADDRESS, data=sent, follow_redirects=True).text
    assert "One session is updated." in done
    assert "One person will be told at" in done
    with given.database.reading() as db:
        [now] = db.execute(select(Session.__table__).where(Session.series_id == series)).all()
    assert (now.starts_at, now.venue, now.join_url) == (datetime(2027, 2, 11, 12, tzinfo=UTC), "Sali 3", own.join_url)
    # what a colleague changed meanwhile isn't overwritten
    with given.database.writing() as db:
        db.execute(update(Session).where(Session.id == own.id).values(venue="Muu", version=now.version + 1))
    late = organiser.post(ADDRESS, data=sent)
    assert "Somebody else changed this while you had it open." in late.text
    with given.database.reading() as db:
        assert db.scalar(select(Session.venue).where(Session.id == own.id)) == "Muu"


@pytest.mark.usefixtures("series")
def test_doubtful_rows_wait_for_a_tick_and_what_was_left_out_is_said(organiser: FlaskClient, given: Given) -> None:
    rows = ["Uusi;3.2.2027;14;16", "Uusi;3.2.2027;14;16", "Mennyt;3.2.2020;14;16", "Outo;31.2.2027;14;16"]
    rows.append("Pyhänä;26.3.2027;14;16")
    shown = give(organiser, "\r\n".join(["Otsikko;Päivä;Alkaa;Päättyy", *rows]).encode())
    assert list(boxes(shown.text).values()) == [True, False, False, True]
    assert "There is no such day in the calendar." in shown.text
    assert "It is a holiday in Finland: Good Friday." in shown.text
    done = organiser.post(ADDRESS, data=form_of(shown.text), follow_redirects=True).text
    assert "One row was left out: it wasn&#39;t mended." in done
    assert [one.title for one in sessions(given)] == ["Uusi", "Pyhänä"]
