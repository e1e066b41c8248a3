"""Takes chosen files out of a fetched package, after making sure that it is the very package we chose."""

import base64
import hashlib
import tarfile
from pathlib import Path, PurePosixPath


class UnfitArchiveError(Exception):
    """The archive is not what was pinned, or holds what no honest package holds. Nothing of it was unpacked."""


def integrity(archive: Path) -> str:
    """The archive's digest as npm writes it (Subresource Integrity: `sha512-` and base64)."""
    return "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()


def _inner_path(member: tarfile.TarInfo) -> str:
    """The member's path below the package's own top folder; refuses one that leads out of it."""
    path = PurePosixPath(member.name)
    if path.is_absolute() or ".." in path.parts:
        raise UnfitArchiveError(f"it holds a path that leads out of it: {member.name}")
    return "/".join(path.parts[1:])


def _read(package: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    content = package.extractfile(member) if member.isreg() else None
    if content is None:
        raise UnfitArchiveError(f"{member.name} is not a plain file")
    return content.read()


def unpack(archive: Path, pinned: str, wanted: dict[str, Path]) -> None:
    """Writes the wanted files: path inside the package -> where it goes. All or, with UnfitArchiveError, none."""
    found = integrity(archive)
    if found != pinned:
        raise UnfitArchiveError(f"its digest is {found}, pinned is {pinned}")
    try:
        with tarfile.open(archive, "r:gz") as package:
            members = {_inner_path(member): member for member in package}
            missing = wanted.keys() - members.keys()
            if missing:
                raise UnfitArchiveError(f"it lacks {', '.join(sorted(missing))}")
            contents = {inner: _read(package, members[inner]) for inner in wanted}
    except (tarfile.TarError, EOFError, OSError) as problem:
        raise UnfitArchiveError(f"it cannot be read: {problem}") from problem
    for inner, target in wanted.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(target.name + ".part")
        part.write_bytes(contents[inner])
        part.replace(target)
