"""People register while every process that serves them is killed now and then: each has a place and one mail."""

import os
import random
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import Any

from tests.journeys.conftest import Tour, publish_tour
from tests.journeys.test_many_at_once import ask
from tests.support.mail_server import Mailbox
from tests.support.running import Running

PEOPLE, AT_ONCE = 45, 3
KILLS = 12
SEED = 20270111
KILLED = ("registration", "catalogue", "notifications", "clock")
#: a lease of what a killed process was sending has to end first
WITHIN_SECONDS = 90


def test_killed_services_lose_no_mail_and_write_none_anew(kierros: Running, mailbox: Mailbox) -> None:
    tour = publish_tour(kierros, capacity=None)
    all_asked = Event()
    with ThreadPoolExecutor(AT_ONCE) as pool, ThreadPoolExecutor(1) as killing:
        killer = killing.submit(_kill_now_and_then, kierros, all_asked)
        answers = list(pool.map(lambda number: _ask_in_a_while(kierros, tour, number), range(PEOPLE)))
        all_asked.set()
        assert killer.result() > KILLS / 2
    emails = {answer["email"] for answer in answers if answer["state"] == "confirmed"}
    assert len(emails) == PEOPLE
    _wait_for_all(mailbox, emails)
    for email in emails:
        # the same mail may come twice when its sender was killed just after the server had taken it
        written = {(str(mail.parsed["Message-ID"]), mail.method, mail.subject) for mail in mailbox.to(email)}
        assert len(written) == 1, written


def _ask_in_a_while(kierros: Running, tour: Tour, number: int) -> dict[str, Any]:
    """People come one after the other, as long as there is somebody left to kill."""
    time.sleep(0.1)
    return ask(kierros, tour, number)


def _kill_now_and_then(kierros: Running, all_asked: Event) -> int:
    """A master or its worker at random, until all have their answers; how many."""
    chance, killed = random.Random(SEED), 0
    while killed < KILLS and not all_asked.wait(chance.random() / 8):
        # while one that was killed before is started again there is nobody to kill
        with suppress(ValueError, OSError, IndexError):
            pid = kierros.pid_of(chance.choice(KILLED))
            workers = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
            os.kill(chance.choice([pid, *map(int, workers)]), signal.SIGKILL)
            killed += 1
    return killed


def _wait_for_all(mailbox: Mailbox, emails: set[str]) -> None:
    deadline = time.monotonic() + WITHIN_SECONDS
    while missing := emails - {mail.recipient for mail in mailbox.mails}:
        assert time.monotonic() < deadline, f"no mail to {sorted(missing)}"
        time.sleep(0.1)
