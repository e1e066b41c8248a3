import io
import zipfile

import pytest

from services.catalogue.rules.material_files import FileProblem, problem_of, tidy_name, type_of
from shared.rules.materials import FILE_BYTES, FILE_NAME_LENGTH, FILE_TYPES


def archive(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, text in parts.items():
            made.writestr(name.replace("__", "/"), text)
    return out.getvalue()


def office(kind: str, **more: str) -> bytes:
    return archive(**{"[Content_Types].xml": f'<Types><Override ContentType="x.{kind}.main+xml"/></Types>', **more})


GOOD = {
    "pdf": b"%PDF-1.7\n",
    "docx": office("wordprocessingml.document"),
    "pptx": office("presentationml.presentation"),
    "xlsx": office("spreadsheetml.sheet"),
    "odt": archive(mimetype=FILE_TYPES["odt"]),
    "odp": archive(mimetype=FILE_TYPES["odp"]),
    "ods": archive(mimetype=FILE_TYPES["ods"]),
    "png": b"\x89PNG\r\n\x1a\n\x00",
    "jpg": b"\xff\xd8\xff\xe0",
    "gif": b"GIF89a\x00",
    "webp": b"RIFF\x00\x00\x00\x00WEBP",
    "txt": "Mieti yksi tilanne.\r\n\tÄläkä unohda.\n".encode(),
    "vtt": "\N{ZERO WIDTH NO-BREAK SPACE}WEBVTT\n\n00:01.000 --> 00:04.000\nHei\n".encode(),
    "srt": b"1\r\n00:00:01,000 --> 00:00:04,000\r\nHei\r\n",
}


@pytest.mark.parametrize("file_type", FILE_TYPES)
def test_file_that_is_what_it_says_is_taken_and_under_no_other_name(file_type: str) -> None:
    assert problem_of(file_type, GOOD[file_type]) is None
    takes = {other for other, content in GOOD.items() if problem_of(file_type, content) is None}
    # subtitles are text too
    assert takes == ({"txt", "vtt", "srt"} if file_type == "txt" else {file_type})


@pytest.mark.parametrize(
    "name",
    ["a.exe", "a.html", "a.svg", "a.js", "a.zip", "a.docm", "a.xlsm", "a.pptm", "a.doc", "a.ppt", "a.csv", "pdf", "a."],
)
def test_type_that_is_not_listed_is_refused(name: str) -> None:
    assert problem_of(type_of(name), GOOD["pdf"]) is FileProblem.TYPE


@pytest.mark.parametrize(
    ("file_type", "content"),
    [
        ("pdf", b"MZ\x90\x00"),
        ("txt", b"MZ\x90\x00"),
        ("txt", b" \n<!DOCTYPE html><script>hostile()</script>"),
        ("txt", b'\xef\xbb\xbf<svg onload="hostile()">'),
        ("docx", b"PK\x03\x04 and nothing"),
        ("docx", archive(readme="x")),
        ("docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("odt", archive(mimetype="application/zip")),
        ("webp", b"RIFF\x00\x00\x00\x00WAVE"),
    ],
)
def test_file_that_is_something_else_is_refused(file_type: str, content: bytes) -> None:
    assert problem_of(file_type, content) is FileProblem.CONTENT


@pytest.mark.parametrize(
    ("file_type", "content"),
    [
        ("docx", office("wordprocessingml.document", word__vbaProject="x")),
        ("xlsx", office("spreadsheetml.sheet", xl__macrosheets__sheet1="x")),
        ("pptx", archive(**{"[Content_Types].xml": "presentation.macroEnabled.main+xml"})),
        ("odt", archive(mimetype=FILE_TYPES["odt"], Basic__Standard__module="x")),
    ],
)
def test_document_with_programs_is_refused(file_type: str, content: bytes) -> None:
    assert problem_of(file_type, content) is FileProblem.MACROS


def test_file_that_is_empty_or_too_large_is_refused() -> None:
    assert problem_of("txt", b"") is FileProblem.EMPTY
    assert problem_of("txt", b"x" * FILE_BYTES) is None
    assert problem_of("txt", b"x" * (FILE_BYTES + 1)) is FileProblem.LARGE


@pytest.mark.parametrize(
    ("name", "tidy"),
    [
        ("C:\\Users\\olli\\Kalvot 1.PDF", "Kalvot 1.PDF"),
        ("../../etc/kalvot.pdf", "kalvot.pdf"),
        ("kal\N{RIGHT-TO-LEFT OVERRIDE}vot\r\n.pdf", "kal vot .pdf"),
        ("x" * 300 + ".pdf", "x" * (FILE_NAME_LENGTH - 4) + ".pdf"),
    ],
)
def test_name_is_one_line_without_folders(name: str, tidy: str) -> None:
    assert tidy_name(name) == tidy
    assert type_of(tidy) == "pdf"
