"""The clock as a process: it delivers without being rung, and ends when it is told to."""

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from services.notifications.actions.ring_owners import OWNERS, ring_owners
from shared.settings import Settings
from shared.web.current import make
from tests.support.deliveries import Office
from tests.support.running import KIERROS

WITHIN_SECONDS = 60


@pytest.mark.journey
def test_clock_delivers_and_ends_cleanly(office: Office, tmp_path: Path) -> None:
    series = office.given.series()
    office.register(office.given.offering(series), "kaisa@example.org")
    environment = {
        **os.environ,
        "KIERROS_DATABASE_URL": office.settings.database_url,
        "KIERROS_MAIL_URL": office.settings.mail_url,
        "KIERROS_SECRET_KEY": office.settings.secret_key,
        "KIERROS_CATALOGUE_URL": "http://localhost:9",
        "KIERROS_REGISTRATION_URL": "http://localhost:9",
        "KIERROS_INBOUND_URL": "imap://kierros:s3cret@localhost:9/",
    }
    with (tmp_path / "clock.log").open("wb") as log:
        clock = subprocess.Popen([KIERROS, "clock"], env=environment, stdout=log, stderr=log, cwd=tmp_path)
    deadline = time.monotonic() + WITHIN_SECONDS
    while not list(tmp_path.glob("mail/new/*")):
        assert clock.poll() is None, (tmp_path / "clock.log").read_text()
        assert time.monotonic() < deadline, (tmp_path / "clock.log").read_text()
        time.sleep(0.1)
    clock.send_signal(signal.SIGTERM)
    assert clock.wait(WITHIN_SECONDS) == 0
    assert "clock_stopped" in (tmp_path / "clock.log").read_text()
    assert "mailbox_not_read" in (tmp_path / "clock.log").read_text()
    assert "s3cret" not in (tmp_path / "clock.log").read_text()
    assert "Traceback" not in (tmp_path / "clock.log").read_text()


def test_owner_that_does_not_answer_is_left_for_the_next_minute(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    nowhere = "http://localhost:9"
    away: Settings = office.settings.model_copy(update={"catalogue_url": nowhere, "registration_url": nowhere})
    service = make("notifications", away)
    ring_owners(service)
    service.database.close()
    said = capsys.readouterr().out
    assert all(f"owner={owner}" in said for owner in OWNERS)
