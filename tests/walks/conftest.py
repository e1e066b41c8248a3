"""Walks of people who do their work with the keyboard alone: each in one look, and in all where pictures are taken."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.support.browser import visitor
from tests.support.catalogue_installation import Running, installed
from tests.support.looks import ALL, PICTURES, Look
from tests.walks.walker import Walker

Walk = Callable[..., Walker]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Each walk has a look of its own, so that together they see all of them."""
    if "look" in metafunc.fixturenames:
        files = sorted(path.name for path in Path(__file__).parent.glob("test_*.py"))
        own = ALL[files.index(Path(metafunc.module.__file__).name) % len(ALL)]
        metafunc.parametrize("look", ALL if PICTURES else [own], ids=lambda look: "-".join(map(str, look)))


@pytest.fixture
def running(sqlite_template: Path, tmp_path: Path) -> Iterator[Running]:
    """An installation of this walk's own: what somebody changed in one look would be there already in the next."""
    with installed(sqlite_template, tmp_path / "kierros.db") as installation:
        yield installation


@pytest.fixture
def walk(browser: Browser, running: Running, look: Look) -> Iterator[Walk]:
    """Lets somebody begin: `walk()` the organiser, `walk(signed_in=False)` whoever comes by; as many as are needed."""
    with ExitStack() as visitors:

        def begin(signed_in: bool = True) -> Walker:
            size = {"width": look.width, "height": 800}
            looks = {"locale": look.locale, "viewport": size, "color_scheme": look.scheme}
            # where nothing fades, whatever has the focus shows it at once
            context = visitors.enter_context(visitor(browser, **looks, reduced_motion="reduce"))
            page = running.sign_in(context) if signed_in else context.new_page()
            page.bring_to_front()
            return Walker(page, running.address)

        yield begin
