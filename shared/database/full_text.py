"""Finding rows by words: FTS5 on SQLite, tsvector on PostgreSQL. Both hold the same words, made by ourselves.

So neither database's own stemmers, dictionaries or locale have a say, and both find the same.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, cast, column, literal, literal_column, select, table
from sqlalchemy.dialects.postgresql import TSQUERY

from shared.schema.search import SearchDocument

#: the virtual table on SQLite, the index on PostgreSQL
INDEX = "search_index"

#: one word that is looked for, as the beginnings that fit it: of letters and digits alone
Ways = Sequence[str]

_fts5 = table(INDEX, column("rowid"))
_TITLE = "search_documents.title_words"
#: this and the titles as migrations 0017 and 0048 wrote them, or the indexes aren't used
_ALL = f"{_TITLE} || ' ' || search_documents.text_words"


def is_declared(name: str | None, _kind: str, _parents: Any) -> bool:
    """Whether a table or index is among those that the schema declares: the full-text index is each database's own."""
    return not (name or "").startswith(INDEX)


def has_words(db: Connection, words: Sequence[Ways], *, in_title: bool = False) -> ColumnElement[bool]:
    """Fits the documents in which something begins, for each of the words, in one of its ways."""
    return fits(db.dialect.name, literal(query(db.dialect.name, words)), in_title=in_title)


def fits(dialect: str, asked: ColumnElement[str], *, in_title: bool = False) -> ColumnElement[bool]:
    """The same for a ``query`` that may be told when the statement is run."""
    if dialect == "postgresql":
        lexemes = f"array_to_tsvector(array_remove(string_to_array({_TITLE if in_title else _ALL}, ' '), ''))"
        return literal_column(lexemes).bool_op("@@")(cast(asked, TSQUERY))
    return SearchDocument.id.in_(documents(dialect, asked, in_title=in_title))


def documents(dialect: str, asked: ColumnElement[str], *, in_title: bool = False) -> Select[Any]:
    """The numbers of those that ``fits`` fits: where they are enough, SQLite need not look up the documents."""
    if dialect == "postgresql":
        return select(SearchDocument.id).where(fits(dialect, asked, in_title=in_title)).correlate(None)
    if in_title:
        asked = literal("{title_words} : (") + asked + literal(")")
    return select(_fts5.c.rowid).where(literal_column(INDEX).match(asked))


def query(dialect: str, words: Sequence[Ways]) -> str:
    """What the database is asked: something begins, for each of the words, in one of its ways."""
    return tsquery(words) if dialect == "postgresql" else fts5_query(words)


def tsquery(words: Sequence[Ways]) -> str:
    """PostgreSQL, section 8.11.2."""
    return " & ".join("(" + " | ".join(f"'{way}':*" for way in ways) + ")" for ways in words)


def fts5_query(words: Sequence[Ways]) -> str:
    """SQLite FTS5, section 3."""
    return " AND ".join("(" + " OR ".join(f'"{way}" *' for way in ways) + ")" for ways in words)
