"""The catalogue's lists and its search with ten thousand sessions, beside the same with a hundred; a month as JSON; on
SQLite and on PostgreSQL."""

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
from sqlalchemy import Connection, insert, select, text
from werkzeug.test import EnvironBuilder

from benchmarks.catalogue_rows import COMMON, RARE, RARE_OF_SESSION, fill, fill_month
from benchmarks.installation import install
from benchmarks.postgresql import Cluster
from benchmarks.report import Figure
from benchmarks.rounds import least, medians
from benchmarks.volume import signed_in
from services.catalogue.app import create_app
from services.catalogue.queries.public_filters import Narrowing, Wish
from services.catalogue.queries.public_search import search
from services.catalogue.rules.word_forms import looked_for
from shared import clock
from shared.command.serve import settle_collector
from shared.database import Database
from shared.database.full_text import has_words
from shared.database.guard import MIGRATION
from shared.schema.accounts import ApiKey
from shared.schema.base import new_id
from shared.schema.organisations import Organisation
from shared.schema.search import SearchDocument
from shared.secrets import plain_hash
from shared.settings import Settings

ORGANISER = "helmi@example.org"
FEW, MANY = 100, 10_000
HELD = {"few": FEW, "many": MANY}
MONTH = 500
REACH, SEARCH, AS_JSON = 1.5, 4.0, 10.0
TIMES_A_ROUND = 15
PUBLIC = {
    "home": "/",
    "series": "/series",
    "series with places in a region": "/series?places=free&region=Lappi",
    "search page, a word of one series": f"/series?q={RARE}",
    "search page, a word of every series": f"/series?q={COMMON}",
}
SEARCHED = {
    "a word of one series": RARE,
    "a word of one session": RARE_OF_SESSION,
    "a word of every series": COMMON,
}
OWN = {
    "organiser's home": "/workspace",
    "schedule, month": "/workspace/schedule",
    "schedule, list": "/workspace/schedule?view=list",
}


class _Measured:
    """An installation with so many sessions, and somebody who organises some of them."""

    def __init__(self, folder: Path, url: str, sessions: int, running: ExitStack) -> None:
        folder.mkdir()
        installation = install(folder, url)
        running.enter_context(installation.up())
        key = installation.key()
        own = UUID(installation.call("POST", "catalogue", "/organisations", key, {"name": "Benchmark Ltd"})["id"])
        fill(url, own, sessions)
        _look_at(url)
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
    """Lists over HTTP, the month from WSGI, search by its function."""
    with Cluster(folder / "pg") as cluster:
        databases = {
            "SQLite": {name: f"sqlite:///{folder / name}.db" for name in ("few", "many")},
            "PostgreSQL": {name: cluster.make_database(name) for name in ("few", "many")},
        }
        return [
            figure for name, urls in databases.items() for figure in _figures(folder / name.lower(), urls, name, rounds)
        ]


def _figures(folder: Path, urls: dict[str, str], database: str, rounds: int) -> list[Figure]:
    folder.mkdir()
    figures = []
    with ExitStack() as running:
        few = _Measured(folder / "few", urls["few"], FEW, running)
        many = _Measured(folder / "many", urls["many"], MANY, running)
        for who, pages in (("visitor", PUBLIC), ("organiser", OWN)):
            for name, path in pages.items():
                found = medians({"many": many.milliseconds(who, path), "few": few.milliseconds(who, path)}, rounds)
                figures.append(Figure(f"{name}, {database}", found["many"], "ms", found["few"], at_most=REACH))
    figures += _search_figures(urls["many"], database, rounds)
    return [*figures, *(_month_figure(urls[name], held, database, rounds) for name, held in HELD.items())]


def _look_at(url: str) -> None:
    """What PostgreSQL does by itself within a minute, so that its plans know how much there is."""
    if url.startswith("postgresql"):
        with closing(Database(url, MIGRATION)) as database, database.writing() as db:
            db.execute(text("ANALYZE"))


def _month_figure(database_url: str, held: int, database: str, rounds: int) -> Figure:
    """The whole of one call but for the line: from its head as WSGI has it to the last byte of the answer."""
    key = _month_of_its_own(database_url)
    app = create_app(Settings(database_url=database_url, secret_key="benchmarks-only-" * 3))
    since = clock.now()
    asked: dict[Any, Any] = {"since": since.isoformat(), "until": (since + timedelta(days=35)).isoformat()}
    head = EnvironBuilder("/api/v1/schedule", query_string=asked, headers=[("Authorization", f"Bearer {key}")])
    environment = head.get_environ()

    def month() -> bytes:
        return b"".join(app.wsgi_app(dict(environment), lambda *_said: lambda _bytes: None))

    # as a service does when it begins
    settle_collector()
    # a line is logged for each call, as ever
    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
        items = json.loads(month())["items"]
        if len(items) != MONTH:
            raise RuntimeError(f"{len(items)} of {MONTH} sessions are in the month")
        ways = {"ours": lambda: _took(month), "yardstick": lambda: _took(lambda: json.dumps(items))}
        found = least(ways, rounds * TIMES_A_ROUND)
    what = f"month as JSON, among {held:,}, {database}"
    return Figure(what, found["ours"], "ms", found["yardstick"], at_most=AS_JSON)


def _month_of_its_own(database_url: str) -> str:
    """An organiser's key, and a month of theirs with many sessions."""
    own, key = new_id(), "kierros_benchmarks"
    with closing(Database(database_url, "catalogue")) as database, database.writing() as db:
        db.execute(insert(Organisation).values(id=own, name="Month Ltd", created_at=clock.now()))
        said = {"role": "organiser", "organisation_id": own, "created_at": clock.now()}
        db.execute(insert(ApiKey).values(id=new_id(), name="Month", key_hash=plain_hash(key), **said))
    fill_month(database_url, own, MONTH)
    _look_at(database_url)
    return key


def _search_figures(url: str, name: str, rounds: int) -> list[Figure]:
    """What a search asks the database, beside the bare full-text query."""
    with closing(Database(url, "catalogue")) as database, database.reading() as db:
        return [
            _search_figure(db, word, f"search, {what}, {name}", rounds * TIMES_A_ROUND)
            for what, word in SEARCHED.items()
        ]


def _search_figure(db: Connection, word: str, what: str, rounds: int) -> Figure:
    """From what was typed to which series and twenty sessions in order; there a statement that was made beforehand is
    run and gives the ids of all documents."""
    narrowing = Narrowing(Wish(), clock.now())
    bare = select(SearchDocument.id).where(has_words(db, looked_for(word)))
    ways = {
        "ours": lambda: _took(lambda: search(db, word, narrowing)),
        "yardstick": lambda: _took(lambda: db.execute(bare).all()),
    }
    found = least(ways, rounds)
    return Figure(what, found["ours"], "ms", found["yardstick"], at_most=SEARCH)


def _took(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000
