"""Text for calendar properties, parameters and mail headers, made so that it cannot begin a line of its own."""

import re
from urllib.parse import quote, urlsplit

# Everything that some reader takes for the end of a line, str.splitlines() included.
_BREAKS = re.compile("\r\n|[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
# Control characters, lone surrogates (no UTF-8 for them), the BOM, and marks that turn the reading direction around.
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\u202a-\u202e\u2066-\u2069]")
_URI_SAFE = "!#$%&'()*+,-./:;=?@[]_~"


def many_lines(text: str) -> str:
    """Text whose only line breaks are line feeds, without control characters (RFC 5545 3.1; RFC 5322 2.2)."""
    return _FORBIDDEN.sub("", _BREAKS.sub("\n", text)).strip()


def one_line(text: str) -> str:
    """Text on one line: every run of white space becomes one space."""
    return " ".join(many_lines(text).split())


def parameter(text: str) -> str:
    """Text for a parameter such as CN, where double quotes cannot be written (RFC 5545 3.2).

    Carets and backslashes go too: readers disagree on whether they escape what follows (RFC 6868).
    """
    return one_line(text.replace('"', "'").replace("^", " ").replace("\\", "/"))


def web_address(text: str) -> str:
    """An absolute http or https address, in ASCII and without white space.

    Raises ValueError when it is not one: nothing else may become a link in a calendar or a mail.
    """
    address = quote(_FORBIDDEN.sub("", _BREAKS.sub("", text)).strip(), safe=_URI_SAFE)
    parts = urlsplit(address)
    if parts.scheme.lower() not in {"http", "https"} or not parts.hostname:
        raise ValueError(f"Not a web address that begins with https:// or http://: {address[:200]}")
    return address
