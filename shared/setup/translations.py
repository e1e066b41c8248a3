"""The words of each package: gather them from code and templates, bring them into its catalogues, find what is missing.

``python -m shared.setup.translations update`` adds new words (untranslated) and drops those no longer used;
``python -m shared.setup.translations missing`` lists what still needs a translator.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("fi", "sv")
#: package -> the folder of its catalogues; a service may also use the words of ``shared``
PACKAGES = {
    "shared": ROOT / "shared/web/translations",
    "services/catalogue": ROOT / "services/catalogue/translations",
    "services/registration": ROOT / "services/registration/translations",
    "services/notifications": ROOT / "services/notifications/translations",
}
_KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "_l": None, "ngettext": (1, 2), "lazy_ngettext": (1, 2)}
_METHODS = [("**/templates/**.html", "jinja2"), ("**/templates/**.txt", "jinja2"), ("**.py", "python")]
_OPTIONS = {"**/templates/**.html": {"trimmed": "true"}, "**/templates/**.txt": {"trimmed": "true"}}

Key = str | tuple[str, ...]


def words_of(package: str) -> set[Key]:
    """Every message id that a package's code and templates hold; a pair for one with a plural."""
    found: set[Key] = set()
    for _file, _line, message, _comments, _context in extract_from_dir(
        ROOT / package, _METHODS, _OPTIONS, keywords=_KEYWORDS, strip_comment_tags=True
    ):
        found.add(message if isinstance(message, str) else tuple(message))
    return found - {""}


def own_words_of(package: str) -> set[Key]:
    """The words a package must translate itself: those that the shared catalogue does not have."""
    words = words_of(package)
    return words if package == "shared" else words - words_of("shared")


def catalogue_path(package: str, language: str) -> Path:
    """Where a package keeps its words in one language."""
    return PACKAGES[package] / language / "LC_MESSAGES/messages.po"


def read(package: str, language: str) -> Catalog:
    """A package's catalogue; an empty one when it has none yet."""
    path = catalogue_path(package, language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def missing(package: str, language: str) -> list[Key]:
    """The package's own words without a finished translation."""
    catalogue = read(package, language)
    return sorted((key for key in own_words_of(package) if not _is_done(_find(catalogue, key))), key=str)


def update(package: str, language: str) -> None:
    """Rewrite a catalogue: sorted, with exactly the words that are used; translations are kept."""
    before = read(package, language)
    after = Catalog(locale=language, project="Kierros", fuzzy=False, header_comment="")
    for key in sorted(own_words_of(package), key=str):
        old = _find(before, key)
        after.add(key, old.string if old else "")
    path = catalogue_path(package, language)
    path.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    write_po(buffer, after, width=120, omit_header=False, no_location=True, sort_output=True)
    lines = buffer.getvalue().decode().splitlines(keepends=True)
    noise = (
        '"POT-Creation-Date',
        '"PO-Revision-Date',
        '"Last-Translator',
        '"Language-Team',
        '"Generated-By',
        '"Report-Msg',
    )
    path.write_text("".join(line for line in lines if not line.startswith(noise)), encoding="utf-8")


def _find(catalogue: Catalog, key: Key) -> Message | None:
    return catalogue.get(key[0] if isinstance(key, tuple) else key)


def _is_done(message: Message | None) -> bool:
    if message is None or message.fuzzy:
        return False
    forms = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return bool(forms) and all(forms)


def _each() -> Iterator[tuple[str, str]]:
    for package in PACKAGES:
        for language in LANGUAGES:
            yield package, language


def main(arguments: list[str]) -> int:
    """``update`` or ``missing``, for all packages or for those named."""
    verb, only = (arguments or [""])[0], arguments[1:]
    for package, language in _each():
        if only and package not in only:
            continue
        if verb == "update":
            update(package, language)
        lacking = missing(package, language)
        print(f"{package} {language}: {len(lacking)} missing")
        for key in lacking if verb == "missing" else []:
            print(f"  {key}")
    return 0 if verb in ("update", "missing") else 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
