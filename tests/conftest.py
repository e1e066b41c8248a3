"""What every test may ask for. Each fixture lives in the module of tests/support that is named for it."""

import hypothesis
import pytest

pytest_plugins = [
    "tests.support.browser",
    "tests.support.postgres",
    "tests.support.database",
    "tests.support.deliveries",
    "tests.support.garbage",
    "tests.support.turns",
    "tests.support.warm",
]

# how long an example takes is the machine's affair, and what else it does
hypothesis.settings.register_profile("unhurried", hypothesis.settings(), deadline=None)
hypothesis.settings.load_profile("unhurried")

SLOW = {"browser", "journeys"}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slow ones begin: what one process has left in the end is quick, and shared out among all."""
    items.sort(key=lambda item: SLOW.isdisjoint(item.path.parts))
