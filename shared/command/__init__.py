"""The ``kierros`` command."""

import sys

# structlog takes it in wherever it is installed: megabytes, for coloured tracebacks that we never print
sys.modules.setdefault("rich", None)  # type: ignore[arg-type]  # None is how Python is told that a module isn't there
