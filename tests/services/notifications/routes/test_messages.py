"""The ledger: who may read what, and how it is narrowed."""

import re
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert, select

from services.notifications.queries import ledger
from services.notifications.routes import messages
from services.notifications.rules.kinds import CONFIDING
from shared.schema.catalogue import SeriesPartner
from shared.schema.journal import JournalLine
from shared.schema.notifications import JournalProblem, Message
from tests.services.notifications.routes.conftest import World, sign_in
from tests.support.factories import NOON, Given


@pytest.fixture
def organiser(client: FlaskClient, world: World) -> FlaskClient:
    return sign_in(client, world.organiser)


def links(page: str) -> list[str]:
    """The ids of the messages that a page lists."""
    return re.findall(r'href="/messages/([0-9a-f-]{36})"', page)


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
    assert "There is no such e-mail address." in page
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


def test_part_implementer_reads_mails_and_sends_none_again(client: FlaskClient, world: World, given: Given) -> None:
    message = world.message(state="failed", series_id=world.series)
    partner = given.organisation("OAMK")
    account = given.account("oona@example.org")
    given.member(account, partner)
    reader = sign_in(client, account)
    assert links(reader.get("/messages").text) == []
    given.row_without_id(SeriesPartner, series_id=world.series, organisation_id=partner, role="part-implementer")
    assert links(reader.get("/messages").text) == [str(message)]
    assert f"{message}/retry" not in reader.get(f"/messages/{message}").text
    assert reader.post(f"/messages/{message}/retry").status_code == 404
    assert reader.get("/messages/series/kierros/reminders").status_code == 403


def test_what_is_confided_to_the_organisers_is_read_by_no_partner(
    client: FlaskClient, world: World, given: Given
) -> None:
    told = {kind: world.message(kind=kind, series_id=world.series) for kind in (*CONFIDING, "presenter-invited")}
    partner = given.organisation("OAMK")
    account = given.account("oona@example.org")
    given.member(account, partner)
    given.row_without_id(SeriesPartner, series_id=world.series, organisation_id=partner, role="part-implementer")
    reader = sign_in(client, account)
    assert links(reader.get("/messages").text) == [str(told["presenter-invited"])]
    assert [reader.get(f"/messages/{told[kind]}").status_code for kind in CONFIDING] == [404] * len(CONFIDING)
    # of a series of their own they read them
    own = world.message(kind="presenter-declined", series_id=given.series(partner), session_id=None)
    assert str(own) in links(reader.get("/messages").text)


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
        ("recipient=ÅBERG+eng", ["failed"]),
        ("recipient=åberg+bengt", ["failed"]),
        ("recipient=åberg+aino", []),
        ("recipient=beng@example.org", ["failed"]),
        ("recipient=eng@example.org", []),
        ("recipient=%25", []),
        ("series=kierros", ["reminder", "failed", "plain"]),
    ],
)
def test_filter_narrows_the_list(organiser: FlaskClient, world: World, query: str, found: list[str]) -> None:
    made = {
        "plain": world.message(),
        "failed": world.message(state="failed", recipient_email="beng@example.org", recipient_name="Bengt Åberg"),
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


def test_no_more_is_counted_than_is_worth_it(
    organiser: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "MOST_COUNTED", 2)
    world.message(state="failed")
    for number in range(2):
        world.message(recipient_email=f"a{number}@example.org")
    page = " ".join(organiser.get("/messages?kind=presenter-invited&state=sent").text.split())
    assert "All <strong>more than 2</strong>" in page
    assert "Failed</span> <strong>1</strong>" in page
    assert "Sent</span></a>" in page
    page = " ".join(organiser.get("/messages?recipient=a1&state=sent").text.split())
    assert "All <strong>1</strong>" in page


def test_all_that_failed_of_a_selection_goes_again(organiser: FlaskClient, world: World, given: Given) -> None:
    failed = [world.message(state="failed", kind="reminder", recipient_email=f"a{n}@example.org") for n in range(2)]
    bounced = world.message(state="bounced", kind="reminder")
    others = [
        world.message(state="failed"),
        world.message(state="failed", kind="reminder", series_id=world.other_series, session_id=None),
        world.message(state="failed", kind="reminder", recipient_email="erased", recipient_name=""),
        world.message(kind="reminder", recipient_email="b@example.org"),
    ]
    before = states(given)
    assert "Send the 4 that failed again" in organiser.get("/messages?kind=reminder&series=kierros").text
    assert "Send 4 mails again?" in organiser.get("/messages/retry").text
    page = organiser.get("/messages/retry?kind=reminder&series=kierros").text
    assert "Send 3 mails again?" in page
    form = {"kind": "reminder", "series": "kierros"}
    organiser.post("/messages/retry", data={**form, "count": "2"})
    assert states(given) == before
    organiser.post("/messages/retry", data={**form, "count": "3"})
    after = states(given)
    assert {after[one] for one in (*failed, bounced)} == {"queued"}
    assert {one: after[one] for one in others} == {one: before[one] for one in others}
    with given.database.reading() as db:
        lines = db.execute(select(JournalLine.series_id, JournalLine.detail)).all()
    assert [tuple(line) for line in lines] == [(world.series, {"messages": 3})]
    answer = organiser.get("/messages/retry?kind=reminder&series=kierros", follow_redirects=True)
    assert "there is nothing to send again" in answer.text


def test_programs_send_all_that_failed_again(client: FlaskClient, world: World, given: Given) -> None:
    failed, bounced = world.message(state="failed"), world.message(state="bounced", recipient_email="b@example.org")
    key = {"Authorization": f"Bearer {given.api_key()}"}
    body = {"state": "failed", "series": "kierros"}
    assert client.post("/api/v1/messages/retry", json=body, headers=key).json == {"retried": 1}
    assert [states(given)[one] for one in (failed, bounced)] == ["queued", "bounced"]
    assert client.post("/api/v1/messages/retry", json={"state": "sent"}, headers=key).status_code == 422


def states(given: Given) -> dict[UUID, str]:
    with given.database.reading() as db:
        return {row[0]: row[1] for row in db.execute(select(Message.id, Message.state))}
