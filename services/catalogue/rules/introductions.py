"""In which language somebody is introduced."""

from collections.abc import Mapping


def introduction(texts: Mapping[str, str], wanted: str, language: str) -> tuple[str, str] | None:
    """The language and the text: the reader's where there is one, else the series', else any; None without any."""
    for one in (wanted, language, *texts):
        if texts.get(one):
            return one, texts[one]
    return None
