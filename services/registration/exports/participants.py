"""An offering's participants as a table, in the reader's language."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from services.registration.exports.table import Row
from services.registration.words import name_word, registered_by, state_word
from shared.schema.registration import REGISTRATION_STATES


def columns() -> list[str]:
    """What stands above the columns."""
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
    ]


def rows(found: Iterable[Any], line: Mapping[UUID, int], names: Mapping[str, str]) -> Iterator[Row]:
    """One row per registration; ``line`` holds places in the waiting list, ``names`` who registered others."""
    # each word is looked up once, not once for every row
    states = {state: state_word(state) for state in REGISTRATION_STATES}
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
            states[row.state],
            line.get(row.id),
            row.created_at,
            writers[writer],
            row.changed_at,
        )
