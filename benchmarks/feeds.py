"""Calendar feeds: 500 sessions that changed beside icalendar writing the same, unchanged ones beside a bare hello."""

import time
import urllib.request
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from icalendar import Calendar
from sqlalchemy import func, select

from benchmarks import processes
from benchmarks.installation import Installation, install
from benchmarks.load import Load, fire, request
from benchmarks.pages import CLIENTS, bare
from benchmarks.report import Figure
from benchmarks.rounds import medians
from services.notifications.queries.journal_lines import is_handled
from shared.database import Database
from shared.schema.journal import JournalLine

SESSIONS = 500
CHANGED, UNCHANGED = 3.0, 0.5
GIVE_UP_SECONDS = 60


class _Feed:
    """A series of many sessions, and its feed."""

    def __init__(self, installation: Installation) -> None:
        self._installation, self._key = installation, installation.key()
        organiser = self._made("POST", "/organisations", {"name": "Benchmark Ltd"})["id"]
        zone = "Europe/Helsinki"
        series = self._made("POST", "/series", {"title": "Many evenings", "organiser_id": organiser, "timezone": zone})
        self._series = f"/series/{series['slug']}"
        begins = datetime.now(UTC).replace(microsecond=0) + timedelta(days=30)
        sessions = [self._session(number, begins + timedelta(days=number)) for number in range(SESSIONS)]
        self._one = f"/sessions/{sessions[0]}"
        self._made("PATCH", self._series, {"state": "published"})
        self.port = installation.ports["notifications"]
        self.path = f"/feeds{self._series}.ics"
        self._numbers = count(1)

    def one_changed(self) -> float:
        """Milliseconds for the feed after one of its sessions changed."""
        self._made("PATCH", self._one, {"title": f"Changed {next(self._numbers)}"})
        return self._milliseconds()

    def all_changed(self) -> float:
        """The same after a change of the series that every entry tells."""
        self._made("PATCH", self._series, {"title": f"Many evenings {next(self._numbers)}"})
        return self._milliseconds()

    def read(self) -> tuple[bytes, str]:
        """What it holds, and its ETag."""
        address = f"http://127.0.0.1:{self.port}{self.path}"
        with urllib.request.urlopen(address) as answer:
            return answer.read(), answer.headers["ETag"]

    def _milliseconds(self) -> float:
        began = time.perf_counter()
        self.read()
        return (time.perf_counter() - began) * 1000

    def _session(self, number: int, starts_at: datetime) -> Any:
        times = {"starts_at": starts_at.isoformat(), "ends_at": (starts_at + timedelta(hours=2)).isoformat()}
        words = {"title": f"Evening {number}", "description": "What it gives; for whom, and how to prepare.\n" * 3}
        body = {**times, **words, "venue": "Kuntokatu 3, Tampere", "mode": "onsite"}
        return self._made("POST", f"{self._series}/sessions", body)["id"]

    def _made(self, method: str, path: str, body: dict[str, Any]) -> Any:
        return self._installation.call(method, "catalogue", path, self._key, body)


def measure(folder: Path, rounds: int, seconds: float) -> list[Figure]:
    """Over HTTP; the yardsticks write the same components, and answer a few words, while Kierros is held still."""
    installation = install(folder)
    with installation.up() as kierros, bare("hello", beside="notifications") as hello:
        feed = _Feed(installation)
        calendar = Calendar.from_ical(feed.read()[0])
        if len(calendar.walk("VEVENT")) != SESSIONS:
            raise RuntimeError("not all sessions are in the feed")

        def still(act: Callable[[], float]) -> Callable[[], float]:
            def measured() -> float:
                with processes.held_still(kierros):
                    return act()

            return measured

        writing = still(lambda: _milliseconds(calendar.to_ical))
        changed = medians({"one": feed.one_changed, "all": feed.all_changed, "yardstick": writing}, rounds)
        # what changed is told by the process that answers here: unchanged is what nobody has touched for a while
        _wait_until_told(installation)
        known = {"If-None-Match": feed.read()[1]}
        ours = _rate(feed.port, request("GET", feed.path, known), seconds, 304)
        same = medians({"ours": ours, "yardstick": still(_rate(hello, request("GET", "/"), seconds))}, rounds)
    said = {"one": "one of them changed", "all": "all of them changed"}
    return [
        Figure(f"feed of {SESSIONS} sessions, {words}", changed[which], "ms", changed["yardstick"], at_most=CHANGED)
        for which, words in said.items()
    ] + [Figure("feed, unchanged (304)", same["ours"], "1/s", same["yardstick"], at_least=UNCHANGED)]


def _wait_until_told(installation: Installation) -> None:
    with closing(Database(installation.environment["KIERROS_DATABASE_URL"], "notifications")) as database:
        deadline = time.monotonic() + GIVE_UP_SECONDS
        while time.monotonic() < deadline:
            with database.reading() as db:
                if not db.scalar(select(func.count()).select_from(JournalLine).where(~is_handled())):
                    return
            time.sleep(0.1)
    raise RuntimeError("the journal is not read")


def _milliseconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def _rate(port: int, message: bytes, seconds: float, status: int = 200) -> Callable[[], float]:
    def measured() -> float:
        answers = fire(Load(port, [message], CLIENTS, seconds))
        answers.require(status)
        return answers.rate

    return measured
