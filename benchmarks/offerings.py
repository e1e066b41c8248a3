"""Something to register for: a published series with one session and open offerings of many places."""

from datetime import UTC, datetime, timedelta

from benchmarks.installation import Installation

PLACES = 1_000_000


def open_offerings(installation: Installation, count: int) -> tuple[str, list[str]]:
    """A key, and the path of the API at which one registers for each offering."""
    key = installation.key()

    def made(path: str, body: dict[str, object]) -> dict[str, str]:
        answer: dict[str, str] = installation.call("POST", "catalogue", path, key, body)
        return answer

    begins = datetime.now(UTC).replace(microsecond=0) + timedelta(days=30)
    organiser = made("/organisations", {"name": "Benchmark Ltd"})["id"]
    slug = made("/series", {"title": "Under load", "organiser_id": organiser, "timezone": "Europe/Helsinki"})["slug"]
    times = {"starts_at": begins.isoformat(), "ends_at": (begins + timedelta(hours=1)).isoformat()}
    session = made(
        f"/series/{slug}/sessions", {"title": "The session", "join_url": "https://example.org/join", **times}
    )
    body = {"session_ids": [session["id"]], "capacity": PLACES}
    offerings = [made(f"/series/{slug}/offerings", {"name": f"Group {n + 1}", **body})["id"] for n in range(count)]
    installation.call("PATCH", "catalogue", f"/series/{slug}", key, {"state": "published"})
    return key, [f"/api/v1/offerings/{offering}/registrations" for offering in offerings]
