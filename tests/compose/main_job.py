"""The main job through the one address: publish, register, move, cancel; every calendar follows."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.compose.address import Address
from tests.compose.mailbox import wait_for_entries

PRESENTER = "aino.luoto@example.org"
REGISTRANT = "onni.saari@example.com"


@dataclass(frozen=True)
class Published:
    """What was published, and where a visitor finds it."""

    slug: str
    session: str
    offering: str
    starts_at: datetime


def do_main_job(address: Address) -> None:
    """The whole walk. Fails with what was found instead of what was due."""
    tour = publish(address)
    see(address, tour)
    register(address, tour)
    move(address, tour)
    cancel(address, tour)


def publish(address: Address) -> Published:
    """An organiser makes a series of one session with a presenter, who is invited when it is published."""
    starts_at = (datetime.now(UTC) + timedelta(days=40)).replace(hour=9, minute=0, second=0, microsecond=0)
    organiser = address.call("catalogue", "POST", "/organisations", name="Saaristo-opisto")
    series = address.call(
        "catalogue", "POST", "/series",
        title="Saariston kierros", kind="tour", organiser_id=organiser["id"], timezone="Europe/Helsinki", language="fi",
    )  # fmt: skip
    session = address.call(
        "catalogue", "POST", f"/series/{series['slug']}/sessions",
        title="Ensimmäinen pysäkki", mode="online",
        starts_at=starts_at.isoformat(), ends_at=(starts_at + timedelta(hours=1)).isoformat(),
        join_url="https://meet.example.org/kierros",
        presenters=[{"name": "Aino Luoto", "email": PRESENTER, "role": "speaker"}],
    )  # fmt: skip
    offering = address.call(
        "catalogue", "POST", f"/series/{series['slug']}/offerings",
        name="Kaikille", session_ids=[session["id"]], capacity=25, waitlist=True,
    )  # fmt: skip
    address.call("catalogue", "PATCH", f"/series/{series['slug']}", state="published")
    [invite] = wait_for_entries(PRESENTER, 1)
    assert (invite.method, invite.sequence) == ("REQUEST", session["revision"]), invite
    assert invite.uid == f"session-{session['id']}@localhost", invite
    return Published(series["slug"], session["id"], offering["id"], starts_at)


def see(address: Address, tour: Published) -> None:
    """A visitor finds the series on its page, and its feed carries the session."""
    page = address.fetch(f"/series/{tour.slug}").expect(200, text="Ensimmäinen pysäkki")
    assert page.headers["Strict-Transport-Security"], dict(page.headers)
    feed = address.fetch(f"/notifications/feeds/series/{tour.slug}.ics", Accept_Encoding="gzip")
    feed.expect(200, text=f"UID:session-{tour.session}@localhost")


def register(address: Address, tour: Published) -> None:
    """A person registers, is confirmed, and gets the same calendar entry by mail."""
    batch = address.call(
        "registration", "POST", f"/offerings/{tour.offering}/registrations",
        people=[{"email": REGISTRANT, "name": "Onni Saari"}], if_full="waitlist",
    )  # fmt: skip
    assert [made["state"] for made in batch["registrations"]] == ["confirmed"], batch
    availability = address.call("registration", "GET", f"/offerings/{tour.offering}/availability")
    assert (availability["capacity"], availability["taken"]) == (25, 1), availability
    [confirmation] = wait_for_entries(REGISTRANT, 1)
    assert confirmation.uid == f"session-{tour.session}@localhost", confirmation


def move(address: Address, tour: Published) -> None:
    """The session moves by a day: each person gets one update of the same entry."""
    later = tour.starts_at + timedelta(days=1)
    _change(address, tour, starts_at=later.isoformat(), ends_at=(later + timedelta(hours=1)).isoformat())
    for person in (PRESENTER, REGISTRANT):
        first, update = wait_for_entries(person, 2)
        assert update.method == "REQUEST", update
        assert update.uid == first.uid
        assert update.sequence > first.sequence, (first, update)
        assert f"{later:%Y%m%d}" in update.start, update


def cancel(address: Address, tour: Published) -> None:
    """The session is cancelled: the entry goes away everywhere, the page says so, and nobody got a mail too many."""
    address.call("catalogue", "POST", f"/sessions/{tour.session}/cancel")
    for person in (PRESENTER, REGISTRANT):
        first, update, end = wait_for_entries(person, 3)
        assert end.method == "CANCEL", end
        assert end.uid == first.uid
        assert end.sequence > update.sequence, (update, end)
    assert address.call("catalogue", "GET", f"/sessions/{tour.session}")["state"] == "cancelled"
    page = address.fetch(f"/series/{tour.slug}", Accept_Language="en")
    assert "cancelled" in page.text.lower(), page.text[:4000]


def _change(address: Address, tour: Published, **fields: Any) -> None:
    before = address.call("catalogue", "GET", f"/sessions/{tour.session}")
    after = address.call("catalogue", "PATCH", f"/sessions/{tour.session}", version=before["version"], **fields)
    assert after["revision"] > before["revision"], json.dumps(after)
