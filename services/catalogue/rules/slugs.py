"""The part of a series' address that names it, made from its title."""

import re
import unicodedata
from collections.abc import Collection

LONGEST = 80
#: what a title without a single Latin letter or digit becomes
NAMELESS = "series"
#: words that stand for pages of their own where a slug could stand
RESERVED = frozenset({"new"})

_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i"})


def slug_of(title: str) -> str:
    """Lower-case ASCII words joined by hyphens: "Äidin työ & jaksaminen" becomes "aidin-tyo-jaksaminen"."""
    decomposed = unicodedata.normalize("NFKD", title.lower().translate(_LETTERS))
    ascii_only = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    words = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")
    return _cut(words, LONGEST) or NAMELESS


def free_slug(title: str, taken: Collection[str]) -> str:
    """The title's slug, with "-2", "-3" … behind it when it is taken already."""
    wanted = slug_of(title)
    if wanted not in taken and wanted not in RESERVED:
        return wanted
    number = 2
    while (numbered := _numbered(wanted, number)) in taken:
        number += 1
    return numbered


def _numbered(slug: str, number: int) -> str:
    suffix = f"-{number}"
    return _cut(slug, LONGEST - len(suffix)) + suffix


def _cut(slug: str, length: int) -> str:
    """Shorten at the end of a word where that leaves at least half."""
    if len(slug) <= length:
        return slug
    at_word = slug[: length + 1].rpartition("-")[0]
    return at_word if len(at_word) >= length // 2 else slug[:length]
