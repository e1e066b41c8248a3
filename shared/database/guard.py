"""The wall between the services: each writes only the tables it owns, and none changes the journal."""

import re
from functools import cache

import shared.schema

JOURNAL = "journal"
#: who may write everything: migrations, and nobody else
MIGRATION = "migration"

_WRITE = re.compile(r"\b(INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM)\s+\"?(\w+)\"?", re.IGNORECASE)
_FIRST_WORDS = ("INSERT", "UPDATE", "DELETE", "WITH", "REPLACE")


class WallError(Exception):
    """A service tried to write a table that another one owns."""


@cache
def refusal(writer: str, statement: str) -> str | None:
    """Why ``writer`` may not run this SQL, or None. Remembered, since the same statements come again and again."""
    if not statement.lstrip(" (\n").upper().startswith(_FIRST_WORDS):
        return None
    owners = shared.schema.owners()
    for verb, table in _WRITE.findall(_without_quoted_text(statement)):
        owner = owners.get(table.lower())
        if owner is None or owner == writer:
            continue
        if table.lower() == JOURNAL and verb.upper().startswith("INSERT"):
            continue
        return f"{writer} may not {verb.split()[0].lower()} {table}: it belongs to {owner}"
    return None


@cache
def writes(statement: str) -> bool:
    """Whether this SQL changes rows."""
    return statement.lstrip(" (\n").upper().startswith(_FIRST_WORDS) and bool(
        _WRITE.search(_without_quoted_text(statement))
    )


def _without_quoted_text(statement: str) -> str:
    """Drop literals, ``FOR UPDATE`` locks and the ``DO UPDATE`` of an upsert, which name no table of their own."""
    bare = re.sub(r"'(?:[^']|'')*'", "''", statement)
    return re.sub(r"\b(?:FOR(?:\s+NO\s+KEY)?|DO)\s+UPDATE\b", " ", bare, flags=re.IGNORECASE)
