import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from services.catalogue.markdown import to_html

PIECES: SearchStrategy[str] = st.sampled_from(["<script>", "</p>", "<img src=x onerror=y>", "](javascript:a)", "[x", "`", "# ", "|a|\n|-|\n", "\n\n", "&lt;", "<a href='data:x'>", "text"])  # fmt: skip


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
    html = to_html(evil)
    for part in ("<script", "<img", "<iframe", 'href="javascript', 'href="data', " onclick=a"):
        assert part not in html.replace("&quot;", "'")


@given(st.lists(PIECES, max_size=12).map("".join))
def test_no_mixture_makes_a_tag_of_another_kind(text: str) -> None:
    html = str(to_html(text)).lower()
    for part in ("<script", "<img", "<iframe", "<style", 'href="javascript', 'href="data'):
        assert part not in html


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
