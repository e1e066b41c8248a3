"""A table as CSV (RFC 4180) that a Finnish or Swedish Excel opens as it is: UTF-8 with its mark, semicolons between."""

import csv
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from io import StringIO

from shared.tables.cells import Cell, Row, wall_clock

#: what a spreadsheet program takes for the beginning of a formula (OWASP, CSV Injection)
_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def as_csv(columns: Sequence[str], rows: Iterable[Row], zone: str = "UTC") -> bytes:
    """The file. Instants are written as clocks in ``zone`` show them, ``2027-01-31 09:30:00``."""
    file = StringIO(newline="")
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow([_text(column, zone) for column in columns])
    writer.writerows([_text(cell, zone) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def _text(cell: Cell, zone: str) -> str | int | Decimal:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return wall_clock(cell, zone).isoformat(" ")
    if isinstance(cell, str) and cell.startswith(_BEGINS_FORMULA):
        return f"'{cell}"
    return cell
