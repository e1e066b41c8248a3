"""No template is left over, and none speaks past the security policy."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = [p for folder in ("services", "shared") for p in (ROOT / folder).rglob("templates/**/*") if p.is_file()]
#: a block of data for search engines is no script: nothing runs it
_DATA = r"(?! type=\"application/ld\+json\">)"
_INLINE = re.compile(rf"<script{_DATA}(?![^>]*\bsrc=)[^>]*>|\son\w+=\"|\sstyle=\"", re.IGNORECASE)


def _name(path: Path) -> str:
    return path.as_posix().rsplit("/templates/", 1)[1]


def test_every_template_is_used() -> None:
    sources = [p for folder in ("services", "shared") for p in (ROOT / folder).rglob("*.py")]
    text = "\n".join(p.read_text(encoding="utf-8") for p in [*TEMPLATES, *sources])
    unused = [_name(p) for p in TEMPLATES if _name(p) not in text and _name(p).rsplit(".", 1)[0] not in text]
    assert unused == []


def test_no_page_has_inline_scripts_or_styles() -> None:
    pages = [p for p in TEMPLATES if p.suffix == ".html" and "mail" not in p.as_posix()]
    found = [
        f"{p.relative_to(ROOT)}: {m.group()}" for p in pages for m in _INLINE.finditer(p.read_text(encoding="utf-8"))
    ]
    assert found == []
