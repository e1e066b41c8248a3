"""Sensitive answers as a table, in the reader's language: one row for each person who gave any."""

from collections.abc import Iterator

from flask_babel import gettext as _

from services.registration.exports.answers import columns_of, in_columns, labels_of
from services.registration.queries.sensitive import Sensitive
from services.registration.words import name_word, state_word
from shared.tables.cells import Row


def columns(found: Sensitive) -> list[str]:
    """What stands above the columns."""
    return [_("Name"), _("Organisation"), _("Unit"), _("State"), *labels_of(found.answers)]


def rows(found: Sensitive) -> Iterator[Row]:
    """In the order of registering."""
    asked = columns_of(found.answers)
    for row in found.people:
        answers = in_columns(found.answers[row.id], asked)
        asks = row.state == "waitlisted" and row.awaits_approval
        state = _("Waits for your yes") if asks else state_word(row.state)
        yield name_word(row.name), row.organisation_name, row.unit, state, *answers
