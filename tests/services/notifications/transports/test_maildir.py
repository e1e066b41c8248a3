"""Mail kept in a folder."""

from pathlib import Path

import pytest

from services.notifications.transports.maildir import MaildirTransport
from services.notifications.transports.transport import TryLater

MAIL = b"Subject: hello\r\n\r\nline\r\n"


def test_maildir_keeps_each_mail_as_it_is(tmp_path: Path) -> None:
    transport = MaildirTransport(tmp_path / "new folder" / "mail")
    with transport.opened() as wire:
        wire.send("kierros@example.org", "a@example.org", MAIL, "one")
        wire.send("kierros@example.org", "b@example.org", MAIL, "two")
    files = list((tmp_path / "new folder" / "mail" / "new").iterdir())
    assert [file.read_bytes() for file in files] == [MAIL, MAIL]
    assert transport.closed_until() is None


def test_maildir_that_cannot_be_written_is_no_way_out_for_a_while(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    transport = MaildirTransport(tmp_path / "file" / "mail")
    with transport.opened() as wire, pytest.raises(TryLater):
        wire.send("kierros@example.org", "a@example.org", MAIL, "one")
    assert transport.closed_until() is not None
