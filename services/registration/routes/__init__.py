"""The addresses it answers."""
