"""A presenter's own page, with the real notifications service beside it where it is asked for something."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from time_machine import Traveller

from services.catalogue.actions.purge import purge
from services.catalogue.app import create_app
from services.notifications.app import create_app as create_notifications
from services.notifications.courier import Courier
from shared import clock
from shared.schema.catalogue import Presenter, Series, Session
from shared.schema.inbound import Inbound
from shared.schema.journal import JournalLine
from shared.schema.mail_choices import Feed
from shared.schema.materials import Material
from shared.schema.notifications import Message
from shared.schema.registration import Answer, Batch, Person, Registration, SessionWithdrawal
from shared.secrets import FEED, PRESENTER_PAGE, Secrets
from shared.settings import Settings
from shared.web.current import EXTENSION
from tests.services.catalogue.routes.form_of import form_of
from tests.services.catalogue.routes.test_api_inner import inner
from tests.shared.web.address import served
from tests.support.factories import NOON, Given
from tests.support.uploads import with_file

AINO = "aino@example.org"
DAY = timedelta(days=1)


@pytest.fixture
def feed(given: Given) -> UUID:
    """What Aino's links are made of."""
    return given.row(Feed, email=AINO, created_at=NOON)


@pytest.fixture
def link(settings: Settings, feed: UUID) -> Callable[..., str]:
    """The address of Aino's page, of a version, or of another kind of link."""

    def address(version: int = 0, purpose: str = PRESENTER_PAGE) -> str:
        return f"/presenting/{Secrets(settings.secret_key).token(purpose, feed, version)}"

    return address


@pytest.fixture
def session(given: Given, organisation: UUID) -> UUID:
    """What Aino presents next week for one organiser; and more for others."""
    found = given.session(given.series(organisation, title="Ours", language="en"), title="Next", revision=2)
    given.presenter(found, AINO)
    return found


def words(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(BeautifulSoup(answer.text, "html.parser").get_text(" ").split())


def rows(given: Given, statement: Any) -> list[Any]:
    with given.database.reading() as db:
        return list(db.execute(statement))


def test_page_holds_what_one_person_presents_for_everybody_and_nothing_of_others(
    visitor: FlaskClient, given: Given, organisation: UUID, link: Callable[..., str], session: UUID
) -> None:
    theirs = given.series(given.organisation("Sospro Oy"), title="Theirs")
    for title, days, series, email in (
        ("Soon", 2, theirs, AINO),
        ("Held", -9, theirs, AINO),
        ("Not mine", 3, theirs, "bo@example.org"),
        ("Not yet", 3, given.series(organisation, state="draft", published_at=None), AINO),
    ):
        given.presenter(given.session(series, NOON + timedelta(days=days), title=title), email)
    page = BeautifulSoup(visitor.get(link()).text, "html.parser")
    assert [title.get_text() for title in page.select("h3.line-title")] == ["Soon", "Next", "Held"]
    text = page.get_text(" ")
    for said in ("Sospro Oy", "Tampereen ammattikorkeakoulu", "Aino Esittelijä, here is all", "No answer yet"):
        assert said in text
    assert page.select_one('a[href="https://meet.example.org/nepsy"]')


def test_page_says_when_the_rehearsal_is_until_it_is_over(
    visitor: FlaskClient, given: Given, link: Callable[..., str], session: UUID, noon: Traveller
) -> None:
    with given.database.writing() as db:
        db.execute(update(Session).where(Session.id == session).values(rehearsal_before=24 * 60))
    assert "Rehearsal: Sun 17 January 2027, 12:00–12:15" in words(visitor, link())
    noon.shift(timedelta(days=6, minutes=16))
    assert "Rehearsal" not in words(visitor, link())


def test_page_says_how_many_come_and_from_where_but_not_who(
    visitor: FlaskClient, given: Given, link: Callable[..., str], session: UUID
) -> None:
    with given.database.reading() as db:
        series = db.scalars(select(Session.series_id)).one()
    offering, sospro = given.offering(series, [session]), given.organisation("Sospro Oy")
    batch = given.row(Batch, offering_id=offering, if_full="waitlist", actor="person", created_at=NOON)
    for name, state, organisation in (
        ("a", "confirmed", sospro), ("b", "confirmed", sospro), ("c", "confirmed", None), ("d", "waitlisted", sospro),
        ("e", "confirmed", sospro),
    ):  # fmt: skip
        email = f"{name}@example.org"
        person = given.row(Person, email_key=email, email=email, name="Kaisa", language="fi", created_at=NOON)
        at = {"created_at": NOON, "changed_at": NOON, "queued_at": NOON, "batch_id": batch, "person_id": person}
        last = given.row(Registration, offering_id=offering, state=state, organisation_id=organisation, **at)
        if name == "e":
            given.row_without_id(SessionWithdrawal, registration_id=last, session_id=session, created_at=NOON)
    text = words(visitor, link())
    assert "3 people are coming. Where from : Next Sospro Oy: 2 " in text
    assert "Kaisa" not in text


def test_page_counts_what_people_chose_and_shows_no_words_but_those_meant_for_presenters(
    visitor: FlaskClient, given: Given, link: Callable[..., str], session: UUID
) -> None:
    with given.database.reading() as db:
        series = db.scalars(select(Session.series_id)).one()
    offering = given.offering(series, [session])
    given.question(offering, "field", kind="many", label="Your field", options=["schools", "homes"])
    given.question(offering, "diet", kind="choice", label="Diet", options=["vegan"], is_sensitive=True)
    given.question(offering, "wish", kind="text", label="Your wish")
    given.question(offering, "hope", kind="text", label="Your hope", shown_to_presenters=True)
    batch = given.row(Batch, offering_id=offering, if_full="waitlist", actor="person", created_at=NOON)
    at = {"created_at": NOON, "changed_at": NOON, "queued_at": NOON, "batch_id": batch, "offering_id": offering}

    def answered(name: str, field: str, state: str = "confirmed") -> UUID:
        email = f"{name}@example.org"
        person = given.row(Person, email_key=email, email=email, name="Kaisa", language="fi", created_at=NOON)
        made = given.row(Registration, state=state, person_id=person, **at)
        hope = f"{'zyxwv'['abcde'.index(name)]} hope <b>" if name in "abcde" else "Waiting hope"
        for question, value in (("field", field), ("diet", "vegan"), ("wish", "Secret"), ("hope", hope)):
            given.row_without_id(Answer, registration_id=made, question=question, value=value)
        return made

    for name, field in zip("abcd", ("schools\nhomes", "schools\nhomes", "schools", "schools"), strict=True):
        answered(name, field)
    answered("w", "schools", "waitlisted")
    assert "What they answered" not in words(visitor, link()), "few enough to tell who it was"
    left = answered("e", "schools")
    text = words(visitor, link())
    assert "What they answered : Next Your field schools : 5 homes : not told A number is not told " in text
    hopes = "Your hope v hope <b> w hope <b> x hope <b> y hope <b> z hope <b> Without names."
    assert f"What they wrote to you : Next {hopes}" in text
    for hidden in ("Diet", "vegan", "Your wish", "Secret", "Waiting hope", "Kaisa"):
        assert hidden not in text
    given.row_without_id(SessionWithdrawal, registration_id=left, session_id=session, created_at=NOON)
    assert "v hope" not in words(visitor, link())
    with given.database.writing() as db:
        db.execute(update(Presenter).values(reply="declined"))
    assert "What they" not in words(visitor, link()), "who doesn't present it reads nothing of them"


@pytest.mark.parametrize(("reply", "said"), [("accepted", "sees that you are coming"), ("declined", "you can't come")])
def test_answer_by_button_counts_as_one_by_calendar(
    visitor: FlaskClient, given: Given, link: Callable[..., str], session: UUID, reply: str, said: str
) -> None:
    # the calendar's clock was ahead of ours
    ahead = {"reply": "tentative", "reply_revision": 2, "reply_at": NOON + timedelta(hours=1)}
    with given.database.writing() as db:
        db.execute(update(Presenter).values(ahead))
    for _ in range(2):
        answer = visitor.post(f"{link()}/sessions/{session}/answer", data={"reply": reply, "revision": "2"})
        assert answer.headers["Location"] == f"{link()}#session-{session}"
        assert said in words(visitor, link())
    assert [tuple(row) for row in rows(given, select(Presenter.reply, Presenter.reply_revision))] == [(reply, 2)]
    lines = rows(given, select(JournalLine.kind, JournalLine.detail).where(JournalLine.kind == "presenter.replied"))
    assert [(line.kind, line.detail) for line in lines] == [("presenter.replied", {"reply": reply})]


def test_a_no_says_why_until_it_becomes_a_yes(
    visitor: FlaskClient,
    organiser: FlaskClient,
    app: Flask,
    given: Given,
    link: Callable[..., str],
    session: UUID,
    noon: Traveller,
) -> None:
    def answers(**said: str) -> None:
        noon.shift(timedelta(minutes=1))
        visitor.post(f"{link()}/sessions/{session}/answer", data={"revision": "2", **said})

    def in_calendar(reply: str) -> None:
        noon.shift(timedelta(minutes=1))
        (presenter,) = rows(given, select(Presenter.id))
        said = {"partstat": reply, "stamp": clock.now().isoformat(), "sequence": 2}
        assert inner(app, f"/presenters/{presenter.id}/reply", said).json == {"counted": True}

    (slug,) = rows(given, select(Series.slug))
    answers(reply="declined", note=" <b>In bed</b>: ask Bo ")
    for client, page in ((visitor, link()), (organiser, "/workspace"), (organiser, f"/workspace/series/{slug.slug}")):
        assert "<b>In bed</b>: ask Bo" in words(client, page)
    in_calendar("declined")
    assert rows(given, select(Presenter.reply_note))[0].reply_note == "<b>In bed</b>: ask Bo", "nothing new said"
    answers(reply="declined", note="")
    assert rows(given, select(Presenter.reply_note))[0].reply_note == ""
    answers(reply="declined", note="Ill")
    # the mail has gone with the first answer
    assert "Saved. The organiser sees your words" in words(visitor, link())
    answers(reply="declined", note="a\r\n" * 249 + "the end")
    assert rows(given, select(Presenter.reply_note))[0].reply_note == "a\n" * 249 + "th"
    with given.database.writing() as db:
        assert purge(db) == 0
    with time_machine.travel(NOON + timedelta(days=38), tick=False), given.database.writing() as db:
        assert purge(db) == 1
    assert rows(given, select(Presenter.reply_note))[0].reply_note == "", "the session has been over for a month"
    answers(reply="declined", note="Ill")
    answers(reply="accepted", note="Ill")
    assert rows(given, select(Presenter.reply_note))[0].reply_note == ""


@pytest.mark.parametrize("before", ["declined", "accepted"])
def test_reason_given_to_an_older_time_is_not_lost_in_silence(
    visitor: FlaskClient, given: Given, link: Callable[..., str], session: UUID, before: str
) -> None:
    with given.database.writing() as db:
        db.execute(update(Presenter).values(reply=before, reply_at=NOON, reply_revision=2, reply_note=""))
        db.execute(update(Session).where(Session.id == session).values(revision=3))
    said = {"reply": "declined", "revision": "2", "note": "Olen <lomalla>"}
    visitor.post(f"{link()}/sessions/{session}/answer", data=said)
    page = words(visitor, link())
    assert rows(given, select(Presenter.reply_note))[0].reply_note == ""
    assert "has another time or place now" in page
    assert "You wrote: Olen <lomalla>" in page


def test_answer_given_to_an_older_time_does_not_count(
    visitor: FlaskClient, given: Given, link: Callable[..., str], session: UUID
) -> None:
    visitor.post(f"{link()}/sessions/{session}/answer", data={"reply": "accepted", "revision": "1"})
    assert "another time or place now" in words(visitor, link())
    assert rows(given, select(Presenter.reply))[0].reply == "needs-action"
    assert visitor.post(f"{link()}/sessions/{session}/answer", data={"reply": "accepted"}).status_code == 422
    assert visitor.post(f"{link()}/sessions/{session}/answer", data={"reply": "x", "revision": "2"}).status_code == 422


@pytest.mark.parametrize("change", [{"state": "cancelled"}, {"ends_at": NOON, "starts_at": NOON - timedelta(hours=1)}])
def test_what_is_over_or_called_off_takes_no_answer(
    visitor: FlaskClient, given: Given, link: Callable[..., str], session: UUID, change: dict[str, Any]
) -> None:
    with given.database.writing() as db:
        db.execute(update(Session).values(change))
    said = {"reply": "accepted", "revision": "2"}
    assert visitor.post(f"{link()}/sessions/{session}/answer", data=said).status_code == 404
    assert visitor.get(f"{link()}/sessions/{session}/propose").status_code == 404
    assert "I can't come" not in words(visitor, link())


def test_only_the_newest_link_of_this_kind_opens_the_page(
    visitor: FlaskClient, given: Given, link: Callable[..., str], session: UUID
) -> None:
    others = given.session(given.series())
    given.presenter(others, "bo@example.org")
    said = {"reply": "accepted", "revision": "0"}
    assert visitor.post(f"{link()}/sessions/{others}/answer", data=said).status_code == 404
    opened = visitor.get(link())
    assert (opened.headers["Cache-Control"], opened.headers["Referrer-Policy"]) == ("no-store", "no-referrer")
    with given.database.writing() as db:
        db.execute(update(Feed).values(version=1))
    for wrong in (link(), link(1, FEED), "/presenting/nothing"):
        assert visitor.get(wrong).status_code == 404
        assert visitor.post(f"{wrong}/renew").status_code == 404
    assert visitor.get(link(1)).status_code == 200


@pytest.fixture
def presenter(settings: Settings, noon: Traveller, monkeypatch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
    """Somebody who reads English, where the service that writes mails is there too; it sends none."""
    monkeypatch.setattr(Courier, "wake", lambda _courier: None)
    mails = create_notifications(settings)
    with closing(mails.extensions[EXTENSION].database), served(mails) as address:
        app: Flask = create_app(settings.model_copy(update={"notifications_internal_url": address}))
        app.config["WTF_CSRF_ENABLED"] = False
        with closing(app.extensions[EXTENSION].database):
            client = app.test_client()
            client.set_cookie("kierros_language", "en")
            yield client


WISH = {"day": "2027-01-21", "starts": "14:00", "ends": "15:30", "comment": "Thursday would do"}


def test_proposal_waits_for_the_organisers_as_one_by_mail(
    presenter: FlaskClient, given: Given, organisation: UUID, link: Callable[..., str], session: UUID
) -> None:
    given.member(given.account("olli@example.org", language="en"), organisation)
    form = f"{link()}/sessions/{session}/propose"
    assert "Now it is Mon 18 January 2027, 12:00–14:00" in words(presenter, form)
    for _ in range(2):
        assert presenter.post(form, data=WISH).headers["Location"] == f"{link()}#session-{session}"
    assert "You propose Thu 21 January 2027, 14:00–15:30" in words(presenter, link())
    [kept] = rows(given, select(Inbound.__table__))
    assert (kept.kind, kept.outcome, kept.proposal, kept.sender, kept.comment) == (
        "counter", "noted", "open", AINO, WISH["comment"],
    )  # fmt: skip
    assert [row.kind for row in rows(given, select(Message.kind))] == ["presenter-proposes"]
    later = {**WISH, "day": "2027-01-22"}
    presenter.post(form, data=later)
    fates = rows(given, select(Inbound.proposal).order_by(Inbound.id))
    assert [row.proposal for row in fates] == ["overtaken", "open"]
    actors = rows(given, select(JournalLine.actor).where(JournalLine.kind == "proposal.made"))
    assert {row.actor.partition(":")[0] for row in actors} == {"presenter"}


@pytest.mark.parametrize(
    ("differing", "said"),
    [
        ({"day": "2027-01-18", "starts": "12:00", "ends": "14:00"}, "held then already"),
        ({"day": "2027-01-11", "starts": "08:00"}, "already past"),
        ({"ends": "13:00"}, "must be after the start"),
        ({"day": ""}, "needed"),
    ],
)
def test_proposal_that_is_none_says_why(
    visitor: FlaskClient, link: Callable[..., str], session: UUID, differing: dict[str, str], said: str
) -> None:
    answer = visitor.post(f"{link()}/sessions/{session}/propose", data={**WISH, **differing})
    assert answer.status_code == 422
    assert said in answer.text


def test_proposal_that_nobody_takes_stays_in_the_form(
    settings: Settings, noon: Traveller, given: Given, link: Callable[..., str], session: UUID
) -> None:
    app = create_app(settings.model_copy(update={"notifications_internal_url": "http://127.0.0.1:9"}))
    app.config["WTF_CSRF_ENABLED"] = False
    with closing(app.extensions[EXTENSION].database):
        answer = app.test_client().post(f"{link()}/sessions/{session}/propose", data=WISH)
    assert answer.status_code == 503
    assert WISH["comment"] in answer.text


def test_presenter_adds_materials_and_takes_away_only_their_own(
    visitor: FlaskClient, given: Given, link: Callable[..., str], session: UUID
) -> None:
    page = f"{link()}/sessions/{session}/materials"
    told = {"session_id": session, "created_at": NOON}
    inner = given.row(Material, title="Inner", url="https://example.org/1", audience="organisers", **told)
    theirs = given.row(Material, title="Theirs", url="https://example.org/2", **told)
    form = form_of(visitor.get(f"{page}/add-file").text)
    said = with_file({**form, "title": "Mine", "audience": "organisers"}, "a.txt", b"Hello")
    assert visitor.post(f"{page}/add-file", **said).headers["Location"] == page
    assert "could do harm" in visitor.post(f"{page}/add-file", **with_file({**form, "new_id": ""}, "a.exe", b"MZ")).text
    shown = BeautifulSoup(visitor.get(page).text, "html.parser").select(".materials a")
    assert [one.get_text() for one in shown] == ["Mine", "Theirs"]
    assert visitor.get(str(shown[0]["href"])).data == b"Hello"
    [mine] = rows(given, select(Material.id, Material.added_by).where(Material.title == "Mine"))
    [actor] = rows(given, select(JournalLine.actor).where(JournalLine.kind == "material.added"))
    assert mine.added_by == actor.actor == f"presenter:{rows(given, select(Presenter.id))[0].id}"
    for material, status in ((inner, 404), (theirs, 404), (mine.id, 303), (mine.id, 404)):
        assert visitor.post(f"{link()}/materials/{material}/remove").status_code == status
    assert visitor.get(f"{link()}/materials/{inner}/file").status_code == 404
    others = given.session(given.series())
    assert visitor.get(f"{link()}/sessions/{others}/materials").status_code == 404
    foreign = given.row(Material, title="Foreign", url="https://example.org/3", session_id=others, created_at=NOON)
    assert visitor.get(f"{link()}/materials/{foreign}/file").status_code == 404
    # what was held is where most is left behind
    with given.database.writing() as db:
        db.execute(update(Session).where(Session.id == session).values(starts_at=NOON - DAY, ends_at=NOON - DAY / 2))
    assert visitor.get(f"{page}/add-link").status_code == 200
    for wrong in (link(1), link(0, FEED)):
        assert visitor.get(f"{wrong}/sessions/{session}/materials").status_code == 404


def test_new_link_ends_the_older_ones(presenter: FlaskClient, given: Given, link: Callable[..., str]) -> None:
    assert presenter.post(f"{link()}/renew").headers["Location"] == link(1)
    assert "Here is your new link" in words(presenter, link(1))
    assert presenter.get(link()).status_code == 404
    assert [row.kind for row in rows(given, select(JournalLine.kind))] == ["feed.renewed"]
