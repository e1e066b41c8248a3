from xml.etree import ElementTree as ET

from flask.testing import FlaskClient

from tests.support.factories import Given


def test_sitemap_names_what_is_published(visitor: FlaskClient, given: Given) -> None:
    session = given.session(given.series(slug="open"))
    hidden = given.session(given.series(slug="draft", state="draft"))
    answer = visitor.get("/sitemap.xml")
    found = [
        place.text or ""
        for place in ET.fromstring(answer.data).iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")
    ]
    assert any(place.endswith("/series/open") for place in found)
    assert any(place.endswith(f"/sessions/{session}") for place in found)
    assert not any("draft" in place or str(hidden) in place for place in found)


def test_robots_keeps_search_engines_to_public_pages(visitor: FlaskClient) -> None:
    answer = visitor.get("/robots.txt")
    assert answer.mimetype == "text/plain"
    assert "Disallow: /workspace" in answer.text
    assert "/sitemap.xml" in answer.text
