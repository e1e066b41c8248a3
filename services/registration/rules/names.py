"""Names as people type and paste them, made fit for one line of a page, a mail or a calendar."""

import unicodedata
from collections.abc import Sequence

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


def tidy_all(written: Sequence[str], most: int) -> list[str]:
    """The same for many, of each so many letters at most: nearly always one look at all says that nothing is to do."""
    if max(map(len, written), default=0) > most:
        written = [text[:most] for text in written]
    # as if on lines, between which one sees what is at the ends
    whole = "\n".join(["", *written, ""])
    letters = whole.replace("\n", "")
    are_tidy = (
        letters.isprintable()
        and len(whole) - len(letters) == len(written) + 1
        and not any(spaces in whole for spaces in ("  ", "\n ", " \n"))
        and (letters.isascii() or unicodedata.is_normalized("NFC", letters))
    )
    return list(written) if are_tidy else [tidy(text) for text in written]
