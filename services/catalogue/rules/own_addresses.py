"""Where a person may be sent on to after signing in: our own pages and nowhere else."""

from collections.abc import Iterable
from urllib.parse import urlsplit

LONGEST = 500


def own_address(wanted: str | None, bases: Iterable[str]) -> str | None:
    """The wanted address when it lies under one of our public base addresses; None for every other.

    Only whole addresses pass (``https://kierros.example.org/workspace``): a bare path could begin with the two slashes
    or the backslash that browsers read as another host.
    """
    if not wanted or len(wanted) > LONGEST or not wanted.isprintable() or "\\" in wanted or " " in wanted:
        return None
    return wanted if any(_lies_under(wanted, base) for base in bases) else None


def _lies_under(wanted: str, base: str) -> bool:
    try:
        parts, own = urlsplit(wanted), urlsplit(base)
    except ValueError:
        return False
    if (parts.scheme, parts.netloc) != (own.scheme, own.netloc):
        return False
    prefix = own.path.rstrip("/")
    return parts.path == prefix or parts.path.startswith(prefix + "/")
