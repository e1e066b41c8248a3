"""A table as a spreadsheet (Office Open XML, ECMA-376): what people typed becomes neither formula nor link."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

from shared.tables.cells import Cell, Row, wall_clock

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

#: what spreadsheet programs take in the name of a sheet
_LONGEST_TITLE = 31
_NOT_IN_TITLES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
#: in characters
_NARROWEST, _WIDEST, _OF_INSTANTS = 8, 60, 17


def as_xlsx(title: str, columns: Sequence[str], rows: Iterable[Row], zone: str = "UTC") -> bytes:
    """The file. The header is bold and stays in sight; instants become dates as clocks in ``zone`` show them."""
    # imported here: every process would hold it, and few ever write a spreadsheet
    from xlsxwriter import Workbook  # noqa: PLC0415

    file = BytesIO()
    # nothing is written to the disk, since rows hold people's names
    with Workbook(file, {"in_memory": True, "default_date_format": "d.m.yyyy hh:mm"}) as book:
        sheet = book.add_worksheet(_sheet_title(title))
        bold = book.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        widths = [len(column) for column in columns]
        for number, column in enumerate(columns):
            sheet.write_string(0, number, column, bold)
        last = 0
        for last, row in enumerate(rows, start=1):
            for number, cell in enumerate(row):
                widths[number] = max(widths[number], _write(sheet, (last, number), cell, zone))
        for number, width in enumerate(widths):
            sheet.set_column(number, number, min(max(width + 2, _NARROWEST), _WIDEST))
        if columns:
            sheet.autofilter(0, 0, last, len(columns) - 1)
    return file.getvalue()


def _write(sheet: "Worksheet", place: tuple[int, int], cell: Cell, zone: str) -> int:
    """Write one cell; how many characters wide it is."""
    row, column = place
    if cell is None or cell == "":
        return 0
    if isinstance(cell, datetime):
        sheet.write_datetime(row, column, wall_clock(cell, zone))
        return _OF_INSTANTS
    if isinstance(cell, int | Decimal):
        sheet.write_number(row, column, cell)
        return len(str(cell))
    sheet.write_string(row, column, cell)
    return len(cell)


def _sheet_title(title: str) -> str | None:
    """Shortened and freed of what programs refuse; None, so that the file names it, when nothing fit is left."""
    fit = title.translate(_NOT_IN_TITLES).strip(" '")[:_LONGEST_TITLE].strip(" '")
    return None if fit.lower() in ("", "history") else fit
