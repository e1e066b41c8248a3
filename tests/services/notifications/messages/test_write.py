"""Every kind of mail, in every language: whole, true to the rules, and the same in both halves."""

import re
from email.message import EmailMessage

import pytest
from bs4 import BeautifulSoup

from services.notifications.messages.write import WRITERS
from tests.services.notifications.messages.walk import TITLE, mails_of_every_kind
from tests.support import itip
from tests.support.deliveries import Office
from tests.support.mail_server import Mail

#: what a mail says does not hang on the database; where its facts come from is tried on both by other tests
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
LINK = re.compile(r"https?://[^\s<>\"]+")


def html_of(mail: Mail) -> BeautifulSoup:
    part = mail.parsed.get_body(("html",))
    assert isinstance(part, EmailMessage)
    return BeautifulSoup(part.get_content(), "html.parser")


@on_sqlite
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_kind_is_written_in_every_language(office: Office, language: str) -> None:
    mails = mails_of_every_kind(office, language)
    assert set(mails) == set(WRITERS)
    assert [(row.kind, row.problem) for row in office.messages() if row.state == "failed"] == []
    for kind, mail in mails.items():
        assert itip.check_message(mail.raw) == [], kind
        page = html_of(mail)
        assert page.html is not None
        assert page.html["lang"] == language
        assert page.h1 is not None
        assert " ".join(page.h1.get_text().split()) in " ".join(mail.text.split()), kind
        links = {str(link["href"]) for link in page.find_all("a", href=True)}
        assert links <= set(LINK.findall(mail.text)), kind
        assert "%(" not in mail.text
        assert "\ue000" not in mail.raw.decode()
        assert mail.parsed["Auto-Submitted"] == "auto-generated"


@on_sqlite
def test_mail_says_who_writes_what_was_typed_and_when_in_the_readers_way(office: Office) -> None:
    mails = mails_of_every_kind(office, "fi")
    confirmed = mails["registration-confirmed"].parsed["From"].addresses[0]
    assert (confirmed.display_name, confirmed.addr_spec) == (
        "Tampereen ammattikorkeakoulu",
        "kierros@localhost.example",
    )
    assert mails["sign-in"].parsed["From"].addresses[0].display_name == "Kierros"
    moved = mails["session-moved"]
    assert TITLE in moved.text
    assert TITLE in moved.subject
    assert html_of(moved).find("b") is None
    assert TITLE in html_of(moved).get_text()
    assert "ti 19.1.2027 klo 12.00–14.00" in moved.text
    assert "ma 18.1.2027 klo 12.00–14.00" in moved.text
    assert "Suomen aikaa (Europe/Helsinki)" in moved.text
    assert "1,5 op" in mails["registration-confirmed"].text
