"""What happens when parts die: the others go on, nothing is lost, and all comes back by itself."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import requests

from tests.journeys.conftest import publish_tour, register
from tests.support.mail_server import Mailbox
from tests.support.running import Running

GUEST = "onni.saari@example.com"
WITHIN_SECONDS = 40


def wait_until(is_so: Callable[[], bool], what: str) -> None:
    """Look again and again. Fails when it does not become so."""
    deadline = time.monotonic() + WITHIN_SECONDS
    while not is_so():
        assert time.monotonic() < deadline, what
        time.sleep(0.1)


def test_services_that_are_killed_come_back(kierros: Running) -> None:
    killed = {name: kierros.pid_of(name) for name in ("catalogue", "registration", "notifications")}
    for pid in killed.values():
        os.kill(pid, signal.SIGKILL)
    wait_until(lambda: all(_has_another(kierros, *one) for one in killed.items()), "not all were started again")
    wait_until(lambda: all(kierros.is_ready(name) for name in killed), "not all answer")


def test_registration_while_notifications_is_down_is_mailed_later(kierros: Running, mailbox: Mailbox) -> None:
    tour = publish_tour(kierros)
    mailbox.wait(tour.presenter, 1)
    for name in ("notifications", "clock"):
        os.kill(kierros.pid_of(name), signal.SIGSTOP)
    try:
        answer = register(kierros, tour, GUEST)
        assert answer["registrations"][0]["state"] == "confirmed"
        assert mailbox.to(GUEST) == []
    finally:
        for name in ("notifications", "clock"):
            os.kill(kierros.pid_of(name), signal.SIGKILL)
    [confirmation] = mailbox.wait(GUEST, 1)
    assert confirmation.method == "REQUEST"


def test_pages_stand_while_registration_is_down(kierros: Running) -> None:
    tour = publish_tour(kierros)
    os.kill(kierros.pid_of("registration"), signal.SIGSTOP)
    try:
        page = requests.get(f"{kierros.urls['catalogue']}/series/{tour.slug}", timeout=10)
        assert page.status_code == 200
    finally:
        os.kill(kierros.pid_of("registration"), signal.SIGCONT)


def test_ending_it_leaves_nothing_behind(kierros: Running) -> None:
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
