"""Times that somebody proposed, filled into a session's form: nothing is moved until it is saved and confirmed."""

from collections.abc import Mapping
from datetime import UTC, datetime

from services.catalogue.forms.session_form import SessionForm, typed_times


def fill_in(form: SessionForm, asked: Mapping[str, str], zone: str) -> bool:
    """Put `starts_at` and `ends_at` of an address (RFC 3339, UTC) into the form; whether they were times at all."""
    starts_at, ends_at = (_instant(asked.get(name, "")) for name in ("starts_at", "ends_at"))
    if starts_at is None or ends_at is None or ends_at <= starts_at:
        return False
    for name, value in typed_times(starts_at, ends_at, zone).items():
        form[name].data = value
    return True


def _instant(written: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        return None
    if found.tzinfo is None or not 2000 < found.year < 2099:
        return None
    return found.astimezone(UTC)
