"""A staff list of 5,000 people out of a spreadsheet: from giving the file to seeing everybody's verdict."""

import re
import time
from collections.abc import Callable
from io import BytesIO
from itertools import islice
from pathlib import Path

from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from benchmarks.installation import Installation, install
from benchmarks.offerings import open_offerings
from benchmarks.registrations import newcomers
from benchmarks.report import Figure
from benchmarks.rounds import medians
from benchmarks.volume import signed_in

PEOPLE = 5_000
REACH = 3.0
#: of one round, since each takes a fraction of a second
TIMES_A_ROUND = 5


def measure(folder: Path, rounds: int, _seconds: float) -> list[Figure]:
    """On the embedded database, beside the library that reads the same file."""
    installation = install(folder)
    with installation.up():
        open_offerings(installation, 1)
        data = _spreadsheet()
        ours = _giving(installation, data)
        found = medians({"ours": _several(ours), "theirs": _several(lambda: _read(data))}, rounds)
    return [Figure(f"preview of {PEOPLE:,} rows", found["ours"], "ms", found["theirs"], at_most=REACH)]


def _giving(installation: Installation, data: bytes) -> Callable[[], None]:
    """The whole act as a browser does it: the file is sent, the answer leads to the list, the list is loaded."""
    session = signed_in(installation)
    origin = f"http://127.0.0.1:{installation.ports['registration']}"
    slug = installation.call("GET", "catalogue", "/series", installation.key())["items"][0]["slug"]
    form = session.get(f"{origin}/staff/{slug}", timeout=30).text
    fields = {name: _value(form, name) for name in ("csrf_token", "offerings")}

    def give() -> None:
        files = {"file": ("list.xlsx", data)}
        answer = session.post(f"{origin}/staff/{slug}", data={**fields, "organisation": ""}, files=files, timeout=60)
        if len(answer.history) != 1 or str(PEOPLE) not in answer.text:
            raise RuntimeError(f"{answer.status_code}: {answer.text[:500]}")

    return give


def _value(form: str, name: str) -> str:
    """What a field of the page holds."""
    tags: list[str] = re.findall(rf"<input[^>]*\bname=\"{name}\"[^>]*>", form)
    return tags[0].partition('value="')[2].partition('"')[0]


def _read(data: bytes) -> None:
    """The library alone: all cells of the file as Python has them."""
    with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
        if len(book.get_sheet_by_index(0).to_python()) != PEOPLE + 1:
            raise RuntimeError("not all rows")


def _several(act: Callable[[], None]) -> Callable[[], float]:
    """Milliseconds for one, of some in a row."""

    def measured() -> float:
        began = time.perf_counter()
        for _time in range(TIMES_A_ROUND):
            act()
        return (time.perf_counter() - began) * 1000 / TIMES_A_ROUND

    return measured


def _spreadsheet() -> bytes:
    """As a personnel system exports it: a header, a name in two columns, an address, a unit."""
    file = BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Sukunimi", "Etunimi", "Sähköposti", "Yksikkö"])
        for number, person in enumerate(islice(newcomers(), PEOPLE), 1):
            sheet.write_row(number, 0, [f"Mäkinen-{number}", "Anna", person["email"], f"Unit {number % 40}"])
    return file.getvalue()
