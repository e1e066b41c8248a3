from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from time_machine import Traveller

from tests.services.catalogue.conftest import Call, Journal, Made, Searchable
from tests.support.factories import NOON, Given


def test_series_has_the_defaults_that_one_expects(call: Call, given: Given) -> None:
    organisation = given.organisation("TAMK")
    answer = call("POST", "/series", {"title": "Äidin työ", "organiser_id": str(organisation)})
    assert answer.status_code == 201
    said = answer.json
    assert (said["kind"], said["timezone"], said["language"]) == ("course", "Europe/Helsinki", "fi")
    assert (said["state"], said["slug"], said["version"]) == ("draft", "aidin-tyo", 1)
    assert said["url"] == "http://localhost:8000/series/aidin-tyo"
    assert (said["organiser_name"], said["credits"], said["published_at"]) == ("TAMK", None, None)
    assert len(said["warnings"]) == 2


def test_series_of_a_key_that_is_bound_to_one_organisation_is_that_organisations(call: Call, given: Given) -> None:
    own, other = given.organisation("TAMK"), given.organisation("Oamk")
    key = given.api_key("organiser", own)
    assert call("POST", "/series", {"title": "Oma"}, key=key).json["organiser_id"] == str(own)
    refused = call("POST", "/series", {"title": "Vieras", "organiser_id": str(other)}, key=key)
    assert (refused.status_code, refused.json["code"]) == (403, "not_organiser")


def test_series_of_a_key_for_all_organisations_must_name_one(call: Call) -> None:
    answer = call("POST", "/series", {"title": "Kenen"})
    assert (answer.status_code, answer.json["field"]) == (422, "organiser_id")
    unknown = call("POST", "/series", {"title": "Kenen", "organiser_id": str(uuid4())})
    assert (unknown.status_code, unknown.json["code"]) == (422, "no_organisation")


def test_series_of_the_same_title_get_addresses_of_their_own(call: Call, given: Given) -> None:
    body = {"title": "Nepsy", "organiser_id": str(given.organisation())}
    assert [call("POST", "/series", body).json["slug"] for _n in range(3)] == ["nepsy", "nepsy-2", "nepsy-3"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "x" * 201),
        ("title", "a\x07b"),
        ("title", 5),
        ("kind", "party"),
        ("summary", "x" * 501),
        ("description", "x" * 20_001),
        ("audience", "x" * 501),
        ("language", "de"),
        ("timezone", "Europe/Atlantis"),
        ("timezone", "../../etc/passwd"),
        ("entries_days_before", 0),
        ("entries_days_before", 91),
        ("credits", -1),
        ("credits", 1001),
        ("credits", 1.25),
        ("credits", "NaN"),
        ("organiser_id", "not-an-id"),
        ("surprise", "x"),
    ],
)
def test_series_with_a_wrong_field_is_refused_by_its_name(call: Call, made: Made, field: str, value: Any) -> None:
    body = {"title": "Nepsy", "organiser_id": made.organisation, field: value}
    added, changed = call("POST", "/series", body), call("PATCH", made.series, {field: value})
    for answer in (added, changed):
        assert (answer.status_code, answer.json["field"]) == (422, field)
        assert answer.content_type == "application/problem+json"


@pytest.mark.parametrize("field", ["title", "kind", "summary", "description", "language", "timezone", "state"])
def test_series_field_that_must_be_something_is_not_emptied(call: Call, made: Made, field: str) -> None:
    answer = call("PATCH", made.series, {field: None})
    assert (answer.status_code, answer.json["field"]) == (422, field)


def test_draft_is_there_for_its_organisers_only(call: Call, given: Given, made: Made) -> None:
    stranger = given.api_key("organiser", given.organisation("Oamk"))
    for path in (made.series, made.session, made.offering, f"{made.series}/sessions", f"{made.series}/offerings"):
        assert call("GET", path).status_code == 200
        for key in ("", stranger, given.api_key("contact")):
            assert call("GET", path, key=key).status_code == 404, path


def test_changing_what_is_somebody_elses_is_refused(call: Call, given: Given, made: Made) -> None:
    stranger = given.api_key("organiser", given.organisation("Oamk"))
    assert call("PATCH", made.series, {"title": "Minun"}, key=stranger).status_code == 404
    call("PATCH", made.series, {"state": "published"})
    for method, path, body in (
        ("PATCH", made.series, {"title": "Minun"}),
        ("PATCH", made.session, {"title": "Minun"}),
        ("POST", f"{made.session}/cancel", None),
        ("PATCH", made.offering, {"name": "Minun"}),
        ("POST", f"{made.series}/offerings", {"name": "Minun"}),
    ):
        assert call(method, path, body, key=stranger).status_code == 403, path
        assert call(method, path, body, key="").status_code == 401, path


def test_series_can_not_be_given_away_to_a_stranger(call: Call, given: Given) -> None:
    own, other = given.organisation("TAMK"), given.organisation("Oamk")
    key = given.api_key("organiser", own)
    slug = call("POST", "/series", {"title": "Oma"}, key=key).json["slug"]
    assert call("PATCH", f"/series/{slug}", {"organiser_id": str(other)}, key=key).status_code == 403


def test_published_series_may_be_read_by_everybody(call: Call, made: Made, journal: Journal) -> None:
    answer = call("PATCH", made.series, {"state": "published"})
    assert (answer.status_code, answer.json["state"]) == (200, "published")
    assert answer.json["published_at"] == "2027-01-11T12:00:00+02:00"
    seen = call("GET", made.series, key="")
    assert (seen.status_code, seen.json["warnings"]) == (200, [])
    assert seen.json["next_session_at"] == "2027-01-18T14:00:00+02:00"
    assert [item["slug"] for item in call("GET", "/series", key="").json["items"]] == [made.slug]
    assert journal()[-1] == "series.published"


def test_publishing_twice_happens_once(call: Call, made: Made, journal: Journal) -> None:
    first = call("PATCH", made.series, {"state": "published"}).json
    again = call("PATCH", made.series, {"state": "published"}).json
    assert first == again
    assert journal().count("series.published") == 1


def test_stale_edit_is_told_and_overwrites_nothing(call: Call, made: Made) -> None:
    seen = call("GET", made.series).json["version"]
    call("PATCH", made.series, {"title": "Ensimmäinen", "version": seen})
    stale = call("PATCH", made.series, {"title": "Toinen", "version": seen})
    assert (stale.status_code, stale.json["code"], stale.json["field"]) == (409, "stale", "version")
    assert call("GET", made.series).json["title"] == "Ensimmäinen"


def test_same_edit_sent_twice_is_done_once(call: Call, made: Made, journal: Journal) -> None:
    seen = call("GET", made.series).json["version"]
    first = call("PATCH", made.series, {"title": "Sama", "version": seen})
    again = call("PATCH", made.series, {"title": "Sama", "version": seen})
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json == again.json
    assert journal().count("series.changed") == 1


def test_edit_without_a_version_applies_to_the_newest(call: Call, made: Made) -> None:
    before = call("GET", made.series).json
    after = call("PATCH", made.series, {"summary": "Lyhyesti", "credits": 2.5}).json
    assert (after["summary"], after["credits"]) == ("Lyhyesti", 2.5)
    assert (after["title"], after["slug"], after["version"]) == (before["title"], before["slug"], before["version"] + 1)


def test_series_version_rises_with_everything_in_it(call: Call, made: Made) -> None:
    def version() -> int:
        return int(call("GET", made.series).json["version"])

    start = version()
    call("PATCH", made.session, {"title": "Uusi nimi"})
    call("PATCH", made.offering, {"name": "Uusi nimi"})
    call("PATCH", made.session, {"presenters": []})
    call("POST", f"{made.session}/cancel")
    assert version() == start + 4


def test_series_with_sessions_to_come_is_not_archived(call: Call, made: Made) -> None:
    call("PATCH", made.series, {"state": "published"})
    answer = call("PATCH", made.series, {"state": "archived"})
    assert (answer.status_code, answer.json["code"], answer.json["field"]) == (409, "sessions_to_come", "state")


def test_series_that_is_over_is_archived_and_stays_readable(call: Call, made: Made, noon: Traveller) -> None:
    call("PATCH", made.series, {"state": "published"})
    noon.move_to(NOON + timedelta(days=8))
    assert call("PATCH", made.series, {"state": "archived"}).json["state"] == "archived"
    assert call("GET", made.series, key="").status_code == 200
    assert call("GET", "/series?when=all", key="").json["items"] == []
    refused = call("POST", f"{made.series}/offerings", {"name": "Myöhässä"})
    assert (refused.status_code, refused.json["code"]) == (409, "series_archived")


def test_archived_draft_is_not_shown_to_everybody(call: Call, made: Made) -> None:
    call("PATCH", made.series, {"state": "archived"})
    assert call("GET", made.series, key="").status_code == 404


def test_list_shows_what_is_coming_the_nearest_first(
    call: Call, given: Given, searchable: Searchable, noon: Traveller
) -> None:
    later, sooner, past = (given.series(slug=slug, title=slug) for slug in ("later", "sooner", "past"))
    given.session(later, NOON + timedelta(days=9))
    given.session(sooner, NOON + timedelta(days=2))
    given.session(sooner, NOON - timedelta(days=2))
    given.session(past, NOON - timedelta(days=2))
    given.series(slug="empty")
    given.session(given.series(slug="cancelled"), state="cancelled")
    given.session(given.series(slug="draft", state="draft", published_at=None), NOON + timedelta(days=1))
    searchable()

    def slugs(query: str, key: str = "") -> list[str]:
        return [item["slug"] for item in call("GET", f"/series?{query}", key=key or None if key else "").json["items"]]

    assert slugs("") == ["sooner", "later", "empty"]
    assert sorted(slugs("when=past")) == ["cancelled", "past"]
    assert slugs("state=draft") == []
    assert slugs("q=LAT") == ["later"]
    assert slugs("q=%") == []
    assert slugs("kind=course") == []
    assert slugs("has_places=true&mode=online&starts_from=2027-01-14T00:00:00Z") == []
    assert slugs("mode=online&starts_from=2027-01-14T00:00:00Z") == ["later"]
    assert [item["slug"] for item in call("GET", "/series").json["items"]] == ["draft", "sooner", "later", "empty"]


def test_a_slip_of_the_pen_is_answered_with_what_was_meant(call: Call, given: Given, searchable: Searchable) -> None:
    given.series(title="Lastensuojelu arjessa", kind="tour")
    given.series(title="Salainen", state="draft", published_at=None)
    searchable()
    answer = call("GET", "/series?q=lasensuojelu&kind=tour", key=None).json
    assert (answer["items"], answer["did_you_mean"]) == ([], "lastensuojelu")
    # neither what finds something nor what nothing is near to, nor what the choices leave out or nobody may find
    for asked in ("", "q=lastensuojelu", "q=hevonen", "q=lasensuojelu&kind=course", "q=salainem"):
        assert call("GET", f"/series?{asked}", key=None).json["did_you_mean"] is None, asked


def test_list_goes_on_where_the_page_before_ended(call: Call, given: Given, noon: Traveller) -> None:
    for number in range(5):
        given.session(given.series(slug=f"s{number}"), NOON + timedelta(days=1 + number // 2))
    found: list[str] = []
    page: dict[str, Any] = {"next": ""}
    for _page in range(3):
        cursor = f"&cursor={page['next']}" if page["next"] else ""
        page = call("GET", f"/series?limit=2{cursor}", key="").json
        found += [item["slug"] for item in page["items"]]
    assert (sorted(found), len(found)) == (["s0", "s1", "s2", "s3", "s4"], 5)
    assert page["next"] is None


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "limit=x", "when=never", "state=gone", "surprise=1"])
def test_list_query_that_is_wrong_is_refused_by_its_name(call: Call, query: str) -> None:
    answer = call("GET", f"/series?{query}", key="")
    assert (answer.status_code, answer.json["field"]) == (422, query.partition("=")[0])


@pytest.mark.parametrize("slug", ["nothing-here", "%F0%9F%92%A9", "x" * 300])
def test_series_that_is_not_there_is_not_found(call: Call, slug: str) -> None:
    assert call("GET", f"/series/{slug}", key="").status_code == 404


def test_texts_with_markup_and_line_breaks_stay_data(call: Call, made: Made) -> None:
    nasty = "<script>alert(1)</script> & \"q\" 'q' {{ 7*7 }} %s ${x}"
    said = call("PATCH", made.series, {"title": nasty, "description": f"{nasty}\r\n\r\nToinen kappale"}).json
    assert (said["title"], said["description"]) == (nasty, f"{nasty}\r\n\r\nToinen kappale")
    assert call("PATCH", made.series, {"title": "Otsikko\r\nBcc: all@example.org"}).json["title"] == (
        "Otsikko Bcc: all@example.org"
    )


def test_calendar_entries_go_out_at_once_or_so_many_days_before_each_session(call: Call, given: Given) -> None:
    made = call("POST", "/series", {"title": "Erikoistuminen", "organiser_id": str(given.organisation())}).json
    assert made["entries_days_before"] is None
    for days in (7, None):
        assert (
            call("PATCH", f"/series/{made['slug']}", {"entries_days_before": days}).json["entries_days_before"] == days
        )
    stays = call("PATCH", f"/series/{made['slug']}", {"title": "Toinen"}).json
    assert (stays["title"], stays["entries_days_before"]) == ("Toinen", None)
