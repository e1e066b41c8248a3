"""``kierros mail``: the way to one's own page for whoever tries the demo."""

from email.message import EmailMessage
from pathlib import Path

import pytest
from click.testing import CliRunner

from services.notifications.commands import mail
from services.notifications.transports.maildir import MaildirTransport


def sent(folder: Path, to: str, text: str) -> None:
    """Put one mail into the folder, as delivery does."""
    letter = EmailMessage()
    letter["To"], letter["Subject"] = to, "Sinulla on paikka"
    letter.set_content(text)
    letter.add_alternative("<p>html</p>", subtype="html")
    MaildirTransport(folder).send("kierros@localhost.example", to, letter.as_bytes(), "one")


def test_newest_mail_is_printed_with_its_link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "mail"
    monkeypatch.setenv("KIERROS_MAIL_URL", f"maildir:{folder}")
    none = CliRunner().invoke(mail)
    assert none.exit_code == 1
    assert "no such mail yet" in none.output
    sent(folder, "Anna <anna@example.org>", "Ääni: http://localhost:8001/own/abc=def")
    sent(folder, "olli@example.org", "second")
    newest = CliRunner().invoke(mail)
    assert "second" in newest.output
    hers = CliRunner().invoke(mail, ["Anna@example.org"])
    assert "Ääni: http://localhost:8001/own/abc=def" in hers.output
    assert "<p>" not in hers.output


def test_mail_that_goes_to_a_server_is_not_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIERROS_MAIL_URL", "smtp://localhost:25")
    done = CliRunner().invoke(mail)
    assert done.exit_code == 1
    assert "goes to a server" in done.output
