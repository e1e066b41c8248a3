from xml.etree import ElementTree as ET

from flask.testing import FlaskClient

from services.catalogue.actions import paths
from services.catalogue.actions.paths import NewPath, StageFacts
from shared.database import Database
from shared.web.viewer import Viewer
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


def test_sitemap_names_published_paths(visitor: FlaskClient, given: Given, catalogue: Database) -> None:
    series, school = given.series(), given.organisation("TAMK")
    with catalogue.writing() as db:
        for title in ("Akatemia", "Luonnos"):
            path_id = paths.create_path(db, "system", NewPath(title, school, "fi"))
            stage = StageFacts("Yhteiset", "all", None, None, [series])
            paths.set_stages(db, Viewer("account:1", is_administrator=True), path_id, [stage])
            if title == "Akatemia":
                paths.publish_path(db, "system", path_id)
    found = visitor.get("/sitemap.xml").text
    assert "/paths/akatemia</loc>" in found
    assert "luonnos" not in found


def test_robots_keeps_search_engines_to_public_pages(visitor: FlaskClient) -> None:
    answer = visitor.get("/robots.txt")
    assert answer.mimetype == "text/plain"
    assert "Disallow: /workspace" in answer.text
    assert "/sitemap.xml" in answer.text
