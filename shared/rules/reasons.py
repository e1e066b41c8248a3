"""How long it is kept why a presenter can't come: in their own words, and maybe about their health."""

from datetime import timedelta

#: after the session; wherever it was written down by then
REASONS_KEPT_FOR = timedelta(days=30)
