"""Pages take turns at the databases: each test of a route runs on one of them, which its name decides.

What is asked of a database stands in actions and queries, whose tests run on both. The many tests of a route are about
what is said and who may ask; half of them meet SQLite and half PostgreSQL, the same half each time. So do the longest
walks in a browser, and tests that follow mail from a change until it is sent, which is always the same few statements
(``takes_turns``). `make test-both` runs all of them on both.
"""

import os
from collections import defaultdict
from zlib import crc32

import pytest

BOTH = bool(os.environ.get("KIERROS_BOTH_DATABASES"))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out a test's twin; a test that was asked for alone has none."""
    if BOTH:
        return
    twins: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        if "routes" in item.path.parts or item.get_closest_marker("takes_turns"):
            database = _database(item)
            twins[item.nodeid.replace(database, "") if database else item.nodeid].append(item)
    left_out = {pair[crc32(name.encode()) % 2] for name, pair in twins.items() if len(set(map(_database, pair))) == 2}
    config.hook.pytest_deselected(items=list(left_out))
    items[:] = [item for item in items if item not in left_out]


def _database(item: pytest.Item) -> str:
    made = getattr(item, "callspec", None)
    return str(made.params.get("database_url", "")) if made else ""
