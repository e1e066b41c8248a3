"""Answers as columns of a table: one for each question, those of several offerings with the same words joined."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from services.registration.queries.own_answers import Answers
from services.registration.rules.answers import Question
from services.registration.words import answer_words
from shared.tables.cells import Cell

#: as a number is kept
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_MOST_DIGITS = 15

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


def in_columns(theirs: Answers | None, columns: Sequence[Column]) -> Iterator[Cell]:
    """One person's answers in the order of the columns; numbers as numbers, so that they can be added up."""
    said: dict[Column, Cell] = {}
    for one, text in theirs.given if theirs else ():
        said[one.label, one.key] = said[one.label, ""] = _cell(one, text)
    return (said.get(column) for column in columns)


def _cell(question: Question, text: str) -> Cell:
    # more digits than a spreadsheet's numbers have would be rounded
    if question.kind == "number" and _NUMBER.fullmatch(text) and sum(one.isdigit() for one in text) <= _MOST_DIGITS:
        return Decimal(text)
    return answer_words(question, text)
