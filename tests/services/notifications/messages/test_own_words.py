"""Organisers' own words in mails: they take the place of the standard ones, and of nothing else."""

from email.message import EmailMessage
from typing import Any
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import event

from services.notifications.messages import own_words, placeholders
from services.notifications.messages.placeholder_words import meanings
from services.notifications.messages.placeholders import PLACEHOLDERS, vocabulary
from services.notifications.messages.write import WRITERS
from services.notifications.queries.own_words import Words
from services.notifications.rules import kinds
from shared.schema.mail_templates import MailTemplate
from shared.schema.registration import Person
from tests.support import itip
from tests.support.deliveries import Office
from tests.support.factories import NOON
from tests.support.mail_server import Mail

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
CONFIRMED = kinds.REGISTRATION_CONFIRMED


class Series:
    """A series with one session and a way to register, and what its organiser writes."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.id = office.given.series(office.given.organisation("Sospro Oy"), title="Kierros")
        self.session = office.given.session(self.id, title="Ilta 1", mode="hybrid", venue="Kuntokatu 3")
        self.offering = office.given.offering(self.id, [self.session], name="Koko kierros")

    def says(self, subject: str, text: str, *, kind: str = CONFIRMED, language: str = "en", version: int = 1) -> UUID:
        values = {"series_id": self.id, "kind": kind, "language": language, "version": version}
        return self.office.given.row(MailTemplate, subject=subject, text=text, actor="key:1", created_at=NOON, **values)

    def mail(self, email: str = "kaisa@example.org") -> Mail:
        self.office.register(self.offering, email)
        [mail] = [one for one in self.office.deliver() if one.recipient == email]
        return mail


@pytest.fixture
def series(office: Office) -> Series:
    return Series(office)


def page(mail: Mail) -> BeautifulSoup:
    part = mail.parsed.get_body(("html",))
    assert isinstance(part, EmailMessage)
    return BeautifulSoup(part.get_content(), "html.parser")


def plain(mail: Mail) -> str:
    return mail.text.replace("\r\n", "\n")


def test_newest_words_take_the_place_of_subject_and_paragraphs_alone(series: Series) -> None:
    series.says("Vanha", "Vanha")
    series.says(
        "Welcome, {{ name }}: {{ series }}",
        "Hi **{{ name }}**,\n\n{{ title }} is {{ when }}: {{ join_link }}",
        version=2,
    )
    mail = series.mail()
    assert mail.subject == "Welcome, Kaisa Åberg: Kierros"
    assert "Hi Kaisa Åberg,\n\nIlta 1 is Mon 18 January 2027, 12:00–14:00: https://meet.example.org/nepsy" in plain(
        mail
    )
    html = page(mail)
    assert html.h1 is not None
    assert html.h1.text == mail.subject
    assert [strong.text for strong in html.find_all("strong")] == ["Kaisa Åberg"]
    for stays in (
        "See your registration: http",
        "Kuntokatu 3",
        "Can't come after all?",
        "You get this because",
        "Sospro Oy",
    ):
        assert stays in mail.text
    assert "remind you in time" not in mail.text
    assert html.select("td.button, .leaf-day, .leaf")
    assert itip.check_message(mail.raw) == []
    assert b"METHOD:REQUEST" in mail.calendar_bytes


@pytest.mark.parametrize(
    ("about", "then"),
    [
        ({"language": "fi"}, None),
        ({"kind": kinds.REGISTRATION_PROMOTED}, None),
        ({}, ("", "")),
        ({}, ("{{ gone }}", "{{ gone }}")),
        ({}, ("{% if name %}", "a")),
    ],
)
def test_standard_words_stand_where_there_are_no_others(
    series: Series, about: dict[str, Any], then: tuple[str, str] | None
) -> None:
    series.says("Own", "Own", **about)
    if then:
        series.says(*then, version=2)
    mail = series.mail()
    assert mail.subject == "You have a place: Ilta 1"
    assert "remind you in time" in mail.text


@on_sqlite
def test_words_that_can_be_used_no_more_are_logged(series: Series, capsys: pytest.CaptureFixture[str]) -> None:
    series.says("{{ gone }}", "Own")
    series.mail()
    [line] = [line for line in capsys.readouterr().out.splitlines() if "own_words_not_usable" in line]
    for said in (str(series.id), CONFIRMED, "language=en", "unknown_name in line 1"):
        assert said in line


@on_sqlite
@pytest.mark.parametrize(
    ("subject", "text", "has_own_subject", "has_own_text"),
    [
        ("Own", "", True, False),
        ("", "Own", False, True),
        ("{% if join_link %}{% else %}x{% endif %}", "Own", False, True),
    ],
)
def test_half_that_says_nothing_stays_standard(
    series: Series, subject: str, text: str, has_own_subject: bool, has_own_text: bool
) -> None:
    series.says(subject, text)
    mail = series.mail()
    assert (mail.subject == "Own") is has_own_subject
    assert ("remind you in time" not in mail.text) is has_own_text


@on_sqlite
def test_standard_words_can_stand_among_own_ones(series: Series) -> None:
    series.says("", "Dear {{ name }},\n\n{{ standard }}\n\nWelcome")
    text = plain(series.mail())
    assert text.index("Dear Kaisa Åberg,") < text.index("remind you in time") < text.index("\n\nWelcome\n")


@on_sqlite
def test_words_are_looked_up_once_for_many_mails(series: Series) -> None:
    asked: list[str] = []
    series.says("{{ name }}", "Own")
    database = series.office.app.extensions["kierros"].database
    people = [f"p{number}@example.org" for number in range(8)]
    series.office.register(series.offering, *people)
    engine = database.engine
    event.listen(engine, "before_cursor_execute", lambda _c, _k, statement, *_rest: asked.append(statement))
    assert len([mail for mail in series.office.deliver() if mail.subject == "Kaisa Åberg"]) == len(people)
    assert 1 <= sum("FROM mail_templates" in statement for statement in asked) < len(people)


@on_sqlite
@pytest.mark.parametrize("text", ["\ue000own-page\ue001", "&#xE000;own-page&#xE001;", "{{ name }}"])
def test_words_cannot_hold_a_personal_link(series: Series, text: str) -> None:
    series.says("Own", text)
    series.office.change(Person, series.office.person("kaisa@example.org"), name="\ue000own-page\ue001")
    mail = series.mail()
    assert mail.text.count("/own/") == page(mail).decode().count("/own/") == 2


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_every_placeholder_has_a_value_and_a_meaning(series: Series, language: str) -> None:
    assert set(PLACEHOLDERS) <= set(WRITERS)
    with series.office.app.test_request_context():
        for kind, names in PLACEHOLDERS.items():
            assert set(names) == set(vocabulary(kind)) == set(meanings(kind, language)) <= set(placeholders._VALUES)
            assert own_words.problems_of(kind, Words("", " ".join(f"{{{{ {name} }}}}" for name in names))) == {}
