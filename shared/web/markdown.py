"""Markdown that people write, as HTML that is safe to show: known tags only, headings below the page's own."""

from collections.abc import Sequence
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h2", "h3", "h4", "h5", "hr", "li", "ol", "p", "pre", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto", "tel"}
_FIRST_HEADING, _LAST_HEADING = 3, 5

_reader = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])


@lru_cache(maxsize=512)
def to_html(text: str, first_heading: int = _FIRST_HEADING) -> Markup:
    """The text as HTML, whose headings begin at a level. Tags written by hand are shown as text; addresses of other
    kinds than `SCHEMES` are dropped."""
    tokens = _reader.parse(text)
    _lower_headings(tokens, first_heading)
    html = _reader.renderer.render(tokens, _reader.options, {})
    clean = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="nofollow noopener")
    return Markup(clean)  # noqa: S704 - cleaned on the line above


def _lower_headings(tokens: Sequence[Token], first: int) -> None:
    """The page's own headings end at the second level; the text's begin at the third as a rule, and never skip one."""
    headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    top = min((int(token.tag[1]) for token in headings), default=1)
    deepest = first - 1
    for token in headings:
        if token.type == "heading_open":
            deepest = min(first + int(token.tag[1]) - top, deepest + 1, _LAST_HEADING)
        token.tag = f"h{deepest}"
