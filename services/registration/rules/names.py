"""Names as people type and paste them, made fit for one line of a page, a mail or a calendar."""

import unicodedata

#: control characters, and format characters that turn the direction of what follows
_HARMFUL = {"Cc", "Cs", "Zl", "Zp"}
_TURNING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def tidy(written: str) -> str:
    """The text on one line: line breaks, tabs and control characters become single spaces, the ends are trimmed."""
    if written.isascii() and written.isprintable() and "  " not in written:
        return written.strip()
    if not written.isprintable():
        written = "".join(
            " " if unicodedata.category(letter) in _HARMFUL or letter in _TURNING else letter for letter in written
        )
    return " ".join(unicodedata.normalize("NFC", written).split())
