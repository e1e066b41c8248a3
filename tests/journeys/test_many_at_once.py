"""Two hundred people want the fifty places of one offering in the same moment, while the processes they talk to die;
then those of another one."""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import Any

import requests

from tests.journeys.conftest import Tour, publish_tour
from tests.support.running import Running

PEOPLE, PLACES = 200, 50
ROUNDS = 3
KILLS = 4
TRIES = 60
PAGE = 100


def test_fifty_places_go_to_fifty_and_every_answer_stays_true(kierros: Running) -> None:
    for _round in range(ROUNDS):
        _want_all_at_once(kierros)


def _want_all_at_once(kierros: Running) -> None:
    tour = publish_tour(kierros, capacity=PLACES)
    all_asked = Event()
    with ThreadPoolExecutor(PEOPLE + 1) as pool:
        killing = pool.submit(_kill_workers, kierros, all_asked)
        asking = [pool.submit(ask, kierros, tour, number) for number in range(PEOPLE)]
        answers = [one.result() for one in asking]
        all_asked.set()
        killed = killing.result()
    assert killed, "nobody was killed, so nothing was shown"
    assert _availability(kierros, tour) == {"taken": PLACES, "waitlisted": PEOPLE - PLACES}
    rows = {row["id"]: row for row in _registrations(kierros, tour)}
    assert len(rows) == len({row["email"] for row in rows.values()}) == PEOPLE
    told = {answer["id"]: (answer["email"], answer["state"], answer["position"]) for answer in answers}
    assert told == {key: (row["email"], row["state"], row["position"]) for key, row in rows.items()}
    waiting = sorted(row["position"] for row in rows.values() if row["state"] == "waitlisted")
    assert waiting == list(range(1, PEOPLE - PLACES + 1))


def ask(kierros: Running, tour: Tour, number: int) -> dict[str, Any]:
    """Register one person, asking again under the same key as long as no answer comes."""
    person = {"email": f"person{number}@example.com", "name": f"Person {number}"}
    path = f"/offerings/{tour.offering['id']}/registrations"
    for _try in range(TRIES):
        with suppress(requests.RequestException):
            answer = kierros.ask(
                "registration", "POST", path, {"people": [person]}, Idempotency_Key=f"{tour.slug}-{number}"
            )
            # 5xx: the database was busy ending what a killed process had begun
            if answer.status_code < requests.codes.server_error:
                assert answer.status_code == requests.codes.created, answer.text
                said: dict[str, Any] = answer.json()["registrations"][0]
                return said
        time.sleep(0.2)
    raise AssertionError(f"person {number} got no answer")


def _kill_workers(kierros: Running, all_asked: Event) -> int:
    """Kill a worker of the registration service now and then until all have their answers; how many."""
    killed = 0
    while killed < KILLS and not all_asked.wait(0.3):
        master = kierros.pid_of("registration")
        for pid in Path(f"/proc/{master}/task/{master}/children").read_text().split()[:1]:
            with suppress(ProcessLookupError):
                os.kill(int(pid), signal.SIGKILL)
                killed += 1
    return killed


def _availability(kierros: Running, tour: Tour) -> dict[str, int]:
    said = kierros.call("registration", "GET", f"/offerings/{tour.offering['id']}/availability")
    return {name: said[name] for name in ("taken", "waitlisted")}


def _registrations(kierros: Running, tour: Tour) -> list[dict[str, Any]]:
    path, found, cursor = f"/offerings/{tour.offering['id']}/registrations?limit={PAGE}", [], ""
    while True:
        page = kierros.call("registration", "GET", path + cursor)
        found += page["items"]
        if page["next"] is None:
            return found
        cursor = f"&cursor={page['next']}"
