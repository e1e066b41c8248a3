"""Looks for garbage after each test, among what it made: looking over all that was read in took a tenth of the run.

Something that nobody closed is found right after its test, as a warning that fails the next one.
"""

import gc
from collections.abc import Generator

import pytest

#: left to itself: objects that come before the young ones are looked over, and how often the older ones are beside them
SELDOM = (50_000, 10, 10)


def pytest_configure() -> None:
    """From before the tests are read in."""
    gc.set_threshold(*SELDOM)


def pytest_collection_finish() -> None:
    """The tests, and all that they import, stay until the end."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol() -> Generator[None, object, object]:
    """Nobody holds what the test was given any more."""
    result = yield
    gc.collect(1)
    return result
