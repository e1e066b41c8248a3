import io
import tarfile
from pathlib import Path

import pytest

from shared.setup.archive import UnfitArchiveError, integrity, unpack


def _archive(folder: Path, *members: tuple[str, bytes]) -> Path:
    archive = folder / "package.tgz"
    with tarfile.open(archive, "w:gz") as package:
        for name, content in members:
            member = tarfile.TarInfo(name)
            member.size = len(content)
            package.addfile(member, io.BytesIO(content))
    return archive


def test_unpack_writes_the_wanted_files_and_no_other(tmp_path: Path) -> None:
    archive = _archive(tmp_path, ("package/dist/a.css", b"a"), ("package/dist/b.css", b"b"))
    unpack(archive, integrity(archive), {"dist/a.css": tmp_path / "vendor" / "theme" / "a.css"})
    assert [path.read_bytes() for path in (tmp_path / "vendor").rglob("*.*")] == [b"a"]


def test_unpack_replaces_an_older_file(tmp_path: Path) -> None:
    archive = _archive(tmp_path, ("package/a.css", b"new"))
    (tmp_path / "a.css").write_bytes(b"old")
    unpack(archive, integrity(archive), {"a.css": tmp_path / "a.css"})
    assert (tmp_path / "a.css").read_bytes() == b"new"


def test_integrity_is_written_as_npm_writes_it(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    digest = "sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg=="
    assert integrity(tmp_path / "empty") == digest


def test_unpack_of_another_digest_writes_nothing(tmp_path: Path) -> None:
    archive = _archive(tmp_path, ("package/a.css", b"a"))
    with pytest.raises(UnfitArchiveError, match="pinned is sha512-other"):
        unpack(archive, "sha512-other", {"a.css": tmp_path / "vendor" / "a.css"})
    assert not (tmp_path / "vendor").exists()


@pytest.mark.parametrize("name", ["package/../../outside.css", "/outside.css"])
def test_unpack_of_an_archive_that_leads_outside_writes_nothing(tmp_path: Path, name: str) -> None:
    archive = _archive(tmp_path, ("package/a.css", b"a"), (name, b"evil"))
    with pytest.raises(UnfitArchiveError, match="leads out of it"):
        unpack(archive, integrity(archive), {"a.css": tmp_path / "vendor" / "a.css"})
    assert not (tmp_path / "vendor").exists()


def test_unpack_of_an_archive_without_a_wanted_file_names_it(tmp_path: Path) -> None:
    archive = _archive(tmp_path, ("package/a.css", b"a"))
    wanted = {"a.css": tmp_path / "vendor" / "a.css", "b.css": tmp_path / "vendor" / "b.css"}
    with pytest.raises(UnfitArchiveError, match=r"lacks b\.css"):
        unpack(archive, integrity(archive), wanted)
    assert not (tmp_path / "vendor").exists()


def test_unpack_of_a_link_refuses_it(tmp_path: Path) -> None:
    archive = tmp_path / "package.tgz"
    with tarfile.open(archive, "w:gz") as package:
        link = tarfile.TarInfo("package/a.css")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        package.addfile(link)
    with pytest.raises(UnfitArchiveError, match="not a plain file"):
        unpack(archive, integrity(archive), {"a.css": tmp_path / "a.css"})


def test_unpack_of_half_an_archive_says_so(tmp_path: Path) -> None:
    archive = _archive(tmp_path, ("package/a.css", b"a" * 100_000))
    archive.write_bytes(archive.read_bytes()[:60])
    with pytest.raises(UnfitArchiveError, match="cannot be read"):
        unpack(archive, integrity(archive), {"a.css": tmp_path / "a.css"})
