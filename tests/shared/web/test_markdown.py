from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.web.markdown import SCHEMES, TAGS, to_html

PIECES = (
    "<script>", "</p>", "<img src=x onerror=y>", "](javascript:a)", "[x", "`", "# ", "|a|\n|-|\n", "\n\n", "&lt;",
    "<a href='data:x'>", "text",
)  # fmt: skip


class Reader(HTMLParser):
    """Reads HTML as a browser does and notes every tag with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, list[tuple[str, str | None]]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, attrs))


def assert_harmless(html: str) -> None:
    reader = Reader()
    reader.feed(html)
    for tag, attributes in reader.seen:
        assert tag in TAGS
        for name, value in attributes:
            assert name in {"href", "title", "rel", "start"}
            assert name != "href" or urlsplit(value or "").scheme in SCHEMES | {""}


def test_text_is_drawn() -> None:
    html = to_html("**bold** and [link](https://example.org)\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |")
    for part in ("<strong>bold</strong>", 'href="https://example.org"', "<li>one</li>", "<td>1</td>"):
        assert part in html


def test_links_do_not_vouch_for_their_goal() -> None:
    assert 'rel="nofollow noopener"' in to_html("[a](https://example.org)")


def test_line_breaks_are_kept() -> None:
    assert "one<br>" in to_html("one\ntwo")


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        "[a](javascript:alert(1))",
        "[a](data:text/html;base64,PHNjcmlwdD4=)",
        "![a](https://example.org/track.png)",
        '<img src=x onerror="alert(1)">',
        "<iframe src=https://example.org></iframe>",
        "[a](https://example.org 'x\" onclick=alert(1) y=\"')",
    ],
)
def test_hostile_text_stays_text(evil: str) -> None:
    assert_harmless(to_html(evil))


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_no_mixture_makes_a_tag_of_another_kind(text: str) -> None:
    assert_harmless(to_html(text))


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("# a\n\n## b\n\n# c", ["h3", "h4", "h3"]),
        ("### a", ["h3"]),
        ("## a\n\n##### b", ["h3", "h4"]),
        ("#### a\n\n# b", ["h3", "h3"]),
        ("# a\n\n## b\n\n### c\n\n#### d", ["h3", "h4", "h5", "h5"]),
    ],
)
def test_headings_go_below_the_pages_own_and_skip_none(text: str, levels: list[str]) -> None:
    html = to_html(text)
    found = [html[at + 1 : at + 3] for at in range(len(html)) if html[at : at + 2] == "<h"]
    assert found == levels
