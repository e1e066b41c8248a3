"""Links that let someone in. What is stored of a mail has a mark in their place; they are made when it goes out.

A mark names only what kind of link it is; whose link it becomes follows from the message. It is ours only where it is
all that a link of a letter leads to. Within anything else somebody typed it, and it is dropped before it is stored: it
would send its reader's secret along to wherever that text leads.
"""

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from services.notifications.messages.letter import Letter, Link
from services.notifications.rules.content import Content

#: private-use characters: no keyboard has them, and no text of ours
_MARK = re.compile("\ue000([a-z-]+)\ue001")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
HIDDEN = "••••••"
#: the page of a person's feed, beside the feed itself; only where the feed is there already
FEED_PAGE = "feed-page"


def mark(purpose: str) -> str:
    """What stands in stored text for the link of this purpose (``shared.secrets``: OWN_PAGE, SIGN_IN, FEED …)."""
    return f"\ue000{purpose}\ue001"


def without_typed_marks(letter: Letter) -> Letter:
    """The letter with none but our own marks, whatever people have written into what it tells."""
    cleaned: Letter = _cleaned(letter)
    return cleaned


def purposes(content: Content) -> set[str]:
    """Which links a content needs."""
    return set(_MARK.findall(content.text + content.html))


def with_links(content: Content, links: Mapping[str, str]) -> Content:
    """The content as its reader gets it. A mark without a link is left out."""
    return _replaced(content, links)


def without_hidden_links(html: str) -> str:
    """HTML of a masked content in which what was hidden leads nowhere."""
    return html.replace(f'href="{HIDDEN}"', "")


def masked(content: Content) -> Content:
    """The content as anybody else may see it."""
    return _replaced(content, dict.fromkeys(purposes(content), HIDDEN))


def _replaced(content: Content, links: Mapping[str, str]) -> Content:
    def link(found: re.Match[str]) -> str:
        return links.get(found[1], "")

    return replace(content, text=_MARK.sub(link, content.text), html=_MARK.sub(link, content.html))


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        # Markup stays Markup
        return type(value)(_PRIVATE.sub("", value)) if _PRIVATE.search(value) else value
    if isinstance(value, Link) and _MARK.fullmatch(value.url):
        return replace(value, words=_cleaned(value.words))
    if isinstance(value, list | tuple):
        return type(value)(_cleaned(one) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{one.name: _cleaned(getattr(value, one.name)) for one in fields(value)})
    return value
