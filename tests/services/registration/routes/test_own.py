import json
from contextlib import closing
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update
from time_machine import Traveller

from services.catalogue.app import create_app as create_catalogue
from shared.database import Database
from shared.schema.catalogue import OfferingSession, Session
from shared.schema.mail_choices import Feed
from shared.schema.materials import Material, MaterialPiece
from shared.schema.notifications import CalendarCopy
from shared.schema.registration import Answer, Person, Registration, SessionWithdrawal
from shared.secrets import FEED, MATERIALS, OWN_PAGE, Secrets
from shared.settings import Settings
from shared.web.current import EXTENSION
from tests.services.registration.acts import Acts
from tests.services.registration.routes.pages import Visitor
from tests.support.database import SECRET_KEY
from tests.support.factories import NOON, Given

pytestmark = pytest.mark.usefixtures("noon")
SECRETS = Secrets(SECRET_KEY)


@pytest.fixture
def one(given: Given, registration: Database) -> Acts:
    """An offering of one place, with Anna in it and Berta in the line."""
    acts = Acts(registration, given.offering(given.series(), capacity=1))
    acts.register("anna", "berta")
    return acts


@pytest.fixture
def visitor(client: FlaskClient) -> Visitor:
    return Visitor(client)


def own(acts: Acts, name: str) -> str:
    return f"/own/{SECRETS.token(OWN_PAGE, acts.standing()[name])}"


def test_own_page_shows_how_things_stand(visitor: Visitor, one: Acts) -> None:
    visitor.open(own(one, "anna"))
    assert (visitor.status, visitor.title) == (200, "Your registration")
    assert "Place confirmed" in visitor.text
    assert "/feeds/session/" in str(visitor.soup)
    assert "You are number 1 on the waiting list" in visitor.open(own(one, "berta")).text


def test_own_page_is_kept_nowhere_and_tells_its_address_to_nobody(visitor: Visitor, one: Acts) -> None:
    for address in (own(one, "anna"), f"{own(one, 'anna')}/cancel"):
        headers = visitor.open(address).headers
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "no-store"
        assert "noindex" in headers["X-Robots-Tag"]


def test_place_opens_the_materials_and_nothing_else_does(
    visitor: Visitor, one: Acts, given: Given, settings: Settings, noon: Traveller
) -> None:
    with given.database.reading() as db:
        [session] = db.scalars(select(Session.id))
    text = {"session_id": session, "created_at": NOON, "file_name": "a.txt", "file_type": "txt", "size_bytes": 5}
    slides = given.row(Material, title="Slides", **text)
    given.row_without_id(MaterialPiece, material_id=slides, number=0, content=b"Hello")
    given.row(Material, title="Later", since="end", **text)
    given.row(Material, title="Inner", audience="organisers", **text)
    found = visitor.open(own(one, "anna")).soup.select(".materials a")
    assert [link.get_text() for link in found] == ["Slides"]
    assert visitor.open(own(one, "berta")).soup.select(".materials a") == []
    path = urlsplit(str(found[0]["href"])).path
    catalogue = create_catalogue(settings)
    with closing(catalogue.extensions[EXTENSION].database):
        browser = catalogue.test_client()

        def status(address: str) -> int:
            return browser.get(address).status_code

        assert browser.get(path).data == b"Hello"
        anna, berta = (one.standing()[name] for name in ("anna", "berta"))
        for token in (
            SECRETS.token(MATERIALS, berta),
            SECRETS.token(OWN_PAGE, anna),
            SECRETS.token(MATERIALS, anna, 1),
            "nothing",
        ):
            assert status(f"/materials/{slides}/{token}/file") == 404
        with given.database.writing() as db:
            db.execute(update(Material).where(Material.id == slides).values(audience="organisers"))
        assert status(path) == 404
        with given.database.writing() as db:
            db.execute(update(Material).where(Material.id == slides).values(audience="participants"))
        given.row_without_id(SessionWithdrawal, registration_id=anna, session_id=session, created_at=NOON)
        assert status(path) == 404
        assert visitor.open(own(one, "anna")).soup.select(".materials a") == []
        with given.database.writing() as db:
            db.execute(delete(SessionWithdrawal))
        assert status(path) == 200
        visitor.client.post(f"{own(one, 'anna')}/cancel")
        assert status(path) == 404


def test_own_link_can_not_be_forged(visitor: Visitor, one: Acts) -> None:
    registration_id = one.standing()["anna"]
    forged = [
        Secrets("another key, which is as long as ours is").token(OWN_PAGE, registration_id),
        SECRETS.token(FEED, registration_id),
        SECRETS.token(OWN_PAGE, registration_id, version=1),
        SECRETS.token(OWN_PAGE, UUID(int=1)),
        str(registration_id),
        "ä",
    ]
    for token in forged:
        assert visitor.open(f"/own/{token}").status == 404
        assert visitor.client.post(f"/own/{token}/cancel").status_code == 404
        assert visitor.client.post(f"/own/{token}", data={"name": "X", "language": "fi"}).status_code == 404
    assert one.confirmed() == {"anna"}


def test_own_link_ends_when_it_is_renewed(visitor: Visitor, one: Acts, registration: Database) -> None:
    address, registration_id = own(one, "anna"), one.standing()["anna"]
    with registration.writing() as db:
        db.execute(update(Registration).values(link_version=1))
    assert visitor.open(address).status == 404
    assert visitor.open(f"/own/{SECRETS.token(OWN_PAGE, registration_id, 1)}").status == 200


def test_own_link_is_in_no_log(visitor: Visitor, one: Acts, capfd: pytest.CaptureFixture[str]) -> None:
    address = own(one, "anna")
    visitor.open(address)
    visitor.client.post(f"{address}/cancel")
    said = capfd.readouterr()
    assert "/own/<token>" in said.out
    assert address.removeprefix("/own/") not in said.out + said.err


def test_cancelling_is_asked_first_and_passes_the_place_on(visitor: Visitor, one: Acts) -> None:
    visitor.open(f"{own(one, 'anna')}/cancel")
    assert "The first on the waiting list gets the place" in visitor.text
    assert one.confirmed() == {"anna"}
    visitor.send()
    assert "Your registration is cancelled." in visitor.text
    assert visitor.soup.select_one('main a[href^="/register/"]')
    assert one.confirmed() == {"berta"}


def test_cancelling_twice_does_no_harm(visitor: Visitor, one: Acts) -> None:
    address = f"{own(one, 'anna')}/cancel"
    assert [visitor.client.post(address).status_code for _time in range(2)] == [303, 303]
    assert one.seats() == (1, 0)


def test_name_and_language_can_be_corrected(visitor: Visitor, one: Acts, registration: Database) -> None:
    anna = one.standing()["anna"]
    visitor.open(own(one, "anna")).send(name="Anna Öhman\r\nX: y", unit=" Osasto 4 ", language="sv")
    assert "Your details are saved." in visitor.text
    with registration.reading() as db:
        person = db.execute(select(Person.name, Person.language).where(Person.email_key == "anna@example.org")).one()
        unit = db.scalar(select(Registration.unit).where(Registration.id == anna))
    assert (*person, unit) == ("Anna Öhman X: y", "sv", "Osasto 4")


def test_a_wrong_name_is_named(visitor: Visitor, one: Acts) -> None:
    visitor.open(own(one, "anna")).send(name="A" * 201)
    assert (visitor.status, visitor.errors) == (422, ["name"])


def test_what_is_over_can_not_be_cancelled(visitor: Visitor, one: Acts, noon: Traveller) -> None:
    address = own(one, "anna")
    noon.shift(timedelta(days=8))
    assert "This is over." in visitor.open(address).text
    assert not visitor.soup.select_one(f'a[href="{address}/cancel"]')
    assert visitor.client.post(f"{address}/cancel").status_code == 409
    assert one.confirmed() == {"anna"}


def test_what_is_called_off_says_so_and_can_not_be_cancelled(visitor: Visitor, one: Acts, given: Given) -> None:
    with given.database.writing() as db:
        db.execute(update(Session).values(state="cancelled"))
    for name, words in (("anna", "every session you registered for"), ("berta", "every session you were waiting for")):
        address = own(one, name)
        text = visitor.open(address).text
        assert words in text
        assert "Cancelled" in text
        assert not any(said in text for said in ("Place confirmed", "waiting list", "You are number"))
        assert not visitor.soup.select_one(f'a[href="{address}/cancel"]')
        assert visitor.open(f"{address}/cancel").url == address


def test_pages_count_the_sessions_still_to_be_held(visitor: Visitor, given: Given, registration: Database) -> None:
    series = given.series()
    days = [given.session(series, NOON + timedelta(days=day), title=f"Day {day}") for day in (-2, 1, 8)]
    days.insert(2, given.session(series, NOON + timedelta(days=5), state="cancelled"))
    acts = Acts(registration, given.offering(series, days))
    acts.register("anna")
    counted = "2 sessions ahead One has been held already. One is cancelled."
    visitor.open(f"/register/{acts.offering_id}")
    assert counted in " ".join(visitor.text.split())
    assert [one.get_text(strip=True) for one in visitor.soup.select("aside .stop-title")] == ["Day 1", "Day 8"]
    assert counted in " ".join(visitor.open(own(acts, "anna")).text.split())
    assert len(visitor.soup.select("aside .stop-title")) == len(days)


def test_calendar_feed_is_shown_once_there_is_one(visitor: Visitor, one: Acts, given: Given) -> None:
    address = own(one, "anna")
    assert "/feeds/person/" not in str(visitor.open(address).soup)
    feed = given.row(Feed, email="anna@example.org", version=2, created_at=NOON)
    token = SECRETS.token(FEED, feed, 2)
    assert f"/feeds/person/{token}" in str(visitor.open(address).soup)


@pytest.fixture
def tour(given: Given, registration: Database) -> Acts:
    """Anna in an offering of two sessions to come."""
    series = given.series()
    days = [given.session(series, NOON + timedelta(days=day), title=f"Day {day}") for day in (1, 8)]
    acts = Acts(registration, given.offering(series, days))
    acts.register("anna")
    return acts


def test_one_session_is_left_out_and_taken_back(visitor: Visitor, tour: Acts) -> None:
    page = visitor.open(own(tour, "anna"))
    leave, _other = (form for form in page.soup.select("form") if str(form["action"]).endswith("/leave"))
    assert visitor.client.post(str(leave["action"]), headers={"Accept-Language": "en"}).status_code == 303
    visitor.open(own(tour, "anna"))
    assert "You don't come to this one." in visitor.text
    assert "Noted: you don't come to that session." in visitor.soup.get_text()
    [back] = (form for form in visitor.soup.select("form") if "/sessions/" in str(form["action"]))
    visitor.client.post(str(back["action"]))
    assert "You don't come to this one." not in visitor.open(own(tour, "anna")).text


def declined(given: Given, acts: Acts, session_id: UUID) -> None:
    """Anna's calendar has said no to a session."""
    copy = {"state": "invited", "sequence": 0, "ahead": 0, "stamp": NOON, "reply": "declined", "reply_sequence": 0}
    given.row_without_id(CalendarCopy, session_id=session_id, email="anna@example.org", **copy, reply_at=NOON)


def sessions_of(given: Given, acts: Acts) -> list[UUID]:
    with given.database.reading() as db:
        of_it = select(Session.id).join(OfferingSession, OfferingSession.session_id == Session.id)
        return list(
            db.scalars(of_it.where(OfferingSession.offering_id == acts.offering_id).order_by(Session.starts_at))
        )


def test_place_is_given_up_with_one_click_after_a_calendars_no_and_never_by_looking(
    visitor: Visitor, one: Acts, given: Given
) -> None:
    [session] = sessions_of(given, one)
    assert "Your calendar says" not in visitor.open(own(one, "anna")).text
    declined(given, one, session)
    for _ in range(2):
        visitor.open(own(one, "anna"))
    assert "Your calendar says that you can't come" in visitor.text
    assert one.confirmed() == {"anna"}
    assert "Your calendar says" not in visitor.open(own(one, "berta")).text
    visitor.open(own(one, "anna"))
    [form] = [form for form in visitor.soup.select("form.actions") if "Give up the place" in form.get_text()]
    address = own(one, "anna")
    assert visitor.client.post(str(form["action"])).status_code == 303
    assert one.confirmed() == {"berta"}
    assert "Your calendar says" not in visitor.open(address).text


def test_one_session_is_left_out_with_one_click_after_a_calendars_no(
    visitor: Visitor, tour: Acts, given: Given
) -> None:
    first, second = sessions_of(given, tour)
    declined(given, tour, second)
    visitor.open(own(tour, "anna"))
    [form] = [form for form in visitor.soup.select("form.actions") if "Leave out this session" in form.get_text()]
    assert str(form["action"]).endswith(f"/sessions/{second}/leave")
    visitor.client.post(str(form["action"]))
    assert "Your calendar says" not in visitor.open(own(tour, "anna")).text
    # what is left is the whole place
    declined(given, tour, first)
    visitor.open(own(tour, "anna"))
    assert [form["action"] for form in visitor.soup.select("form.actions") if "Give up" in form.get_text()]
    assert tour.confirmed() == {"anna"}


def test_session_that_is_left_out_is_marked_on_the_route_and_shows_no_way_in(visitor: Visitor, tour: Acts) -> None:
    def ways_in() -> list[str]:
        return [link.get_text() for link in visitor.soup.select("a[href='https://meet.example.org/nepsy']")]

    def marked() -> list[str]:
        return [title.get_text() for title in visitor.soup.select(".route li:has(.stop-note) .stop-title")]

    visitor.open(own(tour, "anna"))
    assert (ways_in(), marked()) == (["Join here: Day 1", "Join here: Day 8"], [])
    leave = next(form for form in visitor.soup.select("form") if str(form["action"]).endswith("/leave"))
    visitor.client.post(str(leave["action"]))
    visitor.open(own(tour, "anna"))
    assert (ways_in(), marked()) == (["Join here: Day 8"], ["Day 1"])
    assert "19 January" in str(visitor.soup.select_one(".page-head")), "the next one is the next that they come to"


def test_way_into_the_session_is_for_those_with_a_place(visitor: Visitor, one: Acts) -> None:
    assert "Join here" not in visitor.open(own(one, "berta")).text
    visitor.open(own(one, "anna"))
    assert "How to take part" in visitor.text
    assert [link["href"] for link in visitor.soup.select("a[rel=noreferrer]")] == ["https://meet.example.org/nepsy"]


def test_who_moved_up_reads_that_they_may_decline(visitor: Visitor, one: Acts) -> None:
    assert "A place became free" not in visitor.open(own(one, "anna")).text
    berta = own(one, "berta")
    one.cancel("anna")
    assert "A place became free, and you were next on the waiting list." in visitor.open(berta).text


def test_single_session_is_not_offered_to_be_left(visitor: Visitor, one: Acts) -> None:
    assert "Which sessions do you come to?" not in visitor.open(own(one, "anna")).text


def test_own_data_holds_what_the_organiser_wrote_with_their_no(visitor: Visitor, given: Given, tour: Acts) -> None:
    with given.database.writing() as db:
        db.execute(update(Registration).values(told_reason="Not a nurse."))
    found = visitor.client.get(f"{own(tour, 'anna')}/data.json").get_json()["registrations"]
    assert {one["organiser_wrote"] for one in found} == {"Not a nurse."}


def test_own_data_comes_in_one_file_and_holds_nobody_elses(visitor: Visitor, tour: Acts, one: Acts) -> None:
    anna = own(tour, "anna")
    leave = visitor.open(anna).soup.select_one("form[action$='/leave']")
    assert leave is not None
    visitor.client.post(str(leave["action"]))
    answer = visitor.client.get(f"{anna}/data.json")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    data = answer.get_json()
    assert data["person"]["email"] == "anna@example.org"
    assert [found["state"] for found in data["registrations"]] == ["confirmed", "confirmed"]
    assert [len(found["sessions_left_out"]) for found in data["registrations"]] == [1, 0]
    assert "berta" not in answer.text
    assert one.line() == ["berta"]


def test_own_data_can_be_read_by_whoever_opens_the_file(visitor: Visitor, given: Given, tour: Acts) -> None:
    address = own(tour, "anna")
    given.question(tour.offering_id, "diet", label="Diet <or allergies>", kind="many", options=["Vegan", "No nuts"])
    given.question(tour.offering_id, "photos", label="Photos", kind="consent")
    for question, value in (("diet", "Vegan\nNo nuts"), ("photos", "no")):
        said = {"question": question, "value": value, "answered_at": NOON}
        given.row_without_id(Answer, registration_id=tour.standing()["anna"], **said)
    with given.database.writing() as db:
        db.execute(update(Person).where(Person.email_key == "anna@example.org").values(name="Anna </pre><b>Öhman"))
    answer = visitor.client.get(f"{address}/data.html", headers={"Accept-Language": "sv"})
    assert answer.headers["Content-Disposition"] == "attachment; filename=mina-uppgifter.html"
    assert answer.headers["Cache-Control"] == "no-store"
    page = BeautifulSoup(answer.text, "html.parser")
    facts = {word.text: str(fact.text) for word, fact in zip(page.select("dt"), page.select("dd"), strict=True)}
    assert (facts["Namn"], facts["Diet <or allergies>"]) == ("Anna </pre><b>Öhman", "Vegan, No nuts")
    assert (facts["Photos"], facts["Status"]) == ("Nej", "Platsen är bekräftad")
    same = visitor.client.get(f"{address}/data.json").get_json()
    assert json.loads(page.select_one("#data").text) == same  # type: ignore[union-attr]
    assert not page.select("[src], link[href], script"), "it is opened without a network"
    assert visitor.open(address).soup.select_one("a[download][href$='/data.html']") is not None


@pytest.fixture
def groups(given: Given, registration: Database) -> tuple[Acts, Acts]:
    """Anna in the only place of one group, with Berta in its line; another group with one place."""
    series = given.series()
    here, there = (
        Acts(registration, given.offering(series, name=name, capacity=1)) for name in ("Oulu region", "National")
    )
    here.register("anna", "berta")
    return here, there


def test_person_changes_to_another_group_and_the_next_gets_the_place(
    visitor: Visitor, groups: tuple[Acts, Acts]
) -> None:
    here, there = groups
    visitor.open(own(here, "anna") + "/move").send(to=str(there.offering_id))
    assert (visitor.status, visitor.title) == (200, "Your registration")
    assert "You have changed." in visitor.soup.get_text()
    assert "National" in visitor.text
    assert (here.confirmed(), there.confirmed()) == ({"berta"}, {"anna"})


def test_page_that_somebody_was_moved_from_leads_to_where_they_are_now(
    visitor: Visitor, groups: tuple[Acts, Acts], registration: Database
) -> None:
    here, there = groups
    before = own(here, "anna")
    visitor.open(before + "/move").send(to=str(there.offering_id))
    visitor.open(before)
    assert "Your registration was moved to National." in visitor.text
    assert "cancelled" not in visitor.text
    assert "Register again" not in visitor.text
    link = visitor.soup.find("a", string="See your registration there")
    assert link is not None
    assert str(link["href"]) == own(there, "anna")
    data = visitor.client.get(f"{before}/data.json").get_json()["registrations"]
    assert [one["moved_to"] for one in data] == ["National", None]
    in_english = {"Accept-Language": "en"}
    assert "Moved to National" in visitor.client.get(f"{before}/data.html", headers=in_english).text
    with registration.writing() as db:
        db.execute(update(Registration).where(Registration.id == there.standing()["anna"]).values(link_version=1))
    visitor.open(before)
    assert visitor.soup.find("a", string="See your registration there") is None
    assert "Its link is in your newest mail." in visitor.text


def test_own_data_says_when_a_name_was_changed_last(visitor: Visitor, tour: Acts, noon: Traveller) -> None:
    address = own(tour, "anna")
    noon.shift(timedelta(hours=3))
    visitor.open(address).send(name="Anna Öhman", language="sv")
    [found] = visitor.client.get(f"{address}/data.json").get_json()["registrations"]
    assert found["changed_at"] > found["registered_at"]


def test_place_is_kept_when_the_other_group_is_full(visitor: Visitor, groups: tuple[Acts, Acts]) -> None:
    here, there = groups
    page = visitor.open(own(here, "anna") + "/move")
    there.register("cecilia")
    page.send(to=str(there.offering_id))
    assert visitor.status == 409
    assert (here.confirmed(), there.confirmed(), there.line()) == ({"anna"}, {"cecilia"}, [])
    assert "Nothing to change to" in visitor.text


def test_change_goes_only_within_the_series_and_needs_a_choice(
    visitor: Visitor, groups: tuple[Acts, Acts], given: Given
) -> None:
    here, _there = groups
    page = visitor.open(own(here, "anna") + "/move")
    page.send(to=str(given.offering(given.series())))
    assert visitor.status == 404
    visitor.open(own(here, "anna") + "/move").send(to="")
    assert visitor.status == 422
    assert here.confirmed() == {"anna"}


def test_who_gave_way_to_a_colleague_reads_so(visitor: Visitor, one: Acts) -> None:
    page = own(one, "anna")
    one.substitute("anna", "cecilia")
    assert "Your organisation gave your place to a colleague." in visitor.open(page).text


def test_person_erases_themselves_after_reading_what_happens(
    visitor: Visitor, one: Acts, given: Given, registration: Database
) -> None:
    other = Acts(registration, given.offering(given.series(title="Toinen sarja"), capacity=1))
    other.register("anna")
    address = own(one, "anna")
    visitor.open(f"{address}/erase")
    assert "Your 2 registrations for sessions still to come are cancelled." in visitor.text
    assert "Toinen sarja" in visitor.text
    assert one.confirmed() == {"anna"}
    visitor.send()
    assert (visitor.status, visitor.url, visitor.title) == (200, "/erased", "Your data is erased")
    assert (one.confirmed(), other.confirmed()) == ({"berta"}, set())
    for gone in (address, f"{address}/erase", f"{address}/data.json"):
        assert visitor.open(gone).status == 404


def test_form_says_when_data_is_erased(visitor: Visitor, given: Given) -> None:
    visitor.open(f"/register/{given.offering(given.series(retention_months=7))}")
    assert "erased 7 months after the last session" in visitor.text


def test_a_request_is_withdrawn_and_called_so(visitor: Visitor, given: Given, registration: Database) -> None:
    one = Acts(registration, given.offering(given.series(), capacity=1, needs_approval=True))
    one.register("anna")
    said = visitor.client.get(f"{own(one, 'anna')}/data.html", headers={"Accept-Language": "en"}).text
    assert ("Waits for the organiser&#39;s yes" in said, "On the waiting list" in said) == (True, False)
    visitor.open(f"{own(one, 'anna')}/cancel")
    assert (visitor.title, "waiting list" in visitor.text) == ("Withdraw your request?", False)
    visitor.send()
    assert "Your request is withdrawn. A mail says so too." in visitor.text
    assert one.standing() == {}
