"""A spreadsheet that somebody gives, as a table of texts. Nothing in it is trusted."""

import struct
import zipfile
import zlib
from datetime import date, datetime
from enum import StrEnum
from io import BytesIO
from itertools import chain
from typing import cast

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum, ZipError

from shared.tables import extent
from shared.tables.extent import TooWide
from shared.tables.text import text_of

#: of everything in the file, unpacked
MOST_BYTES = 50 * 1024 * 1024

#: Compound File Binary Format ([MS-CFB] section 2.2): .xls, and .xlsx with a password ([MS-OFFCRYPTO] section 1.3)
_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
#: APPNOTE.TXT section 4.3.7
_ZIP = b"PK\x03\x04"
#: OpenDocument 1.3 part 2, 4.8: it says which files of the package are encrypted
_ODS_MANIFEST = "META-INF/manifest.xml"
_LOCAL_HEADER_BYTES = 30

Table = list[list[str]]


class Problem(StrEnum):
    """Why a file can't be read."""

    OLD_SPREADSHEET = "old_spreadsheet"
    LOCKED = "locked"
    TOO_LARGE = "too_large"
    TOO_LONG = "too_long"
    NOT_A_SPREADSHEET = "not_a_spreadsheet"


class Unreadable(Exception):
    """A file that is no table one can read."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


def tables_of(data: bytes, most_lines: int) -> list[Table] | str:
    """The visible sheets of a file as they stand in it, or its text when it is one of text. Raises Unreadable."""
    if data.startswith(_OLE):
        raise Unreadable(Problem.LOCKED if _ENCRYPTED in data else Problem.OLD_SPREADSHEET)
    if data.startswith(_ZIP):
        return _sheets(data, most_lines)
    text = text_of(data)
    if text is None:
        raise Unreadable(Problem.NOT_A_SPREADSHEET)
    return text


def _sheets(data: bytes, most_lines: int) -> list[Table]:
    _look_into(data)
    try:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            shown = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
            return [_texts(book.get_sheet_by_name(name), most_lines) for name in shown]
    except PasswordError as wrong:
        raise Unreadable(Problem.LOCKED) from wrong
    except (CalamineError, ZipError, OSError, ValueError) as wrong:
        raise Unreadable(Problem.NOT_A_SPREADSHEET) from wrong


def _look_into(data: bytes) -> None:
    """Refuse what would grow beyond all measure when it is unpacked or laid out, before that is done."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            entries = packed.infolist()
    except (zipfile.BadZipFile, NotImplementedError, OSError) as wrong:
        raise Unreadable(Problem.NOT_A_SPREADSHEET) from wrong
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable(Problem.LOCKED)
    if sum(max(entry.file_size, entry.compress_size) for entry in entries) > MOST_BYTES:
        raise Unreadable(Problem.TOO_LARGE)
    left = MOST_BYTES
    for entry in entries:
        unpacked = _unpacked(data, entry, left)
        left -= len(unpacked)
        if entry.filename == _ODS_MANIFEST and b"encryption-data" in unpacked:
            raise Unreadable(Problem.LOCKED)
        try:
            extent.check(entry.filename, unpacked)
        except TooWide as wide:
            raise Unreadable(Problem.TOO_LARGE) from wide


def _unpacked(data: bytes, entry: zipfile.ZipInfo, most: int) -> bytes:
    """What an entry really holds, whatever size it claims to have."""
    header = data[entry.header_offset : entry.header_offset + _LOCAL_HEADER_BYTES]
    if len(header) < _LOCAL_HEADER_BYTES or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Unreadable(Problem.NOT_A_SPREADSHEET)
    name_length, extra_length = struct.unpack("<HH", header[26:30])
    begins = entry.header_offset + _LOCAL_HEADER_BYTES + name_length + extra_length
    packed = data[begins : begins + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        return packed
    try:
        unpacked = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, most + 1)
    except zlib.error as wrong:
        raise Unreadable(Problem.NOT_A_SPREADSHEET) from wrong
    if len(unpacked) > most:
        raise Unreadable(Problem.TOO_LARGE)
    return unpacked


def _texts(sheet: CalamineSheet, most_lines: int) -> Table:
    if sheet.height > most_lines:
        raise Unreadable(Problem.TOO_LONG)
    rows = sheet.to_python()
    if set(map(type, chain.from_iterable(rows))) - {str}:
        rows = [[cell if type(cell) is str else _text(cell) for cell in row] for row in rows]
    table = cast("Table", rows)
    _fill_merged(sheet, table)
    return table


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return str(cell)


def _fill_merged(sheet: CalamineSheet, rows: Table) -> None:
    """A cell merged over many rows, as a unit's name beside its people, says the same to each of them."""
    top, left = sheet.start or (0, 0)
    for (first_row, first_column), (last_row, last_column) in sheet.merged_cell_ranges or []:
        if first_column != last_column or not top <= first_row < top + len(rows):
            continue
        said, column = rows[first_row - top], first_column - left
        if 0 <= column < len(said):
            for row in rows[first_row - top + 1 : last_row - top + 1]:
                row[column] = row[column] or said[column]
