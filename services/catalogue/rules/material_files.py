"""Which files are taken as materials: by their name's ending, and by what their bytes say that they are."""

import io
import re
import zipfile
from enum import StrEnum

from shared.rules.materials import FILE_BYTES, FILE_NAME_LENGTH, FILE_TYPES

#: other endings of the same types
_SAME = {"jpeg": "jpg"}
_STARTS = {
    "pdf": (b"%PDF-",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "gif": (b"GIF87a", b"GIF89a"),
    "webp": (b"RIFF",),
}
_BINARY = tuple(start for starts in _STARTS.values() for start in starts)
_OFFICE = {
    "docx": b"wordprocessingml.document.main+xml",
    "pptx": b"presentationml.presentation.main+xml",
    "xlsx": b"spreadsheetml.sheet.main+xml",
}
_OPEN_DOCUMENT = ("odt", "odp", "ods")
#: where both families of documents keep programs
_PROGRAMS = re.compile(r"vbaproject|vbadata|(^|/)(basic|scripts|activex|macrosheets)/", re.IGNORECASE)
_MOST_INSIDE = 1_000_000
_MARK = b"\xef\xbb\xbf"
#: text holds none of these; a page or a drawing that a browser would run begins like the second
_NO_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_RUNS = re.compile(rb"\s*<(!doctype|\?xml|html|svg|script|head|body)", re.IGNORECASE)
_SUBRIP = re.compile(rb"\s*\d+\s*\r?\n\d+:\d\d:\d\d[,.]\d+\s*-->")
_NAMELESS = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069\"]+")


class FileProblem(StrEnum):
    """Why a file isn't taken."""

    TYPE = "file_type_not_taken"
    CONTENT = "file_is_something_else"
    MACROS = "file_holds_programs"
    EMPTY = "file_empty"
    LARGE = "file_too_large"


def tidy_name(name: str) -> str:
    """The name without the folders it came from, or characters that hide its ending; its ending stays."""
    bare = " ".join(_NAMELESS.sub(" ", re.split(r"[\\/]", name)[-1]).split())
    stem, dot, ending = bare.rpartition(".")
    return f"{stem[: FILE_NAME_LENGTH - len(ending) - 1]}{dot}{ending}"[-FILE_NAME_LENGTH:]


def type_of(name: str) -> str | None:
    """One of FILE_TYPES by a name's ending, or None."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    ending = _SAME.get(ending, ending)
    return ending if ending in FILE_TYPES else None


def problem_of(file_type: str | None, content: bytes) -> FileProblem | None:
    """Why this isn't taken, by its whole content; None: it is what it says and holds no programs."""
    if file_type is None:
        return FileProblem.TYPE
    if not content:
        return FileProblem.EMPTY
    if len(content) > FILE_BYTES:
        return FileProblem.LARGE
    if file_type in _OFFICE or file_type in _OPEN_DOCUMENT:
        return _problem_of_document(file_type, content)
    if file_type in _STARTS:
        is_good = content.startswith(_STARTS[file_type]) and (file_type != "webp" or content[8:12] == b"WEBP")
    else:
        is_good = _is_text(file_type, content)
    return None if is_good else FileProblem.CONTENT


def _is_text(file_type: str, content: bytes) -> bool:
    said = content.removeprefix(_MARK)
    if _NO_TEXT.search(said) or _RUNS.match(said) or said.startswith(_BINARY):
        return False
    if file_type == "vtt":
        return said.startswith(b"WEBVTT")
    return file_type != "srt" or bool(_SUBRIP.match(said))


def _problem_of_document(file_type: str, content: bytes) -> FileProblem | None:
    """A document is an archive that names its own kind inside (ISO/IEC 29500-2, ISO/IEC 26300-3)."""
    if not content.startswith(b"PK\x03\x04"):
        return FileProblem.CONTENT
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            kind = _inside(archive, "mimetype" if file_type in _OPEN_DOCUMENT else "[Content_Types].xml")
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError, ValueError, EOFError):
        return FileProblem.CONTENT
    if b"macroEnabled" in kind or any(_PROGRAMS.search(name) for name in names):
        return FileProblem.MACROS
    if file_type in _OPEN_DOCUMENT:
        return None if kind.strip() == FILE_TYPES[file_type].encode() else FileProblem.CONTENT
    return None if _OFFICE[file_type] in kind else FileProblem.CONTENT


def _inside(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(_MOST_INSIDE)
