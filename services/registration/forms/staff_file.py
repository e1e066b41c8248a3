"""A spreadsheet somebody gives, as a table of texts. Whatever can't be read is refused in words; nothing is trusted."""

import struct
import zipfile
import zlib
from datetime import date, datetime
from io import BytesIO
from itertools import chain
from typing import cast

from flask_babel import gettext as _
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum, ZipError

from services.registration.forms import staff_extent
from services.registration.forms.staff_extent import TooWide
from services.registration.forms.staff_text import text_of
from shared.errors import Refusal

#: a title, a header and some empty lines beside the 5,000 people
MOST_LINES = 5300
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


def tables_of(data: bytes) -> list[Table] | str:
    """The visible sheets of a file as they stand in it, or its text when it is one of text.

    Raises Refusal, field ``file``, with what to do instead.
    """
    if data.startswith(_OLE):
        raise (
            _locked()
            if _ENCRYPTED in data
            else _refusal(
                "old_spreadsheet", _("This is a file of an old kind (.xls). Save it as .xlsx and give it again.")
            )
        )
    if data.startswith(_ZIP):
        return _sheets(data)
    text = text_of(data)
    if text is None:
        raise not_a_spreadsheet()
    return text


def too_long() -> Refusal:
    """More people than one list takes."""
    return _refusal(
        "too_many_people",
        _("There are more than 5,000 people in it. Divide it into smaller lists and give them in turn."),
    )


def not_a_spreadsheet() -> Refusal:
    """Nothing in it can be read as a table."""
    return _refusal(
        "not_a_spreadsheet",
        _("This file can't be read as a spreadsheet. Save it as .xlsx, .ods or .csv and give it again."),
    )


def _sheets(data: bytes) -> list[Table]:
    _look_into(data)
    try:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            shown = [sheet.name for sheet in book.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
            return [_texts(book.get_sheet_by_name(name)) for name in shown]
    except PasswordError as wrong:
        raise _locked() from wrong
    except (CalamineError, ZipError, OSError, ValueError) as wrong:
        raise not_a_spreadsheet() from wrong


def _look_into(data: bytes) -> None:
    """Refuse what would grow beyond all measure when it is unpacked or laid out, before that is done."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            entries = packed.infolist()
    except (zipfile.BadZipFile, NotImplementedError, OSError) as wrong:
        raise not_a_spreadsheet() from wrong
    if any(entry.flag_bits & 1 for entry in entries):
        raise _locked()
    if sum(max(entry.file_size, entry.compress_size) for entry in entries) > MOST_BYTES:
        raise _too_large()
    left = MOST_BYTES
    for entry in entries:
        unpacked = _unpacked(data, entry, left)
        left -= len(unpacked)
        if entry.filename == _ODS_MANIFEST and b"encryption-data" in unpacked:
            raise _locked()
        try:
            staff_extent.check(entry.filename, unpacked)
        except TooWide as wide:
            raise _too_large() from wide


def _unpacked(data: bytes, entry: zipfile.ZipInfo, most: int) -> bytes:
    """What an entry really holds, whatever size it claims to have."""
    header = data[entry.header_offset : entry.header_offset + _LOCAL_HEADER_BYTES]
    if len(header) < _LOCAL_HEADER_BYTES or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise not_a_spreadsheet()
    name_length, extra_length = struct.unpack("<HH", header[26:30])
    begins = entry.header_offset + _LOCAL_HEADER_BYTES + name_length + extra_length
    packed = data[begins : begins + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        return packed
    try:
        unpacked = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, most + 1)
    except zlib.error as wrong:
        raise not_a_spreadsheet() from wrong
    if len(unpacked) > most:
        raise _too_large()
    return unpacked


def _texts(sheet: CalamineSheet) -> Table:
    if sheet.height > MOST_LINES:
        raise too_long()
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


def _locked() -> Refusal:
    return _refusal(
        "password", _("The file is locked with a password. Save it without one, or copy the rows and paste them here.")
    )


def _too_large() -> Refusal:
    return _refusal(
        "too_large",
        _("The file is far larger than a list of 5,000 people. Copy the rows with people and paste them here."),
    )


def _refusal(code: str, sentence: str) -> Refusal:
    return Refusal(code, sentence, "file")
