"""How far a spreadsheet reaches: one cell in its far corner has a program that lays it out fill all memory."""

import re

#: cells from the first corner to the last one filled
MOST_CELLS = 5_000_000

#: in a sheet of .xlsx, references (ECMA-376 part 1, 18.3.1.4) beyond column Z or row 9,999; there is one in every cell,
#: so what is near has to be passed over without trying twice
_FAR = re.compile(rb"""r\s*+=\s*+["'](?=[A-Za-z]{2}|[A-Za-z]?+\d{5})([A-Za-z]*+)(\d+)["']""")
_COLUMNS_NEAR, _ROWS_NEAR = 26, 9_999
_LETTERS_MOST, _DIGITS_MOST = 3, 7

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
    width, height = _COLUMNS_NEAR, _ROWS_NEAR
    for reference in _FAR.finditer(content):
        letters, digits = reference.groups()
        if len(letters) > _LETTERS_MOST or len(digits) > _DIGITS_MOST:
            raise TooWide
        width, height = max(width, _column(letters)), max(height, int(digits))
        if width * height > MOST_CELLS:
            raise TooWide


def _column(letters: bytes) -> int:
    """A is 1, Z is 26, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


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
