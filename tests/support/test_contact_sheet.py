from pathlib import Path

from bs4 import BeautifulSoup

from tests.support.contact_sheet import write


def test_looks_of_a_page_stand_side_by_side(tmp_path: Path) -> None:
    (tmp_path / "walks").mkdir()
    for look in ("360-dark-sv", "768-light-fi"):
        (tmp_path / "walks" / f"series&x~0~{look}.png").write_bytes(b"")
    page = BeautifulSoup(write(tmp_path).read_text("utf-8"), "html.parser")
    [section] = page.select("section")
    assert section.h2 is not None
    assert section.h2.text == "walks/series&x~0"
    assert [caption.text for caption in section.select("figcaption")] == ["360-dark-sv", "768-light-fi"]
    assert [image["src"] for image in section.select("img")] == [
        f"walks/series&x~0~{look}.png" for look in ("360-dark-sv", "768-light-fi")
    ]
