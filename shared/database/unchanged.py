"""What holds for as long as nobody commits anything: of two moments a database says whether anybody did between."""

import sqlite3
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

from shared.database.sqlite import path_of

Answer = TypeVar("Answer")

#: answers kept between two commits
MOST_KEPT = 1000


class Unchanged:
    """Remembers answers until anybody commits, in this process or another."""

    def __init__(self) -> None:
        self._lock = Lock()
        #: the moment and what was answered then: one value, which other threads see change at once
        self._kept: tuple[Hashable, dict[Hashable, Any]] = (None, {})

    def recall(self, moment: Hashable, question: Hashable, ask: Callable[[], Answer]) -> Answer:
        """What ``ask`` gives, or gave at the same ``moment`` of the database; None is asked for anew.

        The moment is one before asking: a commit in between makes the next one ask again.
        """
        seen, answers = self._kept
        if moment == seen and question in answers:
            kept: Answer = answers[question]
            return kept
        answer = ask()
        with self._lock:
            if moment != self._kept[0] or len(self._kept[1]) >= MOST_KEPT:
                self._kept = moment, {}
            if answer is not None:
                self._kept[1][question] = answer
        return answer


class CommitCount:
    """SQLite counts commits, and asking for the count is nearly free. Opened on first use, so after a fork."""

    def __init__(self, url: str) -> None:
        self._path = path_of(url)
        self._lock = Lock()
        self._watch: sqlite3.Connection | None = None
        self._opened = 0

    def now(self) -> Hashable | None:
        """Another one after any commit of any other connection (``PRAGMA data_version``); None: it can't be read."""
        with self._lock:
            try:
                if self._watch is None:
                    self._watch = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
                    # each connection counts from a number of its own
                    self._opened += 1
                return self._opened, self._watch.execute("PRAGMA data_version").fetchone()[0]
            except sqlite3.Error:
                # the ordinary way finds the same, and says what is wrong
                return None

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._watch is not None:
                self._watch.close()
            self._watch = None
