"""What happens when parts die: the others go on, nothing is lost, and all comes back by itself."""

import os
import re
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import requests

from services.catalogue.demo.programmes import TOUR
from tests.journeys.conftest import publish_tour, register, wait_until
from tests.support.mail_server import Mailbox
from tests.support.running import Running, running

GUEST = "onni.saari@example.com"

pytestmark = pytest.mark.takes_turns


def test_services_that_are_killed_come_back(kierros: Running) -> None:
    killed = {name: kierros.pid_of(name) for name in ("catalogue", "registration", "notifications")}
    for pid in killed.values():
        os.kill(pid, signal.SIGKILL)
    wait_until(lambda: all(_has_another(kierros, *one) for one in killed.items()), "not all were started again")
    wait_until(lambda: all(kierros.is_ready(name) for name in killed), "not all answer")


def test_what_happens_while_notifications_is_down_is_mailed_later(kierros: Running, mailbox: Mailbox) -> None:
    tour = publish_tour(kierros)
    mailbox.wait(tour.presenter, 1)
    tomorrow = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=20)
    for name in ("notifications", "clock"):
        os.kill(kierros.pid_of(name), signal.SIGSTOP)
    try:
        answer = register(kierros, tour, GUEST)
        assert answer["registrations"][0]["state"] == "confirmed"
        times = {"starts_at": tomorrow.isoformat(), "ends_at": (tomorrow + timedelta(hours=1)).isoformat()}
        kierros.call("catalogue", "PATCH", f"/sessions/{tour.session['id']}", times)
        assert mailbox.to(GUEST) == []
    finally:
        for name in ("notifications", "clock"):
            os.kill(kierros.pid_of(name), signal.SIGKILL)
    [confirmation] = mailbox.wait(GUEST, 1)
    assert confirmation.method == "REQUEST"
    assert confirmation.event.decoded("DTSTART") == tomorrow
    _is_reminded(tour.presenter, mailbox, tomorrow)


def _is_reminded(presenter: str, mailbox: Mailbox, starts_at: datetime) -> None:
    """The clock looks for reminders as soon as it is there again, and goes by the time the session has now."""
    reminder = mailbox.wait_for(presenter, None)
    shown = starts_at.astimezone(ZoneInfo("Europe/Helsinki"))
    assert f"klo {shown.hour}.{shown:%M}" in reminder.subject
    assert "https://meet.example.org/kierros" in reminder.text


def test_pages_stand_while_registration_is_down(kierros: Running) -> None:
    tour = publish_tour(kierros)
    os.kill(kierros.pid_of("registration"), signal.SIGSTOP)
    try:
        page = requests.get(f"{kierros.urls['catalogue']}/series/{tour.slug}", timeout=10)
        assert page.status_code == 200
    finally:
        os.kill(kierros.pid_of("registration"), signal.SIGCONT)


def test_first_run_shows_the_demo_and_ending_it_leaves_nothing_behind(database_url: str, tmp_path: Path) -> None:
    """What `make run` does."""
    with running(tmp_path, database_url, "--demo") as kierros:
        _see_the_demo(kierros)
        _end(kierros)


def _see_the_demo(kierros: Running) -> None:
    """Sign in by the link that was printed."""
    link = re.compile(r"demo organiser .*\n\s+(http\S+/sign-in/\S+)")
    wait_until(lambda: link.search(kierros.log.read_text()) is not None, "no link was printed")
    [printed] = link.findall(kierros.log.read_text())
    visitor = requests.Session()
    landed = visitor.get(printed, timeout=20)
    assert (landed.status_code, landed.url) == (200, f"{kierros.urls['catalogue']}/workspace")
    assert TOUR.title in landed.text
    page = visitor.get(f"{kierros.urls['catalogue']}/series/{TOUR.slug}", timeout=20)
    assert page.status_code == 200
    assert all(session.title in page.text for session in TOUR.sessions)
    assert "/sign-in" in requests.get(printed, timeout=20).text, "it works once"


def _end(kierros: Running) -> None:
    group = {kierros.pid_of(name) for name in ("catalogue", "registration", "notifications", "clock")}
    workers = {
        int(pid) for master in group for pid in Path(f"/proc/{master}/task/{master}/children").read_text().split()
    }
    assert len(workers) >= 3
    kierros.process.send_signal(signal.SIGINT)
    assert kierros.process.wait(20) == 0
    wait_until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in group | workers), "processes were left")


def _has_another(kierros: Running, name: str, killed: int) -> bool:
    try:
        return kierros.pid_of(name) != killed
    except (ValueError, OSError):
        return False
