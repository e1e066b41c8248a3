"""Answers as columns of a table: one for each question, those of several offerings with the same words joined."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from services.registration.queries.own_answers import Answers
from services.registration.words import answer_words

#: a question's words; its key too where one offering has more questions with these words, else ""
Column = tuple[str, str]


def columns_of(answers: Mapping[UUID, Answers]) -> list[Column]:
    """A column for each question, in their order."""
    asked = [theirs.questions for theirs in answers.values()]
    doubled: set[str] = set()
    for questions in asked:
        counted = Counter(one.label for one in questions)
        doubled.update(label for label, count in counted.items() if count > 1)
    keyed = ((one.label, one.key if one.label in doubled else "") for questions in asked for one in questions)
    return list(dict.fromkeys(keyed))


def labels_of(answers: Mapping[UUID, Answers]) -> list[str]:
    """What stands above the columns."""
    return [label for label, _key in columns_of(answers)]


def in_columns(theirs: Answers | None, columns: Sequence[Column]) -> Iterator[str | None]:
    """One person's answers in the order of the columns."""
    said: dict[Column, str] = {}
    for one, text in theirs.given if theirs else ():
        said[one.label, one.key] = said[one.label, ""] = answer_words(one, text)
    return (said.get(column) for column in columns)
