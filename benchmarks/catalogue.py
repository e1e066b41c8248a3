"""The catalogue's lists and its search with ten thousand sessions, beside the same with a hundred."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from uuid import UUID

import requests

from benchmarks.catalogue_rows import COMMON, RARE, fill
from benchmarks.installation import install
from benchmarks.report import Figure
from benchmarks.rounds import medians
from benchmarks.volume import signed_in

ORGANISER = "helmi@example.org"
FEW, MANY = 100, 10_000
REACH = 1.5
TIMES_A_ROUND = 15
PUBLIC = {
    "home": "/",
    "series": "/series",
    "series with places in a region": "/series?places=free&region=Lappi",
    "search, a word of one series": f"/series?q={RARE}",
    "search, a word of every series": f"/series?q={COMMON}",
    "list for programs (API)": "/api/v1/series",
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

        def once() -> float:
            began = time.perf_counter()
            answer = session.get(self.origin + path, timeout=60)
            took = time.perf_counter() - began
            answer.raise_for_status()
            return took * 1000

        return lambda: median(once() for _ in range(TIMES_A_ROUND))


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
    return figures
