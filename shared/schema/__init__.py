"""The schema that the three services share: one module per owner. Importing this package loads every table."""

from shared.schema import (
    accounts,
    announcements,
    catalogue,
    completions,
    idempotency,
    inbound,
    journal,
    mail_choices,
    mail_templates,
    materials,
    notifications,
    paths,
    questions,
    registration,
    reminders,
    search,
    sending,
)
from shared.schema.base import Base, owners

__all__ = [
    "Base",
    "accounts",
    "announcements",
    "catalogue",
    "completions",
    "idempotency",
    "inbound",
    "journal",
    "mail_choices",
    "mail_templates",
    "materials",
    "notifications",
    "owners",
    "paths",
    "questions",
    "registration",
    "reminders",
    "search",
    "sending",
]
