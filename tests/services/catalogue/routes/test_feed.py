from datetime import timedelta
from xml.etree import ElementTree as ET

from flask.testing import FlaskClient

from tests.support.factories import NOON, Given

ATOM = "{http://www.w3.org/2005/Atom}"


def test_feed_holds_what_was_published_last_first(visitor: FlaskClient, given: Given) -> None:
    older = given.series(title="Older <b>", slug="older", published_at=NOON - timedelta(days=2), changed_at=NOON)
    newer = given.series(title="Newer", published_at=NOON - timedelta(days=1))
    given.series(title="Draft", state="draft", published_at=None)
    answer = visitor.get("/series.atom")
    assert answer.mimetype == "application/atom+xml"
    feed = ET.fromstring(answer.data)
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}id") for entry in entries] == [f"urn:uuid:{newer}", f"urn:uuid:{older}"]
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["Newer", "Older <b>"]
    assert feed.findtext(f"{ATOM}updated") == NOON.isoformat()
    # what RFC 4287 requires of each (section 4.1.2)
    for entry in entries:
        assert all(entry.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated", "summary"))
        assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Sospro Oy"
    links = [link.attrib["href"] for link in entries[1].findall(f"{ATOM}link")]
    assert links == ["http://localhost:8000/series/older"]


def test_feed_is_narrowed_down_like_the_list(visitor: FlaskClient, given: Given) -> None:
    given.term("Esihenkilöt", given.series(title="Fits"), kind="audience", key="esihenkilot", name_en="Managers")
    given.series(title="Another")
    feed = ET.fromstring(visitor.get("/series.atom?audience=esihenkilot").data)
    assert [entry.findtext(f"{ATOM}title") for entry in feed.findall(f"{ATOM}entry")] == ["Fits"]
    assert feed.findtext(f"{ATOM}title") == "Newest series: Managers · Kierros"
    assert str(feed.findtext(f"{ATOM}id")).endswith("/series.atom?audience=esihenkilot")


def test_reader_that_has_it_all_is_sent_nothing(visitor: FlaskClient, given: Given) -> None:
    first = visitor.get("/series.atom")
    again = visitor.get("/series.atom", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    given.series()
    assert visitor.get("/series.atom", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_pages_tell_of_the_feed(visitor: FlaskClient) -> None:
    for address in ("/", "/series"):
        assert 'type="application/atom+xml"' in visitor.get(address).text
