"""Text from a .csv file or the clipboard, as a table of texts: whatever its encoding and its delimiter."""

import codecs
import csv
from io import StringIO

#: what Excel and LibreOffice write, in the order of likeliness
_DELIMITERS = "\t;,|"
#: looked at to find the delimiter
_SAMPLE_LINES = 50
#: of one byte per letter: Windows, Macintosh, DOS
_OLD_ENCODINGS = ("cp1252", "mac_roman", "cp850")
_NORDIC = frozenset("äöåÄÖÅéüÉÜ")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def text_of(data: bytes) -> str | None:
    """The text; None when it is none."""
    encoding = next((encoding for bom, encoding in _BOMS if data.startswith(bom)), None) or _without_bom(data)
    text = _decoded(data, encoding or "utf-8")
    if encoding is not None and text is None:
        return None
    if text is None:
        text = max(
            (found for one in _OLD_ENCODINGS if (found := _decoded(data, one)) is not None),
            key=lambda found: sum(letter in _NORDIC for letter in found),
            default=data.decode("latin-1"),
        )
    return None if _is_binary(text) else text


def table_of(text: str) -> list[list[str]]:
    """The rows of delimited text, the quotes taken off. Without any delimiter each line is one cell."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    delimiter = delimiter_of(lines)
    try:
        rows = list(csv.reader(StringIO(lines, newline=""), delimiter=delimiter or "\t"))
    except csv.Error:
        # a lone quote, or a cell longer than the reader takes: then quotes mean nothing
        rows = [line.split(delimiter or "\t") for line in lines.split("\n")]
    # Excel's own first line, which names the delimiter
    return rows[1:] if rows and rows[0] and rows[0][0].startswith("sep=") else rows


def delimiter_of(text: str) -> str | None:
    """The delimiter that parts most lines; None when no line has any."""
    sample = [line for line in text.split("\n") if line.strip()][:_SAMPLE_LINES]
    hits = {one: sum(one in _outside_quotes(line) for line in sample) for one in _DELIMITERS}
    best = max(_DELIMITERS, key=lambda one: hits[one])
    return best if hits[best] else None


def _outside_quotes(line: str) -> str:
    return "".join(line.split('"')[::2])


def _without_bom(data: bytes) -> str | None:
    """UTF-16 that doesn't say so: every second byte of plain letters is nought."""
    start = data[:200]
    if len(start) >= 4 and start[1::2].count(0) * 2 > len(start[1::2]) and 0 not in start[0::2]:
        return "utf-16-le"
    if len(start) >= 4 and start[0::2].count(0) * 2 > len(start[0::2]) and 0 not in start[1::2]:
        return "utf-16-be"
    return None


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_binary(text: str) -> bool:
    start = text[:2000]
    return "\0" in start or sum(letter < " " and letter not in "\t\r\n\f" for letter in start) * 20 > len(start)
