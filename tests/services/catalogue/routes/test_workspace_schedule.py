from datetime import timedelta
from uuid import UUID

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient

from shared.schema.catalogue import SeriesPartner
from tests.support.factories import NOON, Given

AINO = "aino@example.org"


def page(client: FlaskClient, query: str = "") -> BeautifulSoup:
    answer = client.get(f"/workspace/schedule{query}")
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def words(tag: Tag | BeautifulSoup) -> str:
    return " ".join(tag.get_text(" ").split())


@pytest.fixture
def season(given: Given, organisation: UUID) -> list[UUID]:
    """Of two series of ours: two sessions at once with one presenter, who presents elsewhere too; one cancelled."""
    ours, also_ours = given.series(organisation, slug="ours", title="Ours"), given.series(organisation, slug="also")
    theirs = given.series(title="Theirs")
    at = NOON + timedelta(days=2)
    sessions = [
        given.session(ours, at, title="First", mode="onsite", venue="Kuntokatu 3"),
        given.session(also_ours, at + timedelta(hours=1), title="Second", mode="hybrid", venue="kuntokatu 3"),
        given.session(theirs, at, title="Secret"),
        given.session(ours, at, title="Called off", state="cancelled", mode="onsite", venue="Kuntokatu 3"),
    ]
    for session in sessions:
        given.presenter(session, AINO)
    return sessions


def test_schedule_shows_the_sessions_of_all_own_series_on_their_days(
    organiser: FlaskClient, season: list[UUID]
) -> None:
    found = page(organiser)
    assert words(found.h1) == "Schedule: January 2027"  # type: ignore[arg-type]
    assert [words(week) for week in found.select(".week-number")] == [f"Week {n}" for n in (53, 1, 2, 3, 4)]
    days = found.select(".day")
    assert len(days) == 35
    [day] = [day for day in days if day.select(".entry")]
    assert words(day).startswith("Wed 13 Jan 12:00–14:00 First")
    assert [a["href"] for a in day.select("a:not(.entry-move a)")] == [
        f"/workspace/sessions/{season[0]}/edit",
        f"/workspace/series/ours#stop-{season[3]}",
        f"/workspace/sessions/{season[1]}/edit",
    ]
    assert [words(gone) for gone in day.select("s")] == ["Called off"]
    # whatever can still be moved says so, what was called off doesn't
    assert [a["href"] for a in day.select(".entry-move a")] == [
        f"/workspace/sessions/{session}/move?view=month" for session in (season[0], season[1])
    ]


def test_schedule_says_who_and_what_is_booked_twice_and_of_others_no_more(
    organiser: FlaskClient, season: list[UUID]
) -> None:
    found = page(organiser, "?view=week")
    first, gone, second = (sorted(words(p) for p in e.select(".entry-clash")) for e in found.select(".entry"))
    assert first == [
        "Aino Esittelijä is booked elsewhere then.",
        "Aino Esittelijä presents “Second” at the same time.",
        "“Second” is in the same venue then.",
    ]
    assert second[1:] == ["Aino Esittelijä presents “First” at the same time.", "“First” is in the same venue then."]
    assert gone == []
    assert "Secret" not in found.get_text()


def rehearsed(before: timedelta) -> dict[str, int]:
    """A session that is rehearsed for an hour."""
    return {"rehearsal_before": int(before.total_seconds()) // 60, "rehearsal_minutes": 60}


def test_rehearsals_take_presenters_time_too(organiser: FlaskClient, given: Given, organisation: UUID) -> None:
    ours, theirs = given.series(organisation, slug="ours"), given.series(title="Theirs")
    at = NOON + timedelta(days=2)
    # the sessions of next week don't meet, but all that is rehearsed for them the week before
    titles = {
        "First": (ours, at, {}),
        "Next week": (ours, at + timedelta(days=7), rehearsed(timedelta(days=7))),
        "Rehearsed too": (ours, at + timedelta(days=7, hours=3), rehearsed(timedelta(days=7, hours=2.5))),
        "Secret": (theirs, at + timedelta(days=7, hours=6), rehearsed(timedelta(days=7, hours=5.25))),
        "Tomorrow": (ours, at + timedelta(days=1), {}),
    }
    for title, (series, starts_at, more) in titles.items():
        given.presenter(given.session(series, starts_at, title=title, **more), AINO)
    said = {
        words(entry.a): sorted(words(p) for p in entry.select(".entry-clash"))  # type: ignore[arg-type]
        for week in ("2027-01-11", "2027-01-18")
        for entry in page(organiser, f"?view=week&day={week}").select(".entry")
    }
    assert [found for title, found in said.items() if "First" in title] == [
        [
            "Aino Esittelijä is booked elsewhere then.",
            "Aino Esittelijä rehearses for “Next week” at the same time.",
            "Aino Esittelijä rehearses for “Rehearsed too” at the same time.",
        ]
    ]
    [of_next] = [found for title, found in said.items() if "Next week" in title]
    assert [sentence for sentence in of_next if "during the rehearsal" in sentence] == [
        "Aino Esittelijä is booked elsewhere during the rehearsal.",
        "Aino Esittelijä presents “First” during the rehearsal.",
        "Aino Esittelijä rehearses for “Rehearsed too” during the rehearsal.",
    ]
    assert [found for title, found in said.items() if "Tomorrow" in title] == [[]]


def test_filter_hides_other_series_but_none_of_what_stands_against_this(
    organiser: FlaskClient, season: list[UUID]
) -> None:
    found = page(organiser, "?view=list&series=also")
    assert [words(e.a) for e in found.select(".entry")] == ["Second"]  # type: ignore[arg-type]
    assert "presents “First” at the same time" in words(found)
    assert all("series=also" in str(link["href"]) for link in found.select("nav[aria-label='Time shown'] a"))


@pytest.mark.parametrize("query", ["?view=year&day=yesterday&series=theirs", "?day=0001-01-01", "?day=9999-12-31"])
def test_address_with_nonsense_shows_some_month(organiser: FlaskClient, season: list[UUID], query: str) -> None:
    assert len(page(organiser, query).select(".day")) >= 28


def test_long_session_is_on_each_of_its_days_as_clocks_there_show_them(
    organiser: FlaskClient, given: Given, organisation: UUID
) -> None:
    start = NOON + timedelta(days=1, hours=13)
    given.session(given.series(organisation), start, timezone="Europe/London", ends_at=start + timedelta(hours=25))
    days = [day for day in page(organiser).select(".day") if day.select(".entry")]
    assert [words(day.p) for day in days] == ["Tue 12 Jan", "Wed 13 Jan"]  # type: ignore[arg-type]
    assert "23:00 – 14 Jan 00:00 UK time" in words(days[0])
    assert "Goes on, ends 14 Jan 00:00" in words(days[1])


def test_empty_month_says_so(organiser: FlaskClient, season: list[UUID]) -> None:
    assert "No sessions in this time." in words(page(organiser, "?day=2027-05-01"))


def test_partner_who_only_looks_is_not_offered_to_move(
    organiser: FlaskClient, given: Given, organisation: UUID
) -> None:
    theirs = given.series(title="Theirs", slug="theirs")
    session = given.session(theirs, NOON + timedelta(days=2))
    given.row_without_id(SeriesPartner, series_id=theirs, organisation_id=organisation, role="partner")
    for view in ("month", "timeline"):
        found = page(organiser, f"?view={view}")
        assert found.select("a[href^='/workspace/series/theirs#stop-']")
        assert not found.select(f"a[href*='{session}/move'], [data-move]")
    assert organiser.get(f"/workspace/sessions/{session}/move").status_code == 403


def test_timeline_has_a_line_for_each_series_with_its_days(organiser: FlaskClient, season: list[UUID]) -> None:
    found = page(organiser, "?view=timeline&day=2027-01-05")
    titles = [words(line) for line in found.select(".timeline tbody th")]
    assert titles == ["Ours", "Tutustumiskierros sote-alan ratkaisuihin"]
    assert [words(dot).split(" ")[0] for dot in found.select(".timeline .dot")] == ["13!", "13", "13!"]
    assert "is booked elsewhere then." in found.get_text()
    assert "Secret" not in found.get_text()


def test_holidays_stand_on_their_days(organiser: FlaskClient, season: list[UUID]) -> None:
    found = page(organiser, "?view=month&day=2027-01-05")
    assert [words(day) for day in found.select(".day-holiday")] == ["New Year's Day", "Epiphany"]
