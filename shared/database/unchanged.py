"""What holds for as long as nobody commits anything: SQLite counts commits, and asking for the count is nearly free."""

import sqlite3
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

from shared.database.sqlite import path_of

Answer = TypeVar("Answer")

#: answers kept between two commits
MOST_KEPT = 1000


class Unchanged:
    """Remembers answers until anybody commits, in this process or another. Opened on first use, so after a fork."""

    def __init__(self, url: str) -> None:
        self._path = path_of(url)
        self._lock = Lock()
        self._watch: sqlite3.Connection | None = None
        self._seen = -1
        self._answers: dict[Hashable, Any] = {}

    def recall(self, question: Hashable, ask: Callable[[], Answer]) -> Answer:
        """What ``ask`` gives, or gave since the last commit; None is asked for anew."""
        # counted before asking: a commit in between makes the next one ask again
        try:
            seen = self._commits()
        except sqlite3.Error:
            # the ordinary way finds the same, and says what is wrong
            return ask()
        if seen == self._seen and question in self._answers:
            kept: Answer = self._answers[question]
            return kept
        answer = ask()
        with self._lock:
            if seen != self._seen or len(self._answers) >= MOST_KEPT:
                self._seen, self._answers = seen, {}
            if answer is not None:
                self._answers[question] = answer
        return answer

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._watch is not None:
                self._watch.close()
            self._watch = None
            self._seen = -1

    def _commits(self) -> int:
        """A number that is another one after any commit of any other connection (``PRAGMA data_version``)."""
        with self._lock:
            if self._watch is None:
                self._watch = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
            count: int = self._watch.execute("PRAGMA data_version").fetchone()[0]
            return count
