import io
import json
import tarfile
from pathlib import Path

import pytest

from shared.setup.archive import UnfitArchiveError, integrity
from shared.setup.assets import PINS, Asset, bring, pinned


def _fetch(name: str, version: str, into: Path) -> Path:
    """Stands for the registry: every package holds one file that says which it is."""
    archive = into / "package.tgz"
    content = f"{name} {version}".encode()
    with tarfile.open(archive, "w:gz") as package:
        member = tarfile.TarInfo("package/dist/a.js")
        member.size = len(content)
        package.addfile(member, io.BytesIO(content))
    return archive


def _integrity(folder: Path, version: str) -> str:
    return integrity(_fetch("a", version, folder))


def _asset(root: Path, version: str, digest: str) -> Asset:
    package = {
        "name": "a",
        "version": version,
        "integrity": digest,
        "take": [{"from": "dist", "to": "js", "files": ["a.js"]}],
    }
    pins = root / "pins.json"
    pins.write_text(json.dumps({"run": {"into": "vendor", "packages": [package]}}))
    (asset,) = pinned("run", pins, root)
    return asset


def _unstable_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A gzip header holds the time it was made, so a made-up package needs a clock that stands still."""
    monkeypatch.setattr("time.time", lambda: 0.0)


def test_asset_once_brought_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _unstable_time(monkeypatch)
    asset = _asset(tmp_path, "1.0.0", _integrity(tmp_path, "1.0.0"))
    assert not asset.is_there()
    bring(asset, _fetch)
    assert asset.is_there()
    assert (tmp_path / "vendor/js/a.js").read_text() == "a 1.0.0"


def test_asset_with_a_new_pin_is_fetched_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _unstable_time(monkeypatch)
    bring(_asset(tmp_path, "1.0.0", _integrity(tmp_path, "1.0.0")), _fetch)
    newer = _asset(tmp_path, "1.0.1", _integrity(tmp_path, "1.0.1"))
    assert not newer.is_there()
    bring(newer, _fetch)
    assert (tmp_path / "vendor/js/a.js").read_text() == "a 1.0.1"


def test_asset_whose_file_was_removed_is_fetched_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _unstable_time(monkeypatch)
    asset = _asset(tmp_path, "1.0.0", _integrity(tmp_path, "1.0.0"))
    bring(asset, _fetch)
    (tmp_path / "vendor/js/a.js").unlink()
    assert not asset.is_there()


def test_asset_that_is_not_what_was_pinned_leaves_nothing(tmp_path: Path) -> None:
    asset = _asset(tmp_path, "1.0.0", "sha512-other")
    with pytest.raises(UnfitArchiveError):
        bring(asset, _fetch)
    assert not asset.is_there()
    assert not (tmp_path / "vendor").exists()


def test_pins_name_an_exact_version_and_a_digest_and_stay_in_their_folder(tmp_path: Path) -> None:
    for group in json.loads(PINS.read_text("utf-8")):
        for asset in pinned(group, root=tmp_path):
            assert asset.version.count(".") == 2, asset.name
            assert asset.integrity.startswith("sha512-"), asset.name
            assert all(path.resolve().is_relative_to(tmp_path) for path in asset.files.values()), asset.name
