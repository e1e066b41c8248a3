from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from shared.tables.cells import Row
from shared.tables.spreadsheet import as_xlsx

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("https://example.org")', "{=1}")


def opened(file: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(BytesIO(file)).get_sheet_by_index(0).to_python()


def part(file: bytes, name: str) -> str:
    with ZipFile(BytesIO(file)) as archive:
        return archive.read(name).decode()


def test_table_comes_back_as_it_was_given() -> None:
    rows: list[Row] = [["Åsa Öhman-Ruiz", 3], ["王小明", None], ["O'Brien", 0], ["Bo", Decimal("-2.5")]]
    read = opened(as_xlsx("Participants", ["Name", "Number"], rows))
    assert read == [["Name", "Number"], ["Åsa Öhman-Ruiz", 3.0], ["王小明", ""], ["O'Brien", 0.0], ["Bo", -2.5]]


def test_instants_are_dates_in_the_zone() -> None:
    summer = datetime(2027, 6, 30, 21, 30, 15, 500, tzinfo=UTC)
    read = opened(as_xlsx("T", ["At"], [[summer]], "Europe/Helsinki"))
    assert read[1][0].isoformat() == "2027-07-01T00:30:15"


@pytest.mark.parametrize(
    "text", [*FORMULAS, "https://example.org", "mailto:a@example.org", "internal:Sheet1!A1", "007"]
)
def test_text_stays_text(text: str) -> None:
    file = as_xlsx("T", [text], [[text]])
    assert opened(file) == [[text], [text]]
    sheet = part(file, "xl/worksheets/sheet1.xml")
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet


def test_header_is_frozen() -> None:
    assert 'state="frozen"' in part(as_xlsx("T", ["Name"], []), "xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("title", ["Oulu / valtakunta: [1]?", "x" * 80, "'quoted'", "", "***", "History"])
def test_any_title_gives_a_sheet(title: str) -> None:
    book = CalamineWorkbook.from_filelike(BytesIO(as_xlsx(title, ["Name"], [["Anna"]])))
    assert 0 < len(book.sheet_names[0]) <= 31


def test_long_text_is_kept_whole() -> None:
    assert opened(as_xlsx("T", ["Name"], [["x" * 2000]]))[1] == ["x" * 2000]
