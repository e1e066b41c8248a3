"""An organisation's people as a table, in the reader's language: one row for each place in each choice."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from services.registration.exports.answers import columns_of, in_columns
from services.registration.queries.own_answers import Answers
from services.registration.words import name_word, registered_by, standing_word
from shared.tables.cells import Row


def columns(labels: Sequence[str] = ()) -> list[str]:
    """What stands above the columns; ``labels``: those of questions, one column each."""
    return [
        _("Title of the series"),
        _("Registered for"),
        _("Name"),
        _("E-mail address"),
        _("Unit"),
        _("State"),
        _("Place in the waiting list"),
        _("Registered"),
        _("By"),
        _("Last change"),
        *labels,
    ]


def rows(
    found: Iterable[Any],
    offerings: Mapping[UUID, Any],
    line: Mapping[UUID, int],
    names: Mapping[str, str],
    answers: Mapping[UUID, Answers],
) -> Iterator[Row]:
    """One row per registration; ``line`` holds places in the waiting lists, ``names`` who registered others."""
    asked = columns_of(answers)
    for row in found:
        offering = offerings[row.offering_id]
        yield (
            offering.title,
            offering.name,
            name_word(row.name),
            row.email,
            row.unit,
            _("Place went to a colleague")
            if row.reason == "substituted"
            else standing_word(row.state, asks=row.awaits_approval),
            line.get(row.id),
            row.created_at,
            registered_by(row, names),
            row.changed_at,
            *in_columns(answers.get(row.id), asked),
        )
