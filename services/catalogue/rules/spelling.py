"""What somebody may have meant who wrote a word that nothing holds."""

from collections.abc import Collection
from difflib import get_close_matches

from services.catalogue.rules.word_forms import MOST_WORDS, looked_for, words_of

#: of a shorter word most other short ones are near
SHORTEST = 4
#: how alike words have to be: one slip in five letters, two in ten (``difflib.SequenceMatcher.ratio``)
ALIKE = 0.8

#: as one writes where a keyboard has none of these
_PLAIN = str.maketrans("åäö", "aao")


def meant(asked: str, known: Collection[str]) -> str | None:
    """The words asked for, with those that no known word holds replaced by the nearest; None: there is nothing better.

    ``known``: in small letters, as ``words_of`` makes them.
    """
    words = words_of(asked)[:MOST_WORDS]
    nearest = [word if _is_held(word, known) else _nearest(word, known) for word in words]
    found = [word for word in nearest if word]
    return " ".join(found) if found != words and len(found) == len(words) else None


def _is_held(word: str, known: Collection[str]) -> bool:
    [ways] = looked_for(word)
    return any(way in one for one in known for way in ways)


def _nearest(word: str, known: Collection[str]) -> str | None:
    plain, as_written = word.translate(_PLAIN), {one.translate(_PLAIN): one for one in sorted(known)}
    if plain in as_written:
        return as_written[plain]
    near = get_close_matches(plain, as_written, n=1, cutoff=ALIKE) if len(word) >= SHORTEST else []
    return as_written[near[0]] if near else None
