"""Links that let someone in. What is stored of a mail has a mark in their place; they are made when it goes out.

A mark names only what kind of link it is. Whose link it becomes follows from the message, so a mark that somebody
typed into a title can open nothing but the reader's own page.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from services.notifications.rules.content import Content

#: private-use characters: no keyboard has them, and no text of ours
_MARK = re.compile("\ue000([a-z-]+)\ue001")
HIDDEN = "••••••"


def mark(purpose: str) -> str:
    """What stands in stored text for the link of this purpose (``shared.secrets``: OWN_PAGE, SIGN_IN, FEED)."""
    return f"\ue000{purpose}\ue001"


def purposes(content: Content) -> set[str]:
    """Which links a content needs."""
    return set(_MARK.findall(content.text + content.html))


def with_links(content: Content, links: Mapping[str, str]) -> Content:
    """The content as its reader gets it. A mark without a link is left out."""
    return _replaced(content, links)


def masked(content: Content) -> Content:
    """The content as anybody else may see it."""
    return _replaced(content, dict.fromkeys(purposes(content), HIDDEN))


def _replaced(content: Content, links: Mapping[str, str]) -> Content:
    def link(found: re.Match[str]) -> str:
        return links.get(found[1], "")

    return replace(content, text=_MARK.sub(link, content.text), html=_MARK.sub(link, content.html))
