"""What the kinds of series and sessions and the ways to take part are called in all languages.

Who searches for "webbinarium" finds what is held in Finnish. The words are those that the pages say, so that nobody
keeps a second list of them.
"""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from babel.support import Translations

from services.catalogue import words

_FOLDER = Path(__file__).parent / "translations"
_LANGUAGES = ("fi", "sv", "en")


def of_series(kind: str) -> tuple[str, ...]:
    """What a series of this kind is called."""
    return tuple(said[kind] for said in _of_all()[0])


def of_session(kind: str, mode: str) -> tuple[str, ...]:
    """What a session of this kind is called, and how one takes part in it."""
    _kinds, session_kinds, modes = _of_all()
    # every session is one, so the word tells nothing
    named = () if kind == "meeting" else tuple(said[kind] for said in session_kinds)
    return named + tuple(said[mode] for said in modes)


def of_any() -> list[str]:
    """All of these, for whoever wants to know whether a word is one of them."""
    return [name for said in _of_all() for one in said for name in one.values()]


@cache
def _of_all() -> tuple[Iterable[dict[str, str]], ...]:
    """Of series, of sessions, of ways to take part: the words in each language."""
    says = [Translations.load(_FOLDER, [language]).gettext for language in _LANGUAGES]
    return tuple([say_all(say) for say in says] for say_all in (words.kinds, words.session_kinds, words.modes))
