"""Themes and target groups over the API."""

from tests.services.catalogue.conftest import Call, Made


def test_series_are_found_by_them(call: Call, made: Made) -> None:
    topic = call("POST", "/terms", {"kind": "topic", "name_fi": "Työhyvinvointi", "name_en": "Well-being at work"})
    assert topic.status_code == 201
    assert (topic.json["key"], topic.json["series"]) == ("tyohyvinvointi", 0)
    call("POST", "/terms", {"kind": "audience", "name_fi": "Esihenkilöt"})
    changed = call("PATCH", made.series, {"topics": ["tyohyvinvointi"], "audiences": ["esihenkilot"], "version": 3})
    assert changed.status_code == 409
    changed = call("PATCH", made.series, {"topics": ["tyohyvinvointi"], "audiences": ["esihenkilot"]})
    assert (changed.json["topics"], changed.json["audiences"]) == (["tyohyvinvointi"], ["esihenkilot"])
    call("PATCH", made.series, {"state": "published"})
    found = call("GET", "/series?topic=tyohyvinvointi&audience=esihenkilot", key="")
    assert [one["slug"] for one in found.json["items"]] == [made.slug]
    assert call("GET", "/series?topic=esihenkilot").json["items"] == []
    # of one kind alone, the other stays
    assert call("PATCH", made.series, {"topics": []}).json["audiences"] == ["esihenkilot"]
    unknown = call("PATCH", made.series, {"topics": ["zebra"]})
    assert (unknown.status_code, unknown.json["field"]) == (422, "topics")
    counts = {one["key"]: one["series"] for one in call("GET", "/terms", key="").json["items"]}
    assert counts == {"tyohyvinvointi": 0, "esihenkilot": 1}


def test_a_copy_has_the_same(call: Call, made: Made) -> None:
    term = call("POST", "/terms", {"kind": "topic", "name_fi": "Vanha"}).json
    call("PATCH", made.series, {"topics": ["vanha"]})
    copy = call("POST", f"{made.series}/copy", {"title": "Uusi", "first_day": "2027-09-06"})
    assert copy.json["topics"] == ["vanha"]
    history = call("GET", f"{made.series}/history").json["items"]
    assert [one["fields"] for one in history if one["kind"] == "series.changed"] == [["term_ids"]]
    used = call("DELETE", f"/terms/{term['id']}")
    assert (used.status_code, used.json["code"]) == (409, "term_in_use")
    renamed = call("PATCH", f"/terms/{term['id']}", {"name_sv": "Ny", "version": 1})
    assert (renamed.json["name_sv"], renamed.json["key"], renamed.json["version"]) == ("Ny", "vanha", 2)
    assert call("PATCH", f"/terms/{term['id']}", {"name_sv": "Nyare", "version": 1}).status_code == 409
