"""The line above many sessions: what is written in it is filled in on all rows, and looked at before it is saved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from uuid import UUID

from wtforms import BooleanField, Field, Form, StringField
from wtforms.widgets import TextArea

from services.catalogue.forms.fields import Most, on_one_line, web_address
from services.catalogue.forms.grid_row import GridRow
from services.catalogue.forms.lazily import lazily as _l
from shared.schema.base import NAME_LENGTH, URL_LENGTH
from shared.web.time_fields import ClockField

_FILLED = ("starts", "ends", "join_url", "venue")
#: how sessions are held that have no use for it
_NEVER = {"join_url": "onsite", "venue": "online"}


@dataclass(frozen=True, slots=True)
class Filled:
    """How many rows were filled in, and how many keep something of their own."""

    rows: int
    kept: int


class FillLine(Form):
    """What all rows are to say. Its fields are called as those of a row."""

    starts = ClockField(_l("Starts at"))
    ends = ClockField(_l("Ends at"))
    join_url = StringField(
        _l("Link to join"), [Most(URL_LENGTH), web_address], filters=[on_one_line], widget=TextArea()
    )
    venue = StringField(_l("Venue"), [Most(NAME_LENGTH)], filters=[on_one_line], widget=TextArea())
    over = BooleanField(_l("Also over what rows say already"))

    def __init__(self, formdata: Any = None) -> None:
        super().__init__(formdata, prefix="all-")

    @property
    def is_written(self) -> bool:
        """Whether anything stands in it."""
        return any(self[name].data for name in _FILLED)

    def fill(self, rows: Sequence[GridRow]) -> Filled:
        """Fill the rows in. What no row keeps its own of is gone from the line; call it once the line is good."""
        wanted = {name: self[name].data for name in _FILLED if self[name].data}
        filled: set[UUID] = set()
        kept: set[UUID] = set()
        for name, value in wanted.items():
            keeping = {row.session.id for row in rows if not self._put(row, name, value, filled)}
            kept |= keeping
            if not keeping:
                _set(self[name], None)
        _set(self.over, False)
        return Filled(len(filled), len(kept))

    def _put(self, row: GridRow, name: str, value: Any, filled: set[UUID]) -> bool:
        """Whether the row says so from now on, or has no use for it."""
        own = row[name].data
        if _said(own) == _said(value) or row.mode.data == _NEVER.get(name):
            return True
        if own and not self.over.data:
            return False
        if name == "starts" and not self.ends.data:
            _move_end(row, value)
        _set(row[name], value)
        filled.add(row.session.id)
        return True


def _move_end(row: GridRow, starts: time) -> None:
    """A session keeps its length when only its start is new; how long it is isn't known of times with mistakes."""
    times = row.day, row.starts, row.ends, row.ends_on
    if any(field.process_errors for field in times) or not (row.day.data and row.starts.data and row.ends.data):
        return
    begins = datetime.combine(row.day.data, row.starts.data)
    length = datetime.combine(row.ends_on.data or row.day.data, row.ends.data) - begins
    ends = datetime.combine(row.day.data, starts) + length
    _set(row.ends, ends.time())
    _set(row.ends_on, ends.date() if ends.date() != row.day.data else None)


def _set(field: Field, value: Any) -> None:
    # what was sent would otherwise be drawn instead
    field.raw_data, field.process_errors, field.errors = None, [], ()
    field.data = value


def _said(value: Any) -> str:
    return f"{value:%H:%M}" if isinstance(value, time) else str(value or "")
