"""The one clock. Everything that needs the present asks here, so that a test can hold it still."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)
