"""Pages on which organisers give mails their own words, and look at them before they go."""

import re
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import func, select

from services.notifications.messages.placeholders import PLACEHOLDERS
from services.notifications.messages.preview_kinds import ABOUT
from shared.schema.base import Base
from shared.schema.mail_templates import MailTemplate
from shared.schema.notifications import Message
from tests.services.notifications.routes.conftest import World, sign_in
from tests.support.factories import NOON

LIST = "/messages/series/kierros/templates"
PAGE = f"{LIST}/registration-confirmed/fi"
LOOK = "/messages/series/kierros/preview"


@pytest.fixture
def organiser(client: FlaskClient, world: World) -> FlaskClient:
    return sign_in(client, world.organiser)


def kept(world: World, *words: tuple[str, str], kind: str = "registration-confirmed") -> None:
    for number, (subject, text) in enumerate(words, 1):
        about = {"series_id": world.series, "kind": kind, "language": "fi", "version": number}
        actor = f"account:{world.organiser}"
        world.given.row(MailTemplate, subject=subject, text=text, actor=actor, created_at=NOON, **about)


def versions(world: World) -> list[tuple[int, str, str]]:
    columns = (MailTemplate.version, MailTemplate.subject, MailTemplate.text)
    with world.given.database.reading() as db:
        return [tuple(row) for row in db.execute(select(*columns).order_by(MailTemplate.version))]  # type: ignore[misc]


def send(client: FlaskClient, do: str, subject: str = "", text: str = "", base: Any = 0, **more: str) -> Any:
    return client.post(PAGE, data={"do": do, "subject": subject, "text": text, "base": str(base), **more})


def framed(page: str) -> BeautifulSoup:
    [frame] = BeautifulSoup(page, "html.parser").select("iframe.mail-frame")
    assert set(frame["sandbox"]) == {"allow-same-origin", "allow-popups", "allow-popups-to-escape-sandbox"}
    return BeautifulSoup(str(frame["srcdoc"]), "html.parser")


def test_list_says_in_whose_words_each_mail_goes_out(organiser: FlaskClient, world: World) -> None:
    kept(world, ("Oma", "Oma"))
    kept(world, ("{{ gone }}", ""), kind="reminder")
    page = organiser.get(LIST).text
    assert "Readers in these languages get the standard words: Svenska, English" in page
    rows = [" ".join(row.get_text().split()) for row in BeautifulSoup(page, "html.parser").select("tbody tr")]
    assert len(rows) == len(PLACEHOLDERS)
    assert "Own words: Place confirmed, Suomi" in rows[0]
    assert sum("To mend" in row for row in rows) == 1
    assert {f"{LOOK}/{kind}" for kind in ABOUT if kind != "announcement"} == set(re.findall(rf'"({LOOK}/[^"]+)"', page))


def test_words_are_kept_and_said_to_be_in_use(organiser: FlaskClient, world: World) -> None:
    answer = send(organiser, "save", " Tervetuloa\n{{ name }} ", "Hei\r\n\r\n**{{ name }}**  \r\n")
    assert (answer.status_code, answer.headers["Location"]) == (303, PAGE)
    assert versions(world) == [(1, "Tervetuloa {{ name }}", "Hei\n\n**{{ name }}**")]
    page = organiser.get(PAGE).text
    for said in (
        "Saved. New mails use these words.",
        "This mail goes out in your own words.",
        "Version 1",
        "Otto Organisoija",
    ):
        assert said in page
    assert BeautifulSoup(page, "html.parser").select_one("textarea").text.strip() == "Hei\n\n**{{ name }}**"  # type: ignore[union-attr]


@pytest.mark.parametrize("do", ["save", "preview", "copy"])
def test_words_that_cannot_be_used_stay_in_their_form(organiser: FlaskClient, world: World, do: str) -> None:
    answer = send(organiser, do, "Hei {{ nmae }}", "a\n\nb {{ oops")
    page = unescape(answer.text)
    assert answer.status_code == 422
    assert "Line 1: there is no placeholder {{ nmae }}. Did you mean {{ name }}?" in page
    assert "Line 3 can't be read." in page
    assert "b {{ oops" in page
    assert versions(world) == []


def test_preview_shows_both_halves_and_keeps_what_is_typed(organiser: FlaskClient, world: World) -> None:
    before = row_count(world)
    answer = send(organiser, "preview", "Hei {{ name }}", "Tule **paikalle**")
    mail = framed(answer.text)
    assert answer.status_code == 200
    assert mail.h1 is not None
    assert " ".join(mail.h1.text.split()) == "Hei Anna Laine"
    assert mail.strong is not None
    assert mail.strong.text == "paikalle"
    assert [link for link in mail.find_all("a") if "••" in str(link.get("href"))] == []
    assert "made-up data" in answer.text
    assert "Tule paikalle" in BeautifulSoup(answer.text, "html.parser").select_one("pre").text  # type: ignore[union-attr]
    assert "Tule **paikalle**" in answer.text
    assert "style-src 'self' 'unsafe-inline'" in answer.headers["Content-Security-Policy"]
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    assert row_count(world) == before


def row_count(world: World) -> int:
    with world.given.database.reading() as db:
        return sum(db.scalar(select(func.count()).select_from(table)) or 0 for table in Base.metadata.sorted_tables)


def test_copy_goes_to_whoever_asks(organiser: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    woken: list[bool] = []
    monkeypatch.setattr("services.notifications.courier.Courier.wake", lambda _courier: woken.append(True))
    page = send(organiser, "copy", "Hei", "Tule").text
    assert "A copy is on its way to otto@example.org." in page
    assert framed(page).h1 is not None
    assert organiser.post(f"{LOOK}/reminder", data={"language": "sv"}).status_code == 303
    with world.given.database.reading() as db:
        rows = db.execute(select(Message.kind, Message.recipient_email, Message.language).order_by(Message.id)).all()
    assert [tuple(row) for row in rows] == [("template-copy", "otto@example.org", one) for one in ("fi", "sv")]
    assert len(woken) == 2


def test_what_two_write_at_once_is_shown_to_the_later_one(organiser: FlaskClient, world: World) -> None:
    kept(world, ("A", "a"), ("B", "b"))
    answer = send(organiser, "save", "C", "c", base=1)
    page = BeautifulSoup(answer.text, "html.parser")
    assert answer.status_code == 409
    assert "Somebody else has saved other words since you began" in answer.text
    assert ([gone.text for gone in page.find_all("del")], [new.text for new in page.find_all("ins")]) == (
        ["Gone: b"], ["New: c"],
    )  # fmt: skip
    assert page.find("input", {"name": "subject"})["value"] == "C"  # type: ignore[index]
    base = page.find("input", {"name": "base"})["value"]  # type: ignore[index]
    assert versions(world)[-1] == (2, "B", "b")
    assert send(organiser, "save", "C", "c", base=base).status_code == 303
    assert versions(world)[-1] == (3, "C", "c")


@pytest.mark.parametrize("base", ["", "x", "²", "9" * 4000, "-1"])
def test_form_that_lost_where_it_began_overwrites_nothing(organiser: FlaskClient, world: World, base: str) -> None:
    kept(world, ("A", "a"))
    assert send(organiser, "save", "C", "c", base=base).status_code == 409
    assert len(versions(world)) == 1


def test_standard_words_and_earlier_ones_come_back(organiser: FlaskClient, world: World) -> None:
    kept(world, ("A", "a"), ("B", "b"))
    assert send(organiser, "standard", base=2).status_code == 303
    assert "This mail goes out in the standard words." in organiser.get(PAGE).text
    assert organiser.post(f"{PAGE}/versions/1").status_code == 303
    assert versions(world)[-1] == (4, "A", "a")
    assert organiser.post(f"{PAGE}/versions/9").status_code == 404


def test_two_versions_are_compared(organiser: FlaskClient, world: World) -> None:
    kept(world, ("A", "a\nb"), ("A", "a\nc"), ("Z", "a\nc"))
    page = BeautifulSoup(organiser.get(f"{PAGE}/versions/2").text, "html.parser")
    assert ([one.text for one in page.find_all("del")], [one.text for one in page.find_all("ins")]) == (
        ["Gone: b"], ["New: c"],
    )  # fmt: skip
    other = organiser.get(f"{PAGE}/versions/3?with=1").text
    assert "What it changed beside version 1" in other
    assert organiser.get(f"{PAGE}/versions/3?with=²").status_code == 200
    assert organiser.get(f"{PAGE}/versions/4").status_code == 404


def test_every_kind_has_a_preview_or_says_why_not(organiser: FlaskClient, world: World) -> None:
    empty = {"batch-summary", "requests-answered", "material", "feedback"}
    for kind in set(ABOUT) - {"announcement"}:
        answer = organiser.get(f"{LOOK}/{kind}?language=sv")
        assert answer.status_code == 200
        assert ("There is nothing to show right now" in answer.text) is (kind in empty), kind
        assert kind in empty or framed(answer.text).html["lang"] == "sv"  # type: ignore[index]


@pytest.mark.parametrize(
    "path",
    [
        "/messages/series/muu/templates",
        "/messages/series/muu/templates/reminder/fi",
        "/messages/series/muu/templates/reminder/fi/versions/1",
        "/messages/series/muu/preview/reminder",
        f"{LIST}/sign-in/fi",
        f"{LIST}/reminder/xx",
        f"{LOOK}/sign-in",
        f"{LOOK}/nothing",
    ],
)
def test_what_is_not_there_or_of_others_is_not_found(organiser: FlaskClient, world: World, path: str) -> None:
    assert organiser.get(path).status_code == 404
    if "versions" not in path and not path.endswith("templates"):
        assert organiser.post(path, data={"do": "save", "base": "0"}).status_code == 404


@pytest.mark.parametrize("whose", ["x", str(UUID(int=1))])
def test_data_of_nobody_is_not_shown(organiser: FlaskClient, world: World, whose: str) -> None:
    answer = organiser.get(f"{LOOK}/presenter-invited?whose={whose}&language=xx")
    assert answer.status_code == 200
    assert ("iframe" in answer.text) is (whose == "x")


@pytest.mark.parametrize(
    ("words", "said"), [((), "Sinulla on paikka"), ((("Oma otsikko", "Oma teksti"),), "Oma teksti")]
)
def test_editor_shows_the_mail_as_it_goes_out_now(
    organiser: FlaskClient, world: World, words: tuple[tuple[str, str], ...], said: str
) -> None:
    kept(world, *words)
    page = organiser.get(PAGE).text
    assert "How it goes out now" in page
    assert said in page.partition("How it goes out now")[2]
