"""The ring after the commit."""

import threading

import pytest

from shared.ring import Bell


def test_bell_sounds_after_a_pull() -> None:
    heard = threading.Event()
    bell = Bell(heard.set)
    bell.pull()
    assert heard.wait(5)
    bell.stop()


def test_many_pulls_close_together_are_few_rings() -> None:
    rings, begun, go = [], threading.Semaphore(0), threading.Semaphore(0)

    def sound() -> None:
        rings.append(1)
        begun.release()
        go.acquire()

    bell = Bell(sound)
    bell.pull()
    assert begun.acquire(timeout=5)
    for _ in range(1000):
        bell.pull()
    go.release()
    assert begun.acquire(timeout=5), "a pull during a ring is heard afterwards"
    bell.stop()
    go.release()
    assert len(rings) == 2


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_bell_whose_thread_an_error_ended_sounds_again() -> None:
    heard = threading.Event()
    first = threading.Event()

    def sound() -> None:
        if not first.is_set():
            first.set()
            raise RuntimeError("the first ring goes wrong")
        heard.set()

    bell = Bell(sound)
    bell.pull()
    assert first.wait(10)
    while not heard.wait(0.05):
        bell.pull()
    bell.stop()
