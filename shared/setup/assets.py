"""Fetches what browsers need (`run`) and what tests of pages need (`test`), pinned in assets.json.

To add a file or an icon, add its name to assets.json; the next `make run` fetches it.
"""

import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from shared.setup import npm
from shared.setup.archive import UnfitArchiveError, unpack

ROOT = Path(__file__).resolve().parents[2]
PINS = Path(__file__).with_name("assets.json")


@dataclass(frozen=True)
class Asset:
    """One pinned package and the files we take from it: path inside the package -> path in our tree."""

    name: str
    version: str
    integrity: str
    files: dict[str, Path]
    stamp: Path
    """Says which pin is unpacked. A change of any word of the pin means: fetch again."""

    def pin(self) -> str:
        """Everything that decides what is unpacked, as one text."""
        return "\n".join([self.name, self.version, self.integrity, *sorted(self.files)]) + "\n"

    def is_there(self) -> bool:
        """Whether exactly this is unpacked already."""
        stamped = self.stamp.exists() and self.stamp.read_text("utf-8") == self.pin()
        return stamped and all(path.exists() for path in self.files.values())


def pinned(group: str, pins: Path = PINS, root: Path = ROOT) -> Iterator[Asset]:
    """The assets of one group, `run` or `test`."""
    chosen: dict[str, Any] = json.loads(pins.read_text("utf-8"))[group]
    into = root / chosen["into"]
    for package in chosen["packages"]:
        files = {
            f"{take['from']}/{name}".lstrip("/"): into / take["to"] / name
            for take in package["take"]
            for name in take["files"]
        }
        stamp = into / f".{package['name'].replace('/', '-').lstrip('@')}.pin"
        yield Asset(package["name"], package["version"], package["integrity"], files, stamp)


def bring(asset: Asset, fetch: Callable[[str, str, Path], Path]) -> None:
    """Fetches, checks and unpacks one package; the stamp comes last, so half a job is done again."""
    asset.stamp.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(prefix="kierros-assets-") as folder:
        try:
            unpack(fetch(asset.name, asset.version, Path(folder)), asset.integrity, asset.files)
        except UnfitArchiveError as problem:
            raise UnfitArchiveError(f"{asset.name} {asset.version} was not unpacked: {problem}") from problem
    asset.stamp.write_text(asset.pin(), "utf-8")


def main(group: str) -> None:
    """Brings what is missing of a group, one line per package; a failure ends with a sentence, not a trace."""
    missing = [asset for asset in pinned(group) if not asset.is_there()]
    if not missing:
        return
    try:
        with npm.client() as client:
            for asset in missing:
                print(f"  fetching {asset.name} {asset.version} ...", flush=True)
                bring(asset, partial(npm.fetch, client))
    except (npm.FetchFailedError, UnfitArchiveError) as problem:
        raise SystemExit(str(problem)) from None


if __name__ == "__main__":
    main(sys.argv[1])
