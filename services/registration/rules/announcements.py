"""What somebody writes to many, made fit to be a mail's text."""

import re

LONGEST_SUBJECT = 150
LONGEST_TEXT = 5000

#: control characters other than line ends and tabs, and letters that turn the direction of what follows
_HARMFUL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
_MANY_BREAKS = re.compile(r"\n{3,}")


def tidy_text(written: str) -> str:
    """Plain text with plain line ends, no line blank at its ends and at most one between paragraphs."""
    lines = written.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    kept = "\n".join(line.rstrip() for line in _HARMFUL.sub("", lines).split("\n"))
    return _MANY_BREAKS.sub("\n\n", kept).strip()
