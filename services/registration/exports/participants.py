"""An offering's participants as a table, in the reader's language."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from services.registration.exports.answers import columns_of, in_columns
from services.registration.queries.own_answers import Answers
from services.registration.words import name_word, registered_by, state_word
from shared.schema.registration import REGISTRATION_STATES
from shared.tables.cells import Row


def columns(labels: Sequence[str] = (), *, in_groups: bool = False) -> list[str]:
    """What stands above the columns; ``labels``: those of questions, one column each; then the small group, if any."""
    return [
        _("Name"),
        _("E-mail address"),
        _("Organisation"),
        _("Unit"),
        _("State"),
        _("Place in the waiting list"),
        _("Registered"),
        _("By"),
        _("Last change"),
        *labels,
        *([_("Small group")] if in_groups else []),
    ]


def rows(
    found: Iterable[Any],
    line: Mapping[UUID, int],
    names: Mapping[str, str],
    answers: Mapping[UUID, Answers],
    groups: Mapping[UUID, str],
) -> Iterator[Row]:
    """One row per registration; ``line`` holds places in the waiting list, ``names`` who registered others, ``groups``
    the small groups of those who are in one."""
    # each word is looked up once, not once for every row
    states = {state: state_word(state) for state in REGISTRATION_STATES}
    asks = _("Waits for your yes")
    asked = columns_of(answers)
    writers: dict[tuple[str, str | None], str] = {}
    for row in found:
        writer = (row.actor, row.contact_name)
        if writer not in writers:
            writers[writer] = registered_by(row, names)
        yield (
            name_word(row.name),
            row.email,
            row.organisation_name,
            row.unit,
            asks if row.state == "waitlisted" and row.awaits_approval else states[row.state],
            line.get(row.id),
            row.created_at,
            writers[writer],
            row.changed_at,
            *in_columns(answers.get(row.id), asked),
            *([groups.get(row.id)] if groups else []),
        )
