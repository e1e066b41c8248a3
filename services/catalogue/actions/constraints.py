"""Broken constraints of the database, told as what happened and what to do."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy.exc import IntegrityError

from shared.errors import Refusal

_SQLITE_UNIQUE = re.compile(r"UNIQUE constraint failed: (\w+)\.(.+)")
_SQLITE_CHECK = re.compile(r"CHECK constraint failed: (\w+)")


@contextmanager
def explained(refusals: Mapping[str, Callable[[], Refusal]]) -> Iterator[None]:
    """Turn the violation of a named constraint into its refusal; any other goes on as it is."""
    try:
        yield
    except IntegrityError as broken:
        make = refusals.get(broken_constraint(broken) or "")
        if make is None:
            raise
        raise make() from broken


def broken_constraint(error: IntegrityError) -> str | None:
    """The name of the constraint, on either database. SQLite names only a unique one's columns."""
    diagnosis = getattr(error.orig, "diag", None)
    if diagnosis is not None:
        return str(diagnosis.constraint_name) if diagnosis.constraint_name else None
    said = str(error.orig)
    if unique := _SQLITE_UNIQUE.search(said):
        columns = [column.rpartition(".")[2].strip() for column in unique[2].split(",")]
        return "_".join(["uq", unique[1], *columns])
    check = _SQLITE_CHECK.search(said)
    return check[1] if check else None
