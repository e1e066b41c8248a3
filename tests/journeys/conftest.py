"""What every journey begins with: everything running, and a mail server."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.support.mail_server import Mailbox, mail_server
from tests.support.running import Running, running

WITHIN_SECONDS = 40


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All in this folder are journeys."""
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with mail_server() as kept:
        yield kept


@pytest.fixture
def kierros(database_url: str, tmp_path: Path, mailbox: Mailbox) -> Iterator[Running]:
    """Everything, on SQLite and on PostgreSQL, with its mail going out by SMTP, also when the tests run at night."""
    settings = {"KIERROS_MAIL_URL": f"smtp://127.0.0.1:{mailbox.port}", "KIERROS_QUIET_HOURS": ""}
    with running(tmp_path, database_url, **settings) as started:
        yield started


@dataclass(frozen=True)
class Tour:
    """A published series of one session with one presenter and one offering."""

    slug: str
    session: dict[str, Any]
    offering: dict[str, Any]
    starts_at: datetime
    presenter: str = "aino.luoto@example.org"


def publish_tour(kierros: Running, capacity: int | None = 25) -> Tour:
    """An organiser's work over the API, from nothing to published."""
    starts_at = (datetime.now(UTC) + timedelta(days=40)).replace(hour=9, minute=0, second=0, microsecond=0)
    organisation = kierros.call("catalogue", "POST", "/organisations", {"name": "Saaristo-opisto"})
    series = kierros.call(
        "catalogue",
        "POST",
        "/series",
        {"title": "Saariston kierros", "kind": "tour", "organiser_id": organisation["id"], "language": "fi"},
    )
    session = kierros.call(
        "catalogue",
        "POST",
        f"/series/{series['slug']}/sessions",
        {
            "title": "Ensimmäinen pysäkki; Åland, ja muut",
            "starts_at": starts_at.isoformat(),
            "ends_at": (starts_at + timedelta(hours=1)).isoformat(),
            "join_url": "https://meet.example.org/kierros",
            "presenters": [{"name": "Aino Luoto", "email": Tour.presenter, "role": "speaker"}],
        },
    )
    offering = kierros.call(
        "catalogue",
        "POST",
        f"/series/{series['slug']}/offerings",
        {"name": "Kaikille", "session_ids": [session["id"]], "capacity": capacity},
    )
    kierros.call("catalogue", "PATCH", f"/series/{series['slug']}", {"state": "published"})
    return Tour(series["slug"], session, offering, starts_at)


def register(kierros: Running, tour: Tour, *emails: str) -> dict[str, Any]:
    """Register people by name of their address."""
    people = [{"email": email, "name": email.split("@")[0].replace(".", " ").title()} for email in emails]
    answer: dict[str, Any] = kierros.call(
        "registration", "POST", f"/offerings/{tour.offering['id']}/registrations", {"people": people}
    )
    return answer


def wait_until(is_so: Callable[[], bool], what: str) -> None:
    """Look again and again. Fails when it does not become so."""
    deadline = time.monotonic() + WITHIN_SECONDS
    while not is_so():
        assert time.monotonic() < deadline, what
        time.sleep(0.1)
