"""Organisers' own words as the two halves of a mail: Markdown becomes HTML, and text that reads as such.

Values are put in after the Markdown has been read: whatever somebody is called, it stays what they are called.
"""

import re
from collections.abc import Iterable, Sequence

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from services.notifications.rules.template_language import (
    Body,
    Problem,
    Values,
    Vocabulary,
    WrongTemplate,
    everything,
    filled,
    parse,
)
from services.notifications.rules.template_values import tidied

TAGS = {"a", "blockquote", "br", "em", "h2", "hr", "li", "ol", "p", "strong", "ul"}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto", "tel"}
_ADDRESS = re.compile(r"(?:https?://|mailto:|tel:)[^\s<>\"]+", re.IGNORECASE)
#: what stands for a value while the Markdown is read: signs that no text may hold, around the name
_OPEN, _CLOSE = "\ue100", "\ue101"
_MARK = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}")
#: the same within an address, where the reader writes it in bytes
_MARK_IN_ADDRESS = re.compile(r"%EE%84%80(.*?)%EE%84%81")

# an entity would be a way to write signs that no text may hold
_reader = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(
    ["code", "fence", "backticks", "entity", "html_block", "html_inline", "image", "lheading", "reference"]
)


def read(source: str, vocabulary: Vocabulary) -> Body:
    """What a text with Markdown is made of. Raises WrongTemplate, also for a link that leads to what is no address."""
    body = parse(source, vocabulary)
    led_to = {
        name
        for token in _inline(_reader.parse(everything(body, _mark)))
        if token.type == "link_open"
        for name in _MARK_IN_ADDRESS.findall(str(token.attrs.get("href", "")))
    }
    wrong = sorted(name for name in led_to if not vocabulary.get(name))
    if wrong:
        raise WrongTemplate([Problem("not_an_address", _line_of_link(source, name), name) for name in wrong])
    return body


def to_html(body: Body, values: Values, vocabulary: Vocabulary) -> str:
    """As HTML that is safe to put into a page."""
    tokens = _tokens(body, values, vocabulary)
    html = _reader.renderer.render(tokens, _reader.options, {})
    return nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=None)


def to_text(body: Body, values: Values, vocabulary: Vocabulary) -> str:
    """As plain text; links have their address behind them."""
    return _blocks(SyntaxTreeNode(_tokens(body, values, vocabulary)).children)


def _mark(name: str) -> str:
    return f"{_OPEN}{name}{_CLOSE}"


def _inline(tokens: Iterable[Token]) -> list[Token]:
    return [child for token in tokens for child in token.children or ()]


def _tokens(body: Body, values: Values, vocabulary: Vocabulary) -> list[Token]:
    known = {name: tidied(values.get(name, "")) for name in vocabulary}
    tokens = _reader.parse(filled(body, known, _mark))
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            # the mail's own heading is the first level
            token.tag = "h2"
        if token.children is not None:
            token.children = _with_values(token.children, known, vocabulary)
    return tokens


def _with_values(children: Sequence[Token], values: Values, vocabulary: Vocabulary) -> list[Token]:
    made: list[Token] = []
    is_linked = False
    for token in children:
        if token.type == "link_open":
            token.attrs = _address(str(token.attrs.get("href", "")), values, vocabulary)
        if token.type in ("link_open", "link_close"):
            is_linked = token.type == "link_open"
        if token.type != "text":
            made.append(token)
            continue
        for at, piece in enumerate(_MARK.split(token.content)):
            if at % 2 == 0:
                made += _words(piece)
            elif vocabulary[piece] and not is_linked and _ADDRESS.fullmatch(values[piece]):
                made += [Token("link_open", "a", 1, attrs={"href": values[piece]}), *_words(values[piece])]
                made.append(Token("link_close", "a", -1))
            else:
                made += _words(values[piece])
    return made


def _words(text: str) -> list[Token]:
    """Text as it stands, its lines below each other."""
    made: list[Token] = []
    for at, line in enumerate(text.split("\n") if text else ()):
        if at:
            made.append(Token("hardbreak", "br", 0))
        made.append(Token("text", "", 0, content=line))
    return made


def _address(href: str, values: Values, vocabulary: Vocabulary) -> dict[str, str | int | float]:
    """Where a link leads; nowhere when that is no whole address of a kind that we know."""

    def value(found: re.Match[str]) -> str:
        return values[found[1]] if vocabulary.get(found[1]) else ""

    whole = _MARK_IN_ADDRESS.sub(value, href)
    return {"href": whole} if _ADDRESS.fullmatch(whole) else {}


def _line_of_link(source: str, name: str) -> int:
    link = re.compile(r"(?:\]\(|<)[^)>\n]*\{\{[-+]?\s*" + re.escape(name))
    found = link.search(source)
    return source.count("\n", 0, found.start()) + 1 if found else 1


def _blocks(read_ones: Sequence[SyntaxTreeNode], between: str = "\n\n") -> str:
    return between.join(said for node in read_ones if (said := _block(node)))


def _block(node: SyntaxTreeNode) -> str:
    if node.type == "inline":
        return "\n".join(line.strip() for line in "".join(map(_said, node.children)).split("\n")).strip()
    if node.type == "hr":
        return "* * *"
    if node.type in ("bullet_list", "ordered_list"):
        first = int(node.attrs.get("start", 1))
        signs = (f"{first + at}. " if node.type == "ordered_list" else "- " for at in range(len(node.children)))
        return "\n".join(
            _indented(sign, _blocks(item.children, "\n")) for sign, item in zip(signs, node.children, strict=True)
        )
    inner = _blocks(node.children)
    return _indented("> ", inner, "> ") if node.type == "blockquote" else inner


def _indented(sign: str, text: str, later: str = "") -> str:
    later = later or " " * len(sign)
    return "\n".join((later if at else sign) + line for at, line in enumerate(text.split("\n"))).rstrip()


def _said(node: SyntaxTreeNode) -> str:
    if node.type == "text":
        return node.content
    if node.type in ("softbreak", "hardbreak"):
        return "\n"
    words = "".join(map(_said, node.children))
    href = str(node.attrs.get("href", "")) if node.type == "link" else ""
    bare = href.removeprefix("mailto:").removeprefix("tel:")
    return words if not href or bare == words else f"{words}: {bare}"
