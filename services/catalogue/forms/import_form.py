"""The form that brings sessions from a file: the file, then its rows to look over."""

import json
from collections.abc import Sequence
from hashlib import sha256
from typing import Any
from uuid import UUID

from flask import request
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from pydantic import TypeAdapter, ValidationError
from wtforms import HiddenField
from wtforms.widgets import CheckboxInput, ListWidget

from services.catalogue.forms.lazily import lazily as _l
from services.catalogue.forms.session_file import rows_of_file
from services.catalogue.rules.written_rows import CELLS, MOST_ROWS, WrittenRow
from shared.errors import Refusal
from shared.web.choice_fields import SelectMultipleField

_ROWS = TypeAdapter(list[WrittenRow])
#: of a cell to mend, from the page
_LONGEST = 24_000


class ImportForm(FlaskForm):  # type: ignore[misc]
    """A file, or the rows of one that was given before, with what was mended in them."""

    file = FileField(_l("File"))
    offerings = SelectMultipleField(
        _l("Who registers for these comes to the new sessions too"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )
    rows = HiddenField()
    #: what the page showed: only that is brought
    seen = HiddenField()

    def __init__(self, offerings: Sequence[Any], **more: Any) -> None:
        super().__init__(**more)
        self._own: list[UUID] = [one.id for one in offerings]
        self.offerings.choices = [(str(one.id), one.name) for one in offerings]

    def given(self, zone: str) -> list[WrittenRow]:
        """The rows of the file, else those that were shown; none, with the field's error, when there are none."""
        data = self.file.data.read() if self.file.data else b""
        if not data:
            shown = self._shown()
            if not shown:
                self.file.errors = [_("The file is empty.") if self.file.data else _("Choose a file.")]
            return shown
        try:
            return rows_of_file(data, zone)
        except Refusal as refusal:
            self.file.errors = [refusal.sentence]
            return []

    def chosen_offerings(self) -> list[UUID]:
        """The ticked ones, those of this series."""
        ticked = set(self.offerings.data or [])
        return [one for one in self._own if str(one) in ticked]

    def _shown(self) -> list[WrittenRow]:
        """The rows that the page carried, with what was mended on it. Whoever wrote them could have given a file."""
        try:
            rows = _ROWS.validate_json(self.rows.data or "[]")[:MOST_ROWS]
        except ValidationError:
            return []
        return [row.model_copy(update={"mended": row.mended | _mended(row)}) for row in rows]


def carried(rows: Sequence[WrittenRow]) -> str:
    """The rows as the page carries them."""
    return json.dumps([row.model_dump(exclude_defaults=True) for row in rows], ensure_ascii=False)


def fingerprint(rows: Sequence[WrittenRow]) -> str:
    """What the rows say, shortly."""
    return sha256(carried(rows).encode()).hexdigest()[:32]


def _mended(row: WrittenRow) -> dict[str, str]:
    return {
        cell: text.strip()[:_LONGEST]
        for cell in CELLS
        if (text := request.form.get(f"cell-{row.number}-{cell}")) is not None and text.strip() != row.text(cell)
    }
