"""Answers as columns of a table: one for each question, those with the same words joined."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from services.registration.queries.own_answers import Answers
from services.registration.words import answer_words


def labels_of(answers: Mapping[UUID, Answers]) -> list[str]:
    """The questions' words, each once, in their order."""
    return list(dict.fromkeys(one.label for theirs in answers.values() for one in theirs.questions))


def in_columns(theirs: Answers | None, labels: Sequence[str]) -> Iterator[str | None]:
    """One person's answers in the order of the columns."""
    said = {one.label: answer_words(one, text) for one, text in theirs.given} if theirs else {}
    return (said.get(label) for label in labels)
