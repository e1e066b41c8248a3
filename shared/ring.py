"""The ring: tells notifications that something happened, after the commit and without keeping anyone waiting.

Nothing is lost when a ring is: the clock sweeps the journal anyway. Many commits close together are one ring.
"""

import threading
from collections.abc import Callable

#: commits closer together than this share a ring
QUIET_SECONDS = 1.0


class Bell:
    """One process's bell: a background thread that calls ``sound`` soon after ``pull``."""

    def __init__(self, sound: Callable[[], None], quiet_seconds: float = QUIET_SECONDS) -> None:
        self._sound = sound
        self._quiet_seconds = quiet_seconds
        self._pulled = threading.Event()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()

    def pull(self) -> None:
        """Ask for a ring; returns at once."""
        if not self._is_listening():
            with self._starting:
                if not self._is_listening():
                    self._thread = threading.Thread(target=self._listen, name="bell", daemon=True)
                    self._thread.start()
        self._pulled.set()

    def _is_listening(self) -> bool:
        """Whether the thread lives; one that an error ended is made anew with the next pull."""
        return self._thread is not None and self._thread.is_alive()

    def stop(self) -> None:
        """End the thread; a pull still waiting is left to the sweep."""
        self._stopped.set()
        self._pulled.set()

    def _listen(self) -> None:
        while self._pulled.wait() and not self._stopped.is_set():
            self._pulled.clear()
            self._sound()
            self._stopped.wait(self._quiet_seconds)


_bell: Bell | None = None


def hang(sound: Callable[[], None]) -> None:
    """Say what a ring does in this process."""
    global _bell  # noqa: PLW0603 - one process has one bell, as it has one log
    if _bell:
        _bell.stop()
    _bell = Bell(sound)


def ring() -> None:
    """Ring, if this process has a bell (the command line has none)."""
    if _bell:
        _bell.pull()
