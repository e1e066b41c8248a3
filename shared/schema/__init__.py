"""The schema that the three services share: one module per owner. Importing this package loads every table."""

from shared.schema import (
    accounts,
    announcements,
    catalogue,
    completions,
    idempotency,
    journal,
    notifications,
    paths,
    questions,
    registration,
)
from shared.schema.base import Base, owners

__all__ = [
    "Base",
    "accounts",
    "announcements",
    "catalogue",
    "completions",
    "idempotency",
    "journal",
    "notifications",
    "owners",
    "paths",
    "questions",
    "registration",
]
