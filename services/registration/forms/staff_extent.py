"""How far a spreadsheet reaches: one cell in its far corner has a program that lays it out fill all memory."""

import re

#: cells from the first corner to the last one filled
MOST_CELLS = 5_000_000

#: in a sheet of .xlsx, a reference (ECMA-376 part 1, 18.3.1.4) beyond column ZZ, or beyond row 99,999
_R = rb"""(?<![:\w])r\s*=\s*["']"""
_FAR_SHEET = re.compile(_R + rb"""(?:[A-Za-z]{3}|[A-Za-z]{0,2}\d{6})""")
#: … and ones beyond column Z, and beyond row 9,999: a sheet may have the one or the other
_WIDE = re.compile(_R + rb"""[A-Za-z]{2}\d""")
_LONG = re.compile(_R + rb"""[A-Za-z]{0,2}\d{5}""")

#: in .ods (OpenDocument 1.3 part 3, 9.1), rows and cells, each of which may stand for many
_ODS_TAG = re.compile(
    rb"""<(/?)table:(table-row|table-cell|covered-table-cell|table)\b((?:[^>"']|"[^"]*"|'[^']*')*?)(/?)>"""
)
_REPEATED = re.compile(rb"""table:number-(?:rows|columns)-repeated\s*=\s*["'](\d{1,9})""")


class TooWide(Exception):
    """It reaches too far."""


def check(name: str, content: bytes) -> None:
    """Raise TooWide when a file of a packed spreadsheet reaches too far."""
    if name.casefold() == "content.xml":
        _check_ods(content)
    elif b"sheetData" in content:
        _check_sheet(content)


def _check_sheet(content: bytes) -> None:
    if _FAR_SHEET.search(content) or (_WIDE.search(content) and _LONG.search(content)):
        raise TooWide


def _check_ods(content: bytes) -> None:
    """Count as far as the last filled cell: every sheet ends in a row that stands for a million empty ones."""
    here = _Reach()
    for tag in _ODS_TAG.finditer(content):
        closes, kind, attributes, is_empty = tag.groups()
        if kind == b"table":
            here = _Reach()
        elif kind == b"table-row":
            here.row(attributes, bool(closes), bool(is_empty))
        elif not closes:
            here.cell(attributes, bool(is_empty) and b"office:" not in attributes)


class _Reach:
    """Where in a sheet the reader of tags stands, and the last row and column that are filled."""

    def __init__(self) -> None:
        self.rows_before = self.rows_here = self.columns_before = self.width = self.height = 0

    def row(self, attributes: bytes, closes: bool, is_empty: bool) -> None:
        if not closes:
            self.rows_here, self.columns_before = _repeated(attributes), 0
        if closes or is_empty:
            self.rows_before += self.rows_here

    def cell(self, attributes: bytes, is_empty: bool) -> None:
        self.columns_before += _repeated(attributes)
        if not is_empty:
            self.width = max(self.width, self.columns_before)
            self.height = max(self.height, self.rows_before + self.rows_here)
            if self.width * self.height > MOST_CELLS:
                raise TooWide


def _repeated(attributes: bytes) -> int:
    found = _REPEATED.search(attributes)
    return int(found.group(1)) if found else 1
