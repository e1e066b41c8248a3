"""What a person wrote in an ordinary mail, as plain text."""

import html
import re
from email.message import Message

from services.notifications.calendar.received_mail import own_parts, plain, text_of

LONGEST = 10_000
_READ = 100_000
# Each letter is looked at twice at most, whatever the markup.
_TOKEN = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)?([^<>]*)>|[^<]+|<")
_UNSEEN = frozenset({"head", "script", "style", "title"})
_ENDS_LINE = frozenset({"br", "div", "h1", "h2", "h3", "li", "p", "tr"})
_MANY_BLANKS = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


def letter_text(message: Message) -> str:
    """The letter's text, cut to LONGEST; of one that is HTML alone, its words. Files beside it stay out."""
    shown = [
        part for part in own_parts(message) if "attachment" not in str(part.get("Content-Disposition", "")).lower()
    ]
    for kind, read in (("text/plain", str), ("text/html", _words)):
        for part in shown:
            if part.get_content_type() == kind:
                return _MANY_BLANKS.sub("\n\n", plain(read(text_of(part)[:_READ])))[:LONGEST].strip()
    return ""


def _words(markup: str) -> str:
    said: list[str] = []
    hidden_by = ""
    for token in _TOKEN.finditer(markup):
        name = (token[2] or "").lower()
        if hidden_by:
            hidden_by = "" if token[1] and name == hidden_by else hidden_by
        elif name in _UNSEEN:
            hidden_by = "" if token[1] else name
        elif name in _ENDS_LINE:
            said.append("\n")
        elif not token[0].startswith("<"):
            said.append(" ".join(token[0].split()) + " " if token[0].strip() else " ")
    return re.sub(r" {2,}", " ", html.unescape("".join(said)))
