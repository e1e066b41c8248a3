"""The ``kierros`` command."""
