"""How the services ask each other: HTTP with time limits, bounded retries and a short-lived signed token."""
