"""The catalogue's lists and its search with ten thousand sessions, beside the same with a hundred; a month as JSON."""

import json
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import requests
from sqlalchemy import Connection, select

from benchmarks.catalogue_rows import COMMON, RARE, fill, fill_month
from benchmarks.installation import Installation, install
from benchmarks.report import Figure
from benchmarks.rounds import medians
from benchmarks.volume import signed_in
from services.catalogue.queries.public_filters import Narrowing, Wish
from services.catalogue.queries.public_search import search
from services.catalogue.rules.word_forms import looked_for
from shared import clock
from shared.database import Database
from shared.database.full_text import has_words
from shared.schema.search import SearchDocument

ORGANISER = "helmi@example.org"
FEW, MANY = 100, 10_000
MONTH = 500
REACH, SEARCH, AS_JSON = 1.5, 4.0, 10.0
TIMES_A_ROUND = 15
PUBLIC = {
    "home": "/",
    "series": "/series",
    "series with places in a region": "/series?places=free&region=Lappi",
    "search, a word of one series": f"/series?q={RARE}",
    "search, a word of every series": f"/series?q={COMMON}",
}
OWN = {
    "organiser's home": "/workspace",
    "schedule, month": "/workspace/schedule",
    "schedule, list": "/workspace/schedule?view=list",
}


class _Measured:
    """An installation with so many sessions, and somebody who organises some of them."""

    def __init__(self, folder: Path, sessions: int, running: ExitStack) -> None:
        folder.mkdir()
        installation = install(folder)
        running.enter_context(installation.up())
        key = installation.key()
        own = UUID(installation.call("POST", "catalogue", "/organisations", key, {"name": "Benchmark Ltd"})["id"])
        fill(installation.environment["KIERROS_DATABASE_URL"], own, sessions)
        # the first to sign in runs the installation, and sees everybody's series
        signed_in(installation)
        organiser = {"email": ORGANISER, "name": "Helmi"}
        installation.call("POST", "catalogue", f"/organisations/{own}/organisers", key, organiser)
        self.origin = f"http://127.0.0.1:{installation.ports['catalogue']}"
        self.month = self._month(installation)
        self.visitor, self.organiser = requests.Session(), signed_in(installation, ORGANISER)

    def _month(self, installation: Installation) -> Callable[[], Any]:
        """What reads a month of many sessions over the API."""
        admin = installation.key()
        own = installation.call("POST", "catalogue", "/organisations", admin, {"name": "Month Ltd"})["id"]
        fill_month(installation.environment["KIERROS_DATABASE_URL"], UUID(own), MONTH)
        words = ("api-key", "create", "--name", "Month", "--role", "organiser", "--organisation", own)
        key = installation.command(*words).split()[-1]
        since = clock.now()
        asked = {"since": since.isoformat(), "until": (since + timedelta(days=35)).isoformat()}
        path = f"/schedule?{urlencode(asked)}"
        return lambda: installation.call("GET", "catalogue", path, key)["items"]

    def milliseconds(self, who: str, path: str) -> Callable[[], float]:
        """To get a page."""
        session = {"visitor": self.visitor, "organiser": self.organiser}[who]

        def get() -> None:
            session.get(self.origin + path, timeout=60).raise_for_status()

        return lambda: median(_took(get) for _ in range(TIMES_A_ROUND))


def measure(folder: Path, rounds: int, _seconds: float) -> list[Figure]:
    """Over HTTP, on the embedded database."""
    figures = []
    with ExitStack() as running:
        few = _Measured(folder / "few", FEW, running)
        many = _Measured(folder / "many", MANY, running)
        for who, pages in (("visitor", PUBLIC), ("organiser", OWN)):
            for name, path in pages.items():
                found = medians({"many": many.milliseconds(who, path), "few": few.milliseconds(who, path)}, rounds)
                figures.append(Figure(f"{name}, {MANY:,} sessions", found["many"], "ms", found["few"], at_most=REACH))
        figures += [_month_figure(many.month, rounds * TIMES_A_ROUND), *_search_figures(folder / "many", rounds)]
    return figures


def _month_figure(month: Callable[[], Any], rounds: int) -> Figure:
    items = month()
    if len(items) != MONTH:
        raise RuntimeError(f"{len(items)} of {MONTH} sessions are in the month")
    found = medians({"ours": lambda: _took(month), "yardstick": lambda: _took(lambda: json.dumps(items))}, rounds)
    return Figure(f"month of {MONTH} sessions as JSON", found["ours"], "ms", found["yardstick"], at_most=AS_JSON)


def _search_figures(folder: Path, rounds: int) -> list[Figure]:
    """What a search asks the database, beside the bare full-text query."""
    with closing(Database(f"sqlite:///{folder / 'kierros.db'}", "catalogue")) as database, database.reading() as db:
        asked = {"a word of one series": RARE, "a word of every series": COMMON}
        return [_search_figure(db, word, what, rounds * TIMES_A_ROUND) for what, word in asked.items()]


def _search_figure(db: Connection, word: str, what: str, rounds: int) -> Figure:
    bare = select(SearchDocument.id).where(has_words(db, looked_for(word)))
    narrowing = Narrowing(Wish(), clock.now())
    ways = {
        "ours": lambda: _took(lambda: search(db, word, narrowing)),
        "yardstick": lambda: _took(lambda: db.execute(bare).all()),
    }
    found = medians(ways, rounds)
    return Figure(f"search, {what}", found["ours"], "ms", found["yardstick"], at_most=SEARCH)


def _took(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000
