"""The schema that the three services share: one module per owner. Importing this package loads every table."""

from shared.schema import accounts, announcements, catalogue, idempotency, journal, notifications, registration
from shared.schema.base import Base, owners

__all__ = [
    "Base",
    "accounts",
    "announcements",
    "catalogue",
    "idempotency",
    "journal",
    "notifications",
    "owners",
    "registration",
]
