"""Finds a Chromium for tests of pages: a named one, the machine's own, or the one that set-up fetched."""

import fcntl
import io
import os
import shutil
import tarfile
from dataclasses import dataclass
from pathlib import Path

import brotli

FETCHED = Path(__file__).parents[2] / "var" / "tools" / "chromium"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{folder}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>{folder}/font-cache</cachedir>
</fontconfig>
"""


@dataclass(frozen=True)
class Chromium:
    """A browser's program and what it must find in its environment."""

    program: Path
    environment: dict[str, str]


def _named() -> Path | None:
    named = os.environ.get("KIERROS_TEST_CHROMIUM")
    if named and not Path(named).exists():
        raise FileNotFoundError(f"KIERROS_TEST_CHROMIUM names {named}, which does not exist.")
    return Path(named) if named else None


def _installed() -> Path | None:
    return next((Path(found) for name in NAMES if (found := shutil.which(name))), None)


def _unpack(fetched: Path, into: Path) -> None:
    """The package holds brotli archives; the program alone is 209 MB, so this is done once."""
    for part in ("al2023", "swiftshader", "fonts"):
        content = brotli.decompress((fetched / f"{part}.tar.br").read_bytes())
        with tarfile.open(fileobj=io.BytesIO(content)) as archive:
            # Older releases of Python 3.11 have no filters; what is unpacked was checked by digest either way.
            archive.extraction_filter = getattr(tarfile, "data_filter", None)
            archive.extractall(into)
    # The package's own font settings name folders of the machine it was made for.
    (into / "fonts.conf").write_text(_FONTS.format(folder=into), "utf-8")
    program = into / "chromium"
    program.write_bytes(brotli.decompress((fetched / "chromium.br").read_bytes()))
    program.chmod(0o755)


def _fetched(fetched: Path) -> Chromium:
    into = fetched / "unpacked"
    packed = fetched / "chromium.br"
    if not packed.exists():
        raise FileNotFoundError("No browser for the tests: `make test` fetches one, KIERROS_TEST_CHROMIUM names one.")
    pin = str(packed.stat().st_mtime_ns)
    with (fetched / ".lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = into / ".done"
        if not done.exists() or done.read_text() != pin:
            shutil.rmtree(into, ignore_errors=True)
            into.mkdir()
            _unpack(fetched, into)
            done.write_text(pin)
    return Chromium(into / "chromium", {"LD_LIBRARY_PATH": f"{into / 'lib'}:{into}", "FONTCONFIG_PATH": str(into)})


def find(fetched: Path = FETCHED) -> Chromium:
    """The browser to test with; raises FileNotFoundError, saying what to do, when there is none."""
    own = _named() or _installed()
    return Chromium(own, {}) if own else _fetched(fetched)
