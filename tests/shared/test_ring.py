"""The ring after the commit."""

import threading

from shared.ring import Bell


def test_bell_sounds_after_a_pull() -> None:
    heard = threading.Event()
    bell = Bell(heard.set)
    bell.pull()
    assert heard.wait(5)
    bell.stop()


def test_many_pulls_close_together_are_few_rings() -> None:
    count, going, go = [0], threading.Event(), threading.Event()

    def sound() -> None:
        count[0] += 1
        going.set()
        go.wait(5)

    bell = Bell(sound)
    bell.pull()
    assert going.wait(5)
    for _ in range(1000):
        bell.pull()
    second = threading.Event()
    bell._sound = lambda: (count.__setitem__(0, count[0] + 1), second.set())[0]
    go.set()
    assert second.wait(5), "a pull during a ring is heard afterwards"
    bell.stop()
    assert count[0] == 2
