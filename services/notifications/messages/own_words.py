"""Organisers' own words in place of a mail's subject and paragraphs; all the rest of the mail stays as it is."""

from dataclasses import replace
from functools import lru_cache
from typing import Literal

import structlog
from markupsafe import Markup

from services.notifications.messages.desk import Desk
from services.notifications.messages.letter import Letter, OwnText
from services.notifications.messages.placeholders import PLACEHOLDERS, value_of, vocabulary
from services.notifications.queries.own_words import Words
from services.notifications.rules import template_language, template_markdown
from services.notifications.rules.template_language import LONGEST_SUBJECT, Body, Problem, WrongTemplate

log = structlog.get_logger(__name__)


def in_own_words(desk: Desk, letter: Letter) -> Letter:
    """The letter in the words of the series' organiser, in the reader's language, when there are such.

    Words that can't be used any more, since a placeholder has gone, give way to the standard ones.
    """
    message = desk.message
    if message.kind not in PLACEHOLDERS or message.series_id is None:
        return letter
    words: Words | None = desk.own_words().get((message.kind, message.language))
    if words is None:
        return letter
    try:
        return worded(desk, letter, words)
    except WrongTemplate as wrong:
        about = {"series_id": str(message.series_id), "kind": message.kind, "language": message.language}
        log.warning("own_words_not_usable", **about, problems=str(wrong))
        return letter


def worded(desk: Desk, letter: Letter, words: Words) -> Letter:
    """The letter in these words; where they say nothing, the standard ones stay. Raises WrongTemplate."""
    kind = desk.message.kind
    subject, text = _read(kind, words)
    names = template_language.names(subject) | template_language.names(text)
    values = {name: value_of(name, desk, letter) for name in names}
    own = OwnText(
        Markup(template_markdown.to_html(text, values, vocabulary(kind))),  # noqa: S704 - cleaned there
        template_markdown.to_text(text, values, vocabulary(kind)),
    )
    said = template_language.to_line(subject, values)
    return replace(letter, subject=said or letter.subject, own=own if own.text else None)


def problems_of(kind: str, words: Words) -> dict[str, list[Problem]]:
    """What keeps words from being used, by the field that it stands in; empty when they are good."""
    found: dict[str, list[Problem]] = {}
    for field in ("subject", "text"):
        try:
            _read(kind, replace(Words(), **{field: getattr(words, field)}))
        except WrongTemplate as wrong:
            found[field] = wrong.problems
    return found


def state_of(kind: str, words: Words | None) -> Literal["standard", "own", "broken"]:
    """In whose words mails of a kind go out, when these are the ones kept: broken ones can't be used."""
    if words is None:
        return "standard"
    return "broken" if problems_of(kind, words) else "own"


@lru_cache(maxsize=256)
def _read(kind: str, words: Words) -> tuple[Body, Body]:
    known = vocabulary(kind)
    return template_language.parse(words.subject, known, LONGEST_SUBJECT), template_markdown.read(words.text, known)
