"""Components and layout: what they say to people, browsers and screen readers."""

import pytest
from bs4 import BeautifulSoup, Tag
from flask import render_template_string
from flask.testing import FlaskClient
from jinja2 import UndefinedError
from markupsafe import Markup
from playwright.sync_api import Browser

from shared.web import look
from tests.shared.web import gallery
from tests.shared.web.address import served
from tests.support.browser import axe, visitor


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return gallery.make().test_client()


def page(client: FlaskClient, address: str = "/") -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def the(soup: BeautifulSoup | Tag, selector: str) -> Tag:
    found = soup.select_one(selector)
    assert found is not None, selector
    return found


def words(tag: Tag) -> str:
    return " ".join(tag.get_text().split())


def test_page_has_nothing_inline(client: FlaskClient) -> None:
    soup = page(client)
    assert soup.select("[style], style, script:not([src])") == []
    assert [tag for tag in soup.find_all(True) if any(name.startswith("on") for name in tag.attrs)] == []


@pytest.mark.parametrize(("language", "upcoming"), [("fi", "Tulossa"), ("sv", "På gång"), ("en", "Upcoming")])
def test_page_says_its_language_and_marks_it(client: FlaskClient, language: str, upcoming: str) -> None:
    soup = page(client, f"/?lang={language}")
    assert the(soup, "html")["lang"] == language
    assert words(the(soup, ".site-nav a")) == upcoming
    switch = soup.select(".languages a")
    assert [(link["lang"], link["hreflang"]) for link in switch] == [("fi", "fi"), ("sv", "sv"), ("en", "en")]
    assert [link["lang"] for link in switch if link.get("aria-current")] == [language]


def test_page_shows_the_workspace_to_organisers_alone(client: FlaskClient) -> None:
    assert "Workspace" not in words(the(page(client), ".site-nav"))
    assert "Workspace" in words(the(page(client, "/?as=organiser"), ".site-nav"))


def test_theme_is_on_the_page_only_when_chosen(client: FlaskClient) -> None:
    assert "data-bs-theme" not in the(page(client, "/?theme=auto"), "html").attrs
    assert the(page(client, "/?theme=dark"), "html")["data-bs-theme"] == "dark"


def test_route_tells_number_day_and_state(client: FlaskClient) -> None:
    soup = page(client)
    small = the(soup, ".series-card .route li.is-next")
    assert words(small) == "Session 3 of 8, Wednesday 2 June, next: Psykiatrinen osaaminen lastensuojelussa"
    large = the(soup, ".route-large li.is-cancelled")
    assert words(large) == "Session 5 of 8, Wed 16 June 2021, 14:00–16:00 Cancelled Kehitysvammaisten palvelut"
    assert words(the(soup, ".route-large .flag")) == "Registration closes Sunday 13 June 2021, end of day"


def test_state_that_has_no_badge_is_a_fault() -> None:
    template = '{% from "components/badge.html" import state %}{{ state(name) }}'
    with gallery.make().test_request_context("/?lang=en"):
        assert "Registration open" in render_template_string(template, name="open")
        with pytest.raises(UndefinedError):
            render_template_string(template, name="opened")


def test_time_stays_on_the_line_of_its_klo(client: FlaskClient) -> None:
    assert "klo\N{NO-BREAK SPACE}14.00" in the(page(client, "/?lang=fi"), ".route-large time").get_text()
    assert "kl.\N{NO-BREAK SPACE}14.00" in the(page(client, "/?lang=sv"), ".route-large time").get_text()


def test_field_with_error_points_to_its_words(client: FlaskClient) -> None:
    control = the(page(client), "#b-email")
    assert control["aria-invalid"] == "true"
    assert control["aria-describedby"] == "b-email-hint b-email-error"
    assert control["autocomplete"] == "email"


def test_group_with_error_points_to_its_words(client: FlaskClient) -> None:
    assert the(page(client), "fieldset#b-how")["aria-describedby"] == "b-how-error"


@pytest.mark.parametrize("label", ["Role?", "Stop!", "Name:", "As it is.", Markup('<span lang="fi">Rooli?</span>')])
def test_label_that_ends_like_a_sentence_takes_no_colon(label: str) -> None:
    assert look.leading(label) == label
    assert look.leading(Markup("<b>Name</b>")) == "<b>Name</b>:"
    assert look.leading("<b>") == "&lt;b&gt;:"


def test_error_summary_links_to_each_field(client: FlaskClient) -> None:
    summary = the(page(client), ".error-summary")
    assert summary["role"] == "alert"
    assert [link["href"] for link in summary.select("a")] == ["#b-name", "#b-email", "#b-how"]


def test_problem_page_says_what_happened_and_what_to_do(client: FlaskClient) -> None:
    main = words(the(page(client, "/problem"), "main"))
    assert "It has changed meanwhile" in main
    assert "Reload the page and try again." in main
    assert "0197f2c1" in main


def test_mail_in_plain_text_starts_with_the_leaf(client: FlaskClient) -> None:
    text = client.get("/mail/txt?lang=fi").text
    assert text.startswith("ke 2.6.2021 klo 14.00–16.00\nSuomen aikaa (Europe/Helsinki)\nOnline\n\n")
    assert "> 3/8  ke 2.6.2021 klo 14.00–16.00  Psykiatrinen osaaminen lastensuojelussa\n" in text
    assert "<" not in text
    assert "\n\n\n" not in text


def test_mail_is_small_and_carries_its_look_itself(client: FlaskClient) -> None:
    html = client.get("/mail/html").text
    assert "<img" not in html
    assert "<link" not in html
    assert len(html) < 40_000


@pytest.mark.parametrize(
    ("name", "letters"), [("Anna Maria Laine", "AL"), ("Åke Öhman", "ÅÖ"), ("Xu", "X"), ("  ", "?"), ("(n.n.) bo", "B")]
)
def test_initials(name: str, letters: str) -> None:
    assert look.initials(name) == letters


def test_flat_errors_reach_into_lists_and_forms() -> None:
    assert look.flat_errors(["a", {"b": ["c"]}, [["d"]], ()]) == ["a", "c", "d"]


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "language"), [(360, "fi"), (360, "sv"), (1280, "en")])
def test_gallery_stands_in_nobodys_way(browser: Browser, width: int, language: str, scheme: str) -> None:
    with (
        served(gallery.make()) as address,
        visitor(browser, viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True) as context,
    ):
        seen = context.new_page()
        seen.goto(f"{address}/?as=organiser&lang={language}")
        assert seen.evaluate("document.documentElement.scrollWidth") <= width
        assert axe(seen) == []
