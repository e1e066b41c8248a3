"""Statements in an installation's own words."""

from sqlalchemy import Connection, select

from shared.schema.statements import Statement


def texts(db: Connection, kind: str) -> dict[str, str]:
    """The texts of one statement by language; those that were never written are left out."""
    rows = db.execute(select(Statement.language, Statement.text).where(Statement.kind == kind))
    return {row.language: row.text for row in rows}
