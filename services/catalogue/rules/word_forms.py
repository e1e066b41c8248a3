"""One word, many forms: what is kept of a text so that it is found, and what is looked for.

Snowball, which PostgreSQL has too, leaves "kierros" and "kierroksen" two words, and SQLite has nothing for Finnish. So
both databases get the same words from here: each as it is written, its stem, and the ends of long words, since what
one looks for is often the last part of a compound ("verkkokoulutus", "grundutbildning"). What is looked for fits
whatever begins with it. A stem need not be a word; it need only be the same for most forms of one.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable

MOST_WORDS = 8
LONGEST_WORD = 40
SHORTEST_STEM = 4
#: of a word this long its ends are kept, if they are at least as long as a short word
_LONG_WORD, _SHORTEST_END, _SHORTEST_BEGINNING = 8, 5, 3

_WORD = re.compile(r"[^\W_]+")
_VOWELS = "aeiouyåäö"
_BACK = str.maketrans("äöy", "aou")


def _longest_first(endings: str) -> tuple[str, ...]:
    return tuple(sorted(endings.split(), key=len, reverse=True))


#: as with back vowels; the longest that leaves a stem goes
_FINNISH_ENDINGS = _longest_first(
    "issa ista illa ilta ille iksi itta itten iden ien ihin iin ina ita ia ja jen"
    " ssa sta lla lta lle ksi na tta ta ten een aan oon uun hin n t a"
)
#: what stands before some of them, or they are part of the word: "kursseja", but "hoitaja"
_BEFORE = {"ja": "eouöy", "jen": "eouöy", "ta": _VOWELS + "s", "ten": "nrls"}
_FINNISH_TAGS = ("kaan", "kin", "nsa", "mme", "nne")
#: consonants as they are in the weak grade, and in the strong one (toiminnan, toiminta)
_GRADES = {"nn": "nt", "ll": "lt", "rr": "rt", "mm": "mp", "kk": "k", "pp": "p", "tt": "t", "d": "t", "v": "p"}
_SWEDISH_ENDINGS = _longest_first(
    "ornas arnas ernas orna arna erna ens ets ers ars ors es en et ar er or an na n s a e t"
)


def kept(texts: Iterable[str], language: str) -> str:
    """The words of a document in this language, each once, with spaces between them."""
    found: dict[str, None] = {}
    for text in texts:
        for word in words_of(text):
            for form in (word, stem(word, language)):
                found.update(dict.fromkeys((form, *_ends(form))))
    return " ".join(found)


def looked_for(asked: str) -> list[list[str]]:
    """For each word that somebody asked for, the beginnings of which one has to fit, whatever language it is in."""
    return [_shortest({word, *(stem(word, language) for language in _STEMS)}) for word in words_of(asked)[:MOST_WORDS]]


def words_of(text: str) -> list[str]:
    """Its runs of letters and digits in small letters, without accents but for å, ä and ö."""
    plain = unicodedata.normalize("NFC", text).lower()
    return [word[:LONGEST_WORD] for word in _WORD.findall("".join(map(_without_accent, plain)))]


def stem(word: str, language: str) -> str:
    """What most forms of the word have in common. Short ones stay as they are."""
    return _STEMS[language](word) if len(word) > SHORTEST_STEM else word


def _finnish(word: str) -> str:
    if word.endswith("nen"):
        return _cut(word, 3)
    for tag in _FINNISH_TAGS:
        if word.translate(_BACK).endswith(tag):
            word = _cut(word, len(tag))
    ending = next((one for one in _FINNISH_ENDINGS if _is_finnish_ending(word, one)), "")
    left = word.removesuffix(word[len(word) - len(ending) :]) if ending else word
    if ending in ("sta", "tta") and left[-1] in "ouyö":
        # as if of "kierros" and "terveys"
        return left
    left = _without_last_vowel(left)
    last = next((one for one in ("ks", "s", "d", "t") if left.endswith(one)), "")
    if last and left[-len(last) - 1] in "ouyö":
        return _cut(left, len(last))
    if left.endswith("is"):
        return _cut(left, 1)
    if left.endswith(("as", "äs")) and not ending:
        return _cut(left, 2)
    weak = next((one for one in _GRADES if left.endswith(one)), "")
    strong = left.removesuffix(weak) + _GRADES.get(weak, "")
    return strong if len(strong) >= SHORTEST_STEM else left


def _is_finnish_ending(word: str, ending: str) -> bool:
    before = word[: len(word) - len(ending)]
    if len(before) < SHORTEST_STEM or not word.translate(_BACK).endswith(ending):
        return False
    return before[-1] in _BEFORE.get(ending, before)


def _without_last_vowel(word: str) -> str:
    while len(word) > SHORTEST_STEM and word[-1] in _VOWELS:
        last, word = word[-1], word[:-1]
        if word[-1] != last:
            break
    return word


def _swedish(word: str) -> str:
    ending = next((one for one in _SWEDISH_ENDINGS if word.endswith(one) and len(word) - len(one) >= SHORTEST_STEM), "")
    return word.removesuffix(ending)


def _english(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    for ending in ("ings", "ing", "ed", "s"):
        if word.endswith(ending) and not word.endswith("ss") and len(word) - len(ending) >= SHORTEST_STEM:
            return word.removesuffix(ending)
    return word


_STEMS: dict[str, Callable[[str], str]] = {"fi": _finnish, "sv": _swedish, "en": _english}


def _cut(word: str, letters: int) -> str:
    return word[:-letters] if len(word) - letters >= SHORTEST_STEM else word


def _ends(word: str) -> list[str]:
    if len(word) < _LONG_WORD:
        return []
    return [word[start:] for start in range(_SHORTEST_BEGINNING, len(word) - _SHORTEST_END + 1)]


def _shortest(forms: set[str]) -> list[str]:
    """Without those that begin with another one of them, since they fit nothing more."""
    return sorted(form for form in forms if not any(form != other and form.startswith(other) for other in forms))


def _without_accent(letter: str) -> str:
    base = unicodedata.normalize("NFD", letter)[0]
    return base if base.isascii() and letter not in "åäö" else letter
