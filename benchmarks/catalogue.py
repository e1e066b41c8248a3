"""The catalogue's lists and its search with ten thousand sessions, beside the same with a hundred; a month as JSON."""

import json
import os
import time
from collections.abc import Callable
from contextlib import ExitStack, closing, redirect_stdout
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID

import requests
from sqlalchemy import Connection, insert, select
from werkzeug.test import EnvironBuilder

from benchmarks.catalogue_rows import COMMON, RARE, fill, fill_month
from benchmarks.installation import install
from benchmarks.report import Figure
from benchmarks.rounds import medians
from benchmarks.volume import signed_in
from services.catalogue.app import create_app
from services.catalogue.queries.public_filters import Narrowing, Wish
from services.catalogue.queries.public_search import search
from services.catalogue.rules.word_forms import looked_for
from shared import clock
from shared.database import Database
from shared.database.full_text import has_words
from shared.schema.accounts import ApiKey
from shared.schema.base import new_id
from shared.schema.organisations import Organisation
from shared.schema.search import SearchDocument
from shared.secrets import plain_hash
from shared.settings import Settings

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
        self.visitor, self.organiser = requests.Session(), signed_in(installation, ORGANISER)

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
    figures += [_month_figure(folder / name, held, rounds) for name, held in (("few", FEW), ("many", MANY))]
    return [*figures, *_search_figures(folder / "many", rounds)]


def _month_figure(folder: Path, held: int, rounds: int) -> Figure:
    """The whole of one call but for the line: from its head as WSGI has it to the last byte of the answer."""
    database_url = f"sqlite:///{folder / 'kierros.db'}"
    key = _month_of_its_own(database_url)
    app = create_app(Settings(database_url=database_url, secret_key="benchmarks-only-" * 3))
    since = clock.now()
    asked: dict[Any, Any] = {"since": since.isoformat(), "until": (since + timedelta(days=35)).isoformat()}
    head = EnvironBuilder("/api/v1/schedule", query_string=asked, headers=[("Authorization", f"Bearer {key}")])
    environment = head.get_environ()

    def month() -> bytes:
        return b"".join(app.wsgi_app(dict(environment), lambda *_said: lambda _bytes: None))

    # a line is logged for each call, as ever
    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
        items = json.loads(month())["items"]
        if len(items) != MONTH:
            raise RuntimeError(f"{len(items)} of {MONTH} sessions are in the month")
        ways = {"ours": lambda: _took(month), "yardstick": lambda: _took(lambda: json.dumps(items))}
        found = medians(ways, rounds * TIMES_A_ROUND)
    what = f"month of {MONTH} sessions as JSON, among {held:,}"
    return Figure(what, found["ours"], "ms", found["yardstick"], at_most=AS_JSON)


def _month_of_its_own(database_url: str) -> str:
    """An organiser's key, and a month of theirs with many sessions."""
    own, key = new_id(), "kierros_benchmarks"
    with closing(Database(database_url, "catalogue")) as database, database.writing() as db:
        db.execute(insert(Organisation).values(id=own, name="Month Ltd", created_at=clock.now()))
        said = {"role": "organiser", "organisation_id": own, "created_at": clock.now()}
        db.execute(insert(ApiKey).values(id=new_id(), name="Month", key_hash=plain_hash(key), **said))
    fill_month(database_url, own, MONTH)
    return key


def _search_figures(folder: Path, rounds: int) -> list[Figure]:
    """What a search asks the database, beside the bare full-text query."""
    with closing(Database(f"sqlite:///{folder / 'kierros.db'}", "catalogue")) as database, database.reading() as db:
        asked = {"a word of one series": RARE, "a word of every series": COMMON}
        return [_search_figure(db, word, what, rounds * TIMES_A_ROUND) for what, word in asked.items()]


def _search_figure(db: Connection, word: str, what: str, rounds: int) -> Figure:
    """Both from what was typed to what was found: ids alone there; here which series, and twenty sessions in order."""
    narrowing = Narrowing(Wish(), clock.now())

    def bare() -> None:
        db.execute(select(SearchDocument.id).where(has_words(db, looked_for(word)))).all()

    ways = {"ours": lambda: _took(lambda: search(db, word, narrowing)), "yardstick": lambda: _took(bare)}
    found = medians(ways, rounds)
    return Figure(f"search, {what}", found["ours"], "ms", found["yardstick"], at_most=SEARCH)


def _took(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000
