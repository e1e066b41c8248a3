"""The ledger: who may read what, and how it is narrowed."""

from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert

from services.notifications.routes import messages
from shared.schema.journal import JournalLine
from shared.schema.notifications import JournalProblem
from tests.services.notifications.routes.conftest import World, sign_in
from tests.support.factories import NOON, Given


@pytest.fixture
def organiser(client: FlaskClient, world: World) -> FlaskClient:
    return sign_in(client, world.organiser)


def links(page: str) -> list[str]:
    """The ids of the messages that a page lists."""
    return [part.split('"')[0] for part in page.split('href="/messages/')[1:] if not part.startswith("inbound")]


def test_ledger_without_messages_says_what_will_be_here(organiser: FlaskClient) -> None:
    page = organiser.get("/messages").text
    assert "No messages yet" in page
    assert '<form method="get"' not in page


def test_ledger_shows_who_what_and_how_it_went(organiser: FlaskClient, world: World) -> None:
    message = world.message(state="failed", problem="550 5.1.1 No such user here")
    world.content(message)
    page = organiser.get("/messages").text
    assert "Some things need correcting" not in page
    for words in ("Aino Esittelijä", "aino@example.org", "Kutsu: Nepsy arjessa", "Invitation to present", "Failed"):
        assert words in page
    assert "550 5.1.1 No such user here" in page
    assert links(page) == [str(message)]


def test_ledger_shows_of_somebody_erased_that_they_were(organiser: FlaskClient, world: World) -> None:
    message = world.message(recipient_email="erased", recipient_name="")
    for address in ("/messages", f"/messages/{message}"):
        page = organiser.get(address).text
        assert "Erased" in page
        assert "mailto:erased" not in page


def test_organiser_sees_messages_of_own_series_alone(organiser: FlaskClient, world: World) -> None:
    own = world.message()
    world.message(recipient_email="muu@example.org", series_id=world.other_series, session_id=None)
    world.message(kind="sign-in", recipient_email="otto@example.org", series_id=None, session_id=None)
    assert links(organiser.get("/messages").text) == [str(own)]


def test_administrator_sees_every_message(client: FlaskClient, world: World) -> None:
    world.message()
    world.message(recipient_email="muu@example.org", series_id=world.other_series, session_id=None)
    world.message(kind="sign-in", recipient_email="otto@example.org", series_id=None, session_id=None)
    assert len(links(sign_in(client, world.administrator).get("/messages").text)) == 3


def test_newest_message_stands_first(organiser: FlaskClient, world: World) -> None:
    made = [world.message(recipient_email=f"a{number}@example.org") for number in range(3)]
    assert links(organiser.get("/messages").text) == sorted(map(str, made), reverse=True)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=failed", ["failed"]),
        ("kind=reminder", ["reminder"]),
        ("recipient=BENG", ["failed"]),
        ("recipient=beng@example.org", ["failed"]),
        ("recipient=eng@example.org", []),
        ("recipient=%25", []),
        ("series=kierros", ["reminder", "failed", "plain"]),
    ],
)
def test_filter_narrows_the_list(organiser: FlaskClient, world: World, query: str, found: list[str]) -> None:
    made = {
        "plain": world.message(),
        "failed": world.message(state="failed", recipient_email="beng@example.org", recipient_name="Bengt"),
        "reminder": world.message(kind="reminder"),
    }
    world.message(series_id=world.other_series, session_id=None, recipient_email="muu@example.org")
    answer = organiser.get(f"/messages?{query}")
    assert "Some things need correcting" not in answer.text
    assert (answer.status_code, links(answer.text)) == (200, sorted((str(made[name]) for name in found), reverse=True))


def test_filter_by_session_offers_the_sessions_of_the_chosen_series(organiser: FlaskClient, world: World) -> None:
    own = world.message()
    world.message(session_id=None, recipient_email="b@example.org")
    page = organiser.get(f"/messages?series=kierros&session_id={world.session}").text
    assert links(page) == [str(own)]
    assert f'value="{world.session}"' in page


@pytest.mark.parametrize("query", ["state=lost", "kind=gossip", "series=muu", "session_id=1", f"recipient={101 * 'x'}"])
def test_filter_with_an_unknown_value_is_named_and_narrows_nothing(
    organiser: FlaskClient, world: World, query: str
) -> None:
    own = world.message()
    world.message(series_id=world.other_series, session_id=None, recipient_email="muu@example.org")
    page = organiser.get(f"/messages?{query}").text
    assert "Some things need correcting" in page
    assert links(page) == [str(own)]


def test_counts_are_of_what_fits_whatever_its_state(organiser: FlaskClient, world: World) -> None:
    world.message()
    world.message(state="failed", kind="reminder")
    world.message(kind="reminder")
    page = " ".join(organiser.get("/messages?kind=reminder&state=failed").text.split())
    assert "All <strong>2</strong>" in page
    assert "Failed</span> <strong>1</strong>" in page


def test_further_pages_follow_a_cursor(organiser: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "ON_PAGE", 2)
    made = [str(world.message(recipient_email=f"a{number}@example.org")) for number in range(5)]
    seen: list[str] = []
    address = "/messages?kind=presenter-invited"
    for _page in range(3):
        page = organiser.get(address).text
        seen += links(page)
        address = page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&") if 'rel="next"' in page else ""
    assert (seen, address) == (sorted(made, reverse=True), "")


def test_cursor_that_is_none_begins_at_the_start(organiser: FlaskClient, world: World) -> None:
    own = world.message()
    assert links(organiser.get("/messages?cursor=everything").text) == [str(own)]


def test_events_that_were_given_up_are_told_to_administrators_alone(
    client: FlaskClient, world: World, given: Given
) -> None:
    with given.database.writing() as db:
        for number, again in ((1, None), (2, None), (3, NOON)):
            line = {"id": number, "at": NOON, "kind": "presenter.replied", "actor": "system", "detail": {}}
            db.execute(insert(JournalLine).values(line))
            said = {"journal_id": number, "tries": 6, "next_try_at": again, "problem": "TypeError", "changed_at": NOON}
            db.execute(insert(JournalProblem).values(said))
    page = sign_in(client, world.administrator).get("/messages").text
    assert "2 events could not be turned into mails." in page
    assert "presenter.replied: 2" in page
    assert "could not be turned into mails" not in sign_in(client, world.organiser).get("/messages").text


@pytest.mark.parametrize("path", ["/messages", "/messages/inbound", f"/messages/{UUID(int=1)}"])
def test_ledger_is_closed_to_strangers(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 302
    assert "/sign-in?next=" in answer.location
